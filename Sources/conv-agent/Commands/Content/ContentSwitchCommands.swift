import ArgumentParser
import CRDT
import Hub
import SyncProtocol

/// `conv-agent content on`.
struct ContentOnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "on", abstract: "Let the AI use an article.")

    @Argument(help: .article, completion: .articles)
    var article: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        try ArticleAccess(article, common).write("Switched on") { Article.setOn(true, in: &$0) }
    }
}

/// `conv-agent content off`.
struct ContentOffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "off", abstract: "Hide an article from the AI at its next turn; people still see it."
    )

    @Argument(help: .article, completion: .articles)
    var article: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        try ArticleAccess(article, common).write("Switched off") { Article.setOn(false, in: &$0) }
    }
}
