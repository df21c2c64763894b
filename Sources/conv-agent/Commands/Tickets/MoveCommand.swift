import ArgumentParser
import Hub
import Replica
import Scenes
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
        let isThere = try writing.store.documents(of: writing.ticket).scope == scope
        try writing.write(
            isThere ? "It is in \(queue) already:" : "Moved to \(queue):", .move(queue: queue, isNew: new))
    }
}
