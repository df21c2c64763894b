import ArgumentParser
import CRDT
import Hub
import Replica
import SyncProtocol

/// `conv-agent settings history`.
struct SettingsHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "List the versions of a section, the newest first."
    )

    @Argument(help: "The section, such as channels.")
    var section: SettingsSection

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        let section: String
        let versions: [SettingsVersions.Entry]
    }

    func run() throws {
        let store = try common.open()
        let entries = try SettingsVersions(section, store).entries(try store.memberNames())
        if common.isJSON { return try Output.json(Report(section: section.rawValue, versions: entries.reversed())) }
        var columns = Columns(["VERSION", "TIME", "SETTINGS", "AUTHOR"], right: [0])
        for entry in entries.reversed() {
            columns.add([
                String(entry.version), Instant.shown(iso: entry.time), entry.settings.joined(separator: ", "),
                entry.author ?? "—",
            ])
        }
        Output.write(columns.text(columnCount: Terminal.columnCount))
    }
}

/// The versions of one section, numbered from 1 in the order of its history.
struct SettingsVersions {
    /// What is told of one version.
    struct Entry: Encodable {
        /// Counts from 1; may change when concurrent edits arrive.
        let version: Int
        /// The change that made it, which never changes.
        let change: String
        let time: String
        let author: String?
        /// The settings that it wrote.
        let settings: [String]
    }

    let document: Document
    private let documents: RootDocuments

    init(_ section: SettingsSection, _ store: ReplicaStore) throws {
        documents = try store.documents(of: section.document)
        document = documents.document(section.document)
    }

    /// The versions as they are told, oldest first.
    func entries(_ names: [String: String]) -> [Entry] {
        document.changes().enumerated().map { index, change in
            let facts = documents.metadata[change.reference]
            let written = document.operations(of: change.reference).compactMap { operation -> String? in
                if case .set(_, let key, _, _) = operation { key } else { nil }
            }
            let time = facts?.occurred ?? Instant(milliseconds: Int64(change.time.milliseconds))
            return Entry(
                version: index + 1, change: change.reference.description, time: time.iso,
                author: facts.map { names[$0.author.id] ?? $0.author.id }, settings: written
            )
        }
    }

    /// The heads of the version that a person names: its number, 0 for the empty beginning, its change, or `current`.
    ///
    /// - Throws: `ReplicaError.notFound`.
    func heads(named name: String) throws -> [ChangeReference] {
        if name == "current" { return document.heads }
        let changes = document.changes()
        if let number = Int(name), (0...changes.count).contains(number) {
            return number == 0 ? [] : [changes[number - 1].reference]
        }
        if let change = ChangeReference(reference: name), document.contains(change) { return [change] }
        throw ReplicaError.notFound("the section has no such version; `conv-agent settings history` lists them")
    }
}
