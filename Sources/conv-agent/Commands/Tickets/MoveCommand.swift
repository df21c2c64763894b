import ArgumentParser
import Hub
import Replica
import SyncProtocol

/// `conv-agent move`: places a ticket in another queue.
struct MoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Move a ticket to another queue, with everything that belongs to it."
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @Argument(help: "The queue.", completion: .queues)
    var queue: String

    @Flag(help: "The queue is a new one.")
    var new = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        let writing = try TicketWriting(ticket, common)
        let scope = try writing.store.queue(named: queue, isNew: new)
        try writing.write("Moved to \(queue):") { try $0.place(writing.ticket, in: scope) }
    }
}
