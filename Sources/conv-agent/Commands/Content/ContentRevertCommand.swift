import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent content revert`.
struct ContentRevertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revert",
        abstract: "Make the working copy equal to an older version; nothing of the history is lost."
    )

    @Argument(help: .article, completion: .articles)
    var article: String

    @Argument(help: "The version: a number of the history, or published.")
    var version: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        let access = try ArticleAccess(article, common)
        let heads = try ArticleVersions(access).heads(named: version)
        try access.write("Reverted") { try Article.revert(to: heads, in: &$0) }
    }
}
