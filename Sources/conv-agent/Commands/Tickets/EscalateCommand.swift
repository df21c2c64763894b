import ArgumentParser
import Hub
import Replica
import Scenes

/// `conv-agent escalate`: hands a ticket over to another queue, with the reason.
struct EscalateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "escalate", abstract: "Hand a ticket over to another queue and record why."
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @Option(
        help: "Why: \(FallbackReason.plainCodes.joined(separator: ", ")), or policy_rule(ID).",
        completion: .list(FallbackReason.plainCodes)
    )
    var reason: String

    @Option(name: .customLong("to"), help: "The queue that it goes to.", completion: .queues)
    var queue: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        guard let reason = FallbackReason(code: reason) else {
            throw ReplicaError.invalidInput("that is no reason of a hand-off; `conv-agent escalate --help` lists them")
        }
        let writing = try TicketWriting(ticket, common)
        try writing.write("Escalated to \(queue):", .escalate(reason, queue: queue))
    }
}
