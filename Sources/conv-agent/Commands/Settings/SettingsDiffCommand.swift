import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent settings diff`.
struct SettingsDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Compare two versions of a section."
    )

    @Argument(help: "The section, such as channels.")
    var section: SettingsSection

    @Argument(help: "The older version: a number of the history; 0 is the empty beginning.")
    var from: String

    @Argument(help: "The newer version.")
    var to = "current"

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        struct Entry: Encodable {
            let name: String
            let before: String?
            let after: String?
        }

        let section: String
        let settings: [Entry]
    }

    func run() throws {
        let versions = try SettingsVersions(section, try common.open())
        let entries = try Settings.difference(
            from: versions.heads(named: from), to: versions.heads(named: to), in: versions.document
        ).map { difference in
            Report.Entry(
                name: difference.name, before: difference.before == .null ? nil : Settings.printed(difference.before),
                after: difference.after == .null ? nil : Settings.printed(difference.after)
            )
        }
        if common.isJSON { return try Output.json(Report(section: section.rawValue, settings: entries)) }
        guard !entries.isEmpty else { return Output.line("The two versions are equal.") }
        var columns = Columns(["SETTING", "BEFORE", "AFTER"])
        for entry in entries { columns.add([entry.name, entry.before ?? "—", entry.after ?? "—"]) }
        Output.write(columns.text(columnCount: Terminal.columnCount))
    }
}
