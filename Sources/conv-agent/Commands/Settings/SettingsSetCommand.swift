import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent settings set`.
struct SettingsSetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change one setting; --unset takes it back to its standard."
    )

    @Argument(help: "The setting, such as channel.email.queue.", completion: .settings)
    var name: String

    @Argument(help: "The value.")
    var value: String?

    @Flag(help: "Take the setting back to its standard.")
    var unset = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard unset == (value == nil) else { throw ValidationError("give a value, or --unset") }
    }

    func run() throws {
        guard let definition = SettingDefinition.definition(of: name), !name.contains("*") else {
            throw ReplicaError.notFound(
                "no setting has this name; `conv-agent settings list --all` shows what there is")
        }
        let value = try value.map { try Settings.value($0, of: name) } ?? .null
        try SettingsWriting(definition.section, common).write("Set \(Plain.line(name)).") { transaction in
            try Settings.set(name, to: value, in: &transaction)
        }
    }
}

/// Changes a section, and reports.
struct SettingsWriting {
    let store: ReplicaStore
    let section: SettingsSection
    private let common: CommonOptions

    struct Report: Encodable {
        let section: String
        let unsent: Int
        let parked: Int
    }

    /// Changes a section; a new one is placed where everybody has it.
    static func write(
        to section: SettingsSection, in store: ReplicaStore, at now: Instant,
        _ body: (inout Transaction) throws -> Void
    ) throws {
        let id = section.document
        try store.write(at: now) { writer in
            if try writer.scope(of: id) == nil { try writer.place(id, in: .workspace) }
            try writer.edit(.settings, id, root: id, body)
        }
    }

    init(_ section: SettingsSection, _ common: CommonOptions) throws {
        store = try common.open()
        self.section = section
        self.common = common
    }

    func write(_ done: String, _ body: (inout Transaction) throws -> Void) throws {
        try Self.write(to: section, in: store, at: .now, body)
        let unsent = try store.unsentSummary()
        guard !common.isJSON else {
            return try Output.json(
                Report(section: section.rawValue, unsent: unsent.pendingCount, parked: unsent.parkedCount)
            )
        }
        Output.line("\(done) \(Unsent.sentence(unsent))")
    }
}
