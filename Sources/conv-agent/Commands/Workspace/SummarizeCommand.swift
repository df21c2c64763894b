import ArgumentParser
import CRDT
import Hub
import Replica
import Scenes

/// `conv-agent summarize`: a ticket in a few of its own sentences.
struct SummarizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summarize", abstract: "Print the sentences of a ticket that say most, each with its message."
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        struct Entry: Encodable {
            let text: String
            let message: String
            let author: String?
            let sent: String
        }

        let ticket: String
        let sentences: [Entry]
    }

    func run() throws {
        let detail = try common.open().ticket(ticket, at: .now)
        let sentences = Summary(of: detail.lines).bullets.map { bullet in
            let line = detail.lines[bullet.message]
            return Report.Entry(
                text: bullet.text, message: bullet.id.description,
                author: line.authorName ?? line.message.author?.kind.rawValue, sent: line.sent.iso)
        }
        if common.isJSON {
            return try Output.json(Report(ticket: detail.ticket.id.description, sentences: sentences))
        }
        guard !sentences.isEmpty else { return Output.line("There is too little to sum up.") }
        for sentence in sentences {
            let source = "\(sentence.author ?? "somebody"), \(Instant.shown(iso: sentence.sent))"
            Output.line("- \(Plain.line(sentence.text)) [\(Plain.line(source))]")
        }
    }
}
