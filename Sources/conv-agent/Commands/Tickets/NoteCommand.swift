import ArgumentParser
import Hub
import Replica
import Scenes

/// `conv-agent note`: writes to the team, never to the customer.
struct NoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Write an internal note on a ticket; the customer never sees it."
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @OptionGroup var words: WordsOptions
    @OptionGroup var files: AttachOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let writing = try TicketWriting(ticket, common)
        let text = try await words.read()
        try writing.write("Noted on", .note(text, replyTo: nil, files: try writing.attach(files.attach)))
    }
}
