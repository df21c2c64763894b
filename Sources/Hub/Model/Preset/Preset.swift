public import CRDT

/// A saved filter: personal in its owner's scope, or shared. A read view of its document.
public struct Preset: Hashable, Sendable {
    /// The preset's identifier.
    public let id: Identifier
    /// Its name.
    public let name: String
    /// What it finds, in the search grammar; terms that this build does not know survive.
    public let query: String
    /// Who made it.
    public let owner: String?
    /// Where it stands in the list: ascending, then by name.
    public let rank: Double
    /// Whether it was put away.
    public let isArchived: Bool

    /// Reads a preset's document.
    public init(id: Identifier, document: Document) {
        let root = document.root
        self.id = id
        name = root.string(PresetKey.name) ?? ""
        query = root.string(PresetKey.query) ?? ""
        owner = root.string(PresetKey.owner)
        rank = root.double(PresetKey.rank) ?? 0
        isArchived = root.bool(PresetKey.archived) ?? false
    }

    /// Makes a preset.
    public static func create(
        name: String, query: String, owner: String, in transaction: inout Transaction
    ) {
        setName(name, in: &transaction)
        setQuery(query, in: &transaction)
        transaction.root.set(PresetKey.owner, .string(owner))
    }

    /// Renames it.
    public static func setName(_ name: String, in transaction: inout Transaction) {
        transaction.root.set(PresetKey.name, .string(name))
    }

    /// Sets what it finds.
    public static func setQuery(_ query: String, in transaction: inout Transaction) {
        transaction.root.set(PresetKey.query, .string(query))
    }

    /// Moves it in the list.
    public static func setRank(_ rank: Double, in transaction: inout Transaction) {
        transaction.root.set(PresetKey.rank, .double(rank))
    }

    /// Puts it away, or takes it out again.
    public static func setArchived(_ isArchived: Bool, in transaction: inout Transaction) {
        transaction.root.set(PresetKey.archived, .bool(isArchived))
    }
}

/// The keys of a preset's document; `schemas/documents/preset.json` describes what they hold.
enum PresetKey {
    static let name = "name"
    static let query = "query"
    static let owner = "owner"
    static let rank = "rank"
    static let archived = "archived"
}
