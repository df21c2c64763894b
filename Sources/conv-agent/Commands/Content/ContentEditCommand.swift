import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent content edit`.
struct ContentEditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Change an article's working copy; concurrent edits of others are merged word by word."
    )

    @Argument(help: .article, completion: .articles)
    var article: String

    @Argument(help: "The new body; - reads it from standard input.")
    var body: String?

    @Flag(help: "Write in $VISUAL or $EDITOR, starting from the working copy.")
    var editor = false

    @Option(help: "The new title.")
    var title: String?

    @Option(help: "The new language; none removes it.")
    var language: String?

    @Option(help: "Who may see it from now on; everybody removes the audience.")
    var audience: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard body == nil || !editor else { throw ValidationError("give the body or --editor, not both") }
        guard body != nil || editor || title != nil || language != nil || audience != nil else {
            throw ValidationError("say what to change: a body, --editor, --title, --language or --audience")
        }
    }

    func run() async throws {
        if audience != "everybody" { try ArticleAccess.check(audience: audience) }
        if let title { try ArticleAccess.check(title: title) }
        let access = try ArticleAccess(article, common)
        let text = try await newBody(access)
        try access.write("Edited") { transaction in
            if let text { Article.setBody(text, in: &transaction) }
            if let title { Article.setTitle(title, in: &transaction) }
            if let language { Article.setLanguage(language == "none" ? nil : language, in: &transaction) }
            if let audience { Article.setAudience(audience == "everybody" ? nil : audience, in: &transaction) }
        }
    }

    private func newBody(_ access: ArticleAccess) async throws -> String? {
        guard editor || body != nil else { return nil }
        var words = WordsOptions()
        (words.text, words.editor) = (body, false)
        guard editor else { return try await words.read() }
        let current = Article(id: access.id, document: try access.documents().document(access.id)).content.body
        words.text = try await Editor.edit(current)
        return try await words.read()
    }
}
