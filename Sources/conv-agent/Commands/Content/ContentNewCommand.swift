import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent content new`.
struct ContentNewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Make an article or snippet; it starts as a draft."
    )

    @Argument(help: "The title.")
    var title: String

    @OptionGroup var words: WordsOptions

    @Option(help: "article or snippet; a snippet is only quoted.")
    var kind = ArticleContent.Kind.article

    @Option(help: "The language, such as en or pt-BR.")
    var language: String?

    @Option(help: "Who may see it, as an expression over traits; everybody when not given.")
    var audience: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try ArticleAccess.check(audience: audience)
        try ArticleAccess.check(title: title)
        let store = try common.open()
        let body = try await words.read()
        let id = try store.write(at: .now) { writer in
            let id = writer.newIdentifier()
            try writer.place(id, in: .workspace)
            try writer.edit(.article, id, root: id) { transaction in
                Article.create(
                    kind: kind, title: title, body: body, language: language, audience: audience, in: &transaction
                )
            }
            return id
        }
        try ArticleAccess(store, id, common).report("Made")
    }
}
