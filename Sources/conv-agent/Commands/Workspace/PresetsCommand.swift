import ArgumentParser
import Hub
import Replica
import SyncProtocol

/// `conv-agent presets`: saved filters.
struct PresetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presets", abstract: "List saved filters, or save one.",
        subcommands: [PresetsListCommand.self, PresetsSaveCommand.self], defaultSubcommand: PresetsListCommand.self
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
                shared: try store.documents(of: preset.id).scope == .workspace)
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
