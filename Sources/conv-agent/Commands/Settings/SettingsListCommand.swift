import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent settings list`.
struct SettingsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what is set; with --all, also what can be set and its standard."
    )

    @Option(
        help: ArgumentHelp(
            "Only this section: \(SettingsSection.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "section"
        )
    )
    var section: SettingsSection?

    @Flag(help: "Show also what nobody set.")
    var all = false

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        let settings: [SettingEntry]
    }

    func run() throws {
        let store = try common.open()
        var entries: [SettingEntry] = []
        for section in section.map({ [$0] }) ?? SettingsSection.allCases {
            let settings = try store.settings(section).settings
            for name in settings.values.keys.sorted() {
                guard let definition = SettingDefinition.definition(of: name) else { continue }
                entries.append(SettingEntry(name, definition, settings))
            }
            guard all else { continue }
            for definition in SettingDefinition.all
            where definition.section == section && settings.values[definition.pattern] == nil {
                entries.append(SettingEntry(definition.pattern, definition, settings))
            }
        }
        if common.isJSON { return try Output.json(Report(settings: entries)) }
        guard !entries.isEmpty else {
            return Output.line("Nothing is set; `conv-agent settings list --all` shows what can be.")
        }
        var columns = Columns(["SETTING", "VALUE", "", "WHAT IT DOES"])
        for entry in entries {
            columns.add([entry.name, entry.value ?? "—", entry.isSet ? "" : "standard", entry.summary])
        }
        Output.write(columns.text(columnCount: Terminal.columnCount))
    }
}
