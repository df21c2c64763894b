import ArgumentParser
import Hub
import Replica
import Scenes

/// `conv-agent return`: gives a conversation back to the assistant.
struct ReturnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return", abstract: "Give a ticket's conversation back to the assistant.",
        discussion: """
            People hold a conversation from the moment they reply, claim the ticket, or the assistant hands over. Until it \
            is given back the assistant is silent in it; it then answers what the customer writes next, or what \
            nobody has answered.
            """
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        let writing = try TicketWriting(ticket, common)
        let events = Hub.events(of: try writing.store.documents(of: writing.ticket).history)
        guard Lease(after: events) == .person else {
            throw ReplicaError.invalidInput("the assistant has the conversation already; there is nothing to return")
        }
        try writing.write("Returned to the assistant:", .returnToAssistant)
    }
}
