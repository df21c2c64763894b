import ArgumentParser
import Hub
import Replica
import Scenes

/// `conv-agent status`: opens, parks or resolves a ticket.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Set a ticket's status: open, pending or resolved."
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @Argument(help: "open, pending or resolved.")
    var status: TicketStatus

    @OptionGroup var common: CommonOptions

    func run() throws {
        let writing = try TicketWriting(ticket, common)
        try writing.write("Set to \(status.rawValue):", .status(status))
    }
}
