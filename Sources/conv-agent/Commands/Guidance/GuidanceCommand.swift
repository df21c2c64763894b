import ArgumentParser
import CRDT
import Hub
import Replica

/// `conv-agent guidance`: the packs of rules for the AI.
struct GuidanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guidance", abstract: "Read guidance packs and switch them on or off.",
        subcommands: [
            GuidanceListCommand.self, GuidanceShowCommand.self, GuidanceOnCommand.self, GuidanceOffCommand.self,
        ],
        defaultSubcommand: GuidanceListCommand.self
    )
}

extension ArgumentHelp {
    /// How a pack is named on every command line.
    static let pack: ArgumentHelp = "The pack: its identifier, its name or the beginning of it."
}

/// `conv-agent guidance list`.
struct GuidanceListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List guidance packs.")

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        struct Entry: Encodable {
            let id: String
            let name: String
            let priority: Int64
            let audience: String?
            let channels: [String]
            let on: Bool
            let rules: Int
        }

        let packs: [Entry]
    }

    func run() throws {
        let rows = try common.open().guidancePacks()
        if common.isJSON {
            let entries = rows.map { row in
                Report.Entry(
                    id: row.id.description, name: row.name, priority: row.priority, audience: row.audience,
                    channels: row.channels, on: row.isOn, rules: row.rules.count
                )
            }
            return try Output.json(Report(packs: entries))
        }
        guard !rows.isEmpty else { return Output.line("There are no guidance packs.") }
        var columns = Columns(["ID", "SWITCH", "PRIORITY", "RULES", "CHANNELS", "NAME"], right: [2, 3])
        for row in rows {
            let channels = row.channels.isEmpty ? "all" : row.channels.joined(separator: ",")
            columns.add([
                row.id.description, row.isOn ? "on" : "off", String(row.priority), String(row.rules.count), channels,
                row.name,
            ])
        }
        Output.write(columns.text(columnCount: Terminal.columnCount))
    }
}
