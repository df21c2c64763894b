import ArgumentParser
import Hub
import Replica
import Scenes

/// `conv-agent reply`: answers the customer.
struct ReplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reply", abstract: "Answer the customer of a ticket, over the ticket's channel."
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @OptionGroup var words: WordsOptions

    @Flag(help: "Wait for the customer afterwards: sets the status to pending.")
    var pending = false

    @Flag(help: "Resolve the ticket with it.")
    var resolve = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard !(pending && resolve) else { throw ValidationError("give --pending or --resolve, not both") }
    }

    func run() async throws {
        let writing = try TicketWriting(ticket, common)
        let text = try await words.read()
        let outcome: TicketAction.Outcome = resolve ? .resolved : pending ? .pending : .none
        try writing.write("Replied to", .reply(text, replyTo: nil, then: outcome))
    }
}
