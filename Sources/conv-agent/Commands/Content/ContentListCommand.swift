import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent content list`.
struct ContentListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List articles and snippets.")

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        struct Entry: Encodable {
            let id: String
            let kind: String
            let title: String
            let language: String?
            let audience: String?
            let state: String
            let on: Bool
            let published: Bool
            let versions: Int
            let updated: String
            let unsent: Int
            let parked: Int
        }

        let articles: [Entry]
    }

    func run() throws {
        let rows = try common.open().articles()
        if common.isJSON {
            let entries = rows.map { row in
                Report.Entry(
                    id: row.id.description, kind: row.kind.rawValue, title: row.title, language: row.language,
                    audience: row.audience, state: row.state.rawValue, on: row.isOn, published: row.isPublished,
                    versions: row.versionCount, updated: row.updated.iso, unsent: row.pendingCount,
                    parked: row.parkedCount
                )
            }
            return try Output.json(Report(articles: entries))
        }
        guard !rows.isEmpty else { return Output.line("There are no articles; `conv-agent content new` makes one.") }
        var columns = Columns(["ID", "STATE", "AI", "LANGUAGE", "CHANGED", "TITLE"])
        for row in rows {
            let unsent = row.pendingCount > 0 ? " (unsent)" : ""
            columns.add([
                row.id.description, row.state.rawValue, row.isOn ? "on" : "off", row.language ?? "—", row.updated.shown,
                row.title + unsent,
            ])
        }
        Output.write(columns.text(columnCount: Terminal.columnCount))
    }
}
