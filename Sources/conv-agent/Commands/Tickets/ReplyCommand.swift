import ArgumentParser
import CRDT
import Hub
import Replica

/// `conv-agent reply`: answers the customer.
struct ReplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reply", abstract: "Answer the customer of a ticket, over the ticket's channel."
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @OptionGroup var words: WordsOptions

    @Option(help: ArgumentHelp("Change the words of this earlier reply instead.", valueName: "message"))
    var edit: String?

    @Flag(help: "Wait for the customer afterwards: sets the status to pending.")
    var pending = false

    @Flag(help: "Resolve the ticket with it.")
    var resolve = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard !(pending && resolve) else { throw ValidationError("give --pending or --resolve, not both") }
        guard edit.map({ OperationID(reference: $0) != nil }) ?? true else {
            throw ValidationError("--edit takes a message as `show --json` prints it")
        }
    }

    func run() throws {
        let writing = try TicketWriting(ticket, common)
        let text = try words.read()
        let edited = edit.flatMap(OperationID.init(reference:))
        try writing.obey(text, isEdit: edited != nil)
        try writing.write(edited == nil ? "Replied to" : "Changed a reply to") { writer in
            if let edited {
                try writing.edit(edited, to: text, &writer)
            } else {
                try writing.post(text, .public, &writer)
            }
            if pending { try writing.awaitCustomer(&writer) }
            if resolve { try writing.set(.resolved, &writer) }
        }
    }
}
