import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent content history`.
struct ContentHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "List the versions of an article, the newest first."
    )

    @Argument(help: .article, completion: .articles)
    var article: String

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        let article: String
        let versions: [ArticleVersions.Entry]
    }

    func run() throws {
        let access = try ArticleAccess(article, common)
        let entries = try ArticleVersions(access).entries(try access.store.memberNames())
        if common.isJSON {
            return try Output.json(Report(article: access.id.description, versions: entries.reversed()))
        }
        var columns = Columns(["VERSION", "TIME", "WHAT", "AUTHOR"], right: [0])
        for entry in entries.reversed() {
            let what = (entry.content ? "content" : "switch") + (entry.published ? ", published" : "")
            columns.add([String(entry.version), Instant.shown(iso: entry.time), what, entry.author ?? "—"])
        }
        Output.write(columns.text(columnCount: Terminal.columnCount))
    }
}
