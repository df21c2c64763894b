import ArgumentParser
import CRDT
import Hub
import Replica

/// `conv-agent deliveries`: messages that did not reach the customer.
struct DeliveriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries", abstract: "List messages that did not reach the customer, or send one again.",
        subcommands: [DeliveriesListCommand.self, DeliveriesResendCommand.self],
        defaultSubcommand: DeliveriesListCommand.self
    )
}

/// `conv-agent deliveries list`.
struct DeliveriesListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List messages that failed and that nobody has asked to send again."
    )

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        struct Entry: Encodable {
            let message: String
            let ticket: String
            let name: String
            let channel: String
            let reason: String
            let failed: String
        }

        let failed: [Entry]
    }

    func run() throws {
        let failed = try common.open().undelivered()
        if common.isJSON {
            let entries = failed.map { delivery in
                Report.Entry(
                    message: delivery.message.description, ticket: delivery.ticket.description,
                    name: delivery.ticketName, channel: delivery.channel, reason: delivery.reason,
                    failed: delivery.failed.iso
                )
            }
            return try Output.json(Report(failed: entries))
        }
        guard !failed.isEmpty else { return Output.line("Every message has arrived, or is on its way.") }
        var columns = Columns(["FAILED", "TICKET", "CHANNEL", "WHY", "MESSAGE"])
        for delivery in failed {
            columns.add([
                delivery.failed.shown, delivery.ticketName, delivery.channel, delivery.reason,
                delivery.message.description,
            ])
        }
        Output.write(columns.text(columnCount: Terminal.columnCount))
    }
}

/// `conv-agent deliveries resend`.
struct DeliveriesResendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend", abstract: "Ask the server to send a failed message again; works without a network."
    )

    @Argument(help: "The message as `deliveries` lists it, or a ticket, for all that failed in it.")
    var message: String

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        let messages: [String]
        let unsent: Int
        let parked: Int
    }

    func run() throws {
        let store = try common.open()
        let failed = try chosen(from: try store.undelivered(), store)
        try store.resend(failed, at: .now)
        let unsent = try store.unsentSummary()
        if common.isJSON {
            return try Output.json(
                Report(
                    messages: failed.map(\.message.description), unsent: unsent.pendingCount, parked: unsent.parkedCount
                )
            )
        }
        let what = failed.count == 1 ? "1 message" : "\(failed.count) messages"
        Output.line("Asked to send \(what) again. \(Unsent.sentence(unsent))")
    }

    private func chosen(from failed: [UndeliveredMessage], _ store: ReplicaStore) throws -> [UndeliveredMessage] {
        let chosen: [UndeliveredMessage]
        if let id = OperationID(reference: message) {
            chosen = failed.filter { $0.message == id }
        } else {
            let ticket = try store.ticketIdentifier(message)
            chosen = failed.filter { $0.ticket == ticket }
        }
        guard !chosen.isEmpty else {
            throw ReplicaError.notFound(
                "nothing of that name has failed; `conv-agent deliveries` lists what has, as of the last sync"
            )
        }
        return chosen
    }
}
