import ArgumentParser
import CRDT
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
    @OptionGroup var files: AttachOptions

    @Option(help: ArgumentHelp("Change the words of this earlier reply instead.", valueName: "message"))
    var edit: String?

    @Flag(help: "Wait for the customer afterwards: sets the status to pending.")
    var pending = false

    @Flag(help: "Resolve the ticket with it.")
    var resolve = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard !(pending && resolve) else { throw ValidationError("give --pending or --resolve, not both") }
        guard edit == nil || files.attach.isEmpty else {
            throw ValidationError("files go with a new reply; give --edit or --attach, not both")
        }
        guard edit.map({ OperationID(reference: $0) != nil }) ?? true else {
            throw ValidationError("--edit takes a message as `show --json` prints it")
        }
    }

    func run() async throws {
        let writing = try TicketWriting(ticket, common)
        let text = try await words.read()
        let edited = edit.flatMap(OperationID.init(reference:))
        let attached = try writing.attach(files.attach)
        try writing.obey(text, attached, isEdit: edited != nil)
        let outcome: TicketAction.Outcome = resolve ? .resolved : pending ? .pending : .none
        if let edited {
            try writing.write("Changed a reply to", .edit(edited, to: text, then: outcome))
        } else {
            try writing.write("Replied to", .reply(text, replyTo: nil, then: outcome, files: attached))
        }
    }
}
