import ArgumentParser
import Hub
import Replica
import SyncProtocol

/// `conv-agent presets`: saved filters.
struct PresetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presets", abstract: "List saved filters, save one, or delete one.",
        subcommands: [PresetsListCommand.self, PresetsSaveCommand.self, PresetsDeleteCommand.self],
        defaultSubcommand: PresetsListCommand.self
    )
}

/// `conv-agent presets list`.
struct PresetsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the saved filters.")

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        struct Entry: Encodable {
            let id: String
            let name: String
            let query: String
            let shared: Bool
        }

        let presets: [Entry]
    }

    func run() throws {
        let store = try common.open()
        let entries = try store.presets().map { preset in
            Report.Entry(
                id: preset.id.description, name: preset.name, query: preset.query,
                shared: try Presets(store).isOfTeam(preset))
        }
        if common.isJSON { return try Output.json(Report(presets: entries)) }
        guard !entries.isEmpty else { return Output.line("No filter is saved; `conv-agent presets save` saves one.") }
        var columns = Columns(["NAME", "WHOSE", "FINDS"])
        for entry in entries { columns.add([entry.name, entry.shared ? "team" : "yours", entry.query]) }
        Output.write(columns.text(columnCount: Terminal.columnCount))
    }
}

/// `conv-agent presets save`.
struct PresetsSaveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "save", abstract: "Save a search under a name, or write a saved one over."
    )

    @Argument(help: "The name.")
    var name: String

    @Argument(help: "The search.")
    var query: [String]

    @Flag(help: "For the whole team.")
    var shared = false

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        let name: String
        let query: String
        let unsent: Int
        let parked: Int
    }

    func run() throws {
        let query = try Query(self.query.joined(separator: " ")).description
        let store = try common.open()
        try Presets(store).save(name, query, isShared: shared, at: .now)
        let unsent = try store.unsentSummary()
        if common.isJSON {
            return try Output.json(
                Report(name: name, query: query, unsent: unsent.pendingCount, parked: unsent.parkedCount))
        }
        Output.line("Saved as “\(Plain.line(name))”. \(Unsent.sentence(unsent))")
    }
}

/// `conv-agent presets delete`.
struct PresetsDeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Put a saved filter away; its history stays."
    )

    @Argument(help: "The name.")
    var name: String

    @Flag(help: "The team's, where you have one of the same name.")
    var shared = false

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        let id: String
        let name: String
        let query: String
        let shared: Bool
        let unsent: Int
        let parked: Int
    }

    func run() throws {
        let store = try common.open()
        let presets = Presets(store)
        let preset = try presets.named(name, isShared: shared)
        let isShared = try presets.isOfTeam(preset)
        try presets.remove(preset.id, at: .now)
        let unsent = try store.unsentSummary()
        if common.isJSON {
            return try Output.json(
                Report(
                    id: preset.id.description, name: preset.name, query: preset.query, shared: isShared,
                    unsent: unsent.pendingCount, parked: unsent.parkedCount))
        }
        Output.line("Deleted “\(Plain.line(preset.name))”. \(Unsent.sentence(unsent))")
    }
}
