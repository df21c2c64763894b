import CRDT
import Hub
import Replica
import SyncProtocol

/// Saved filters as commands and the full screen write them: personal ones in their owner's scope, shared ones in the
/// workspace's.
struct Presets {
    private let store: ReplicaStore

    init(_ store: ReplicaStore) { self.store = store }

    /// Saves a filter under a name; one of the same name and the same reach is written over, as a new version.
    ///
    /// - Throws: `ReplicaError.invalidInput` when the name is empty or too long.
    func save(_ name: String, _ query: String, isShared: Bool, at now: Instant) throws {
        guard name.contains(where: { !$0.isWhitespace }), name.utf8.count <= 200 else {
            throw ReplicaError.invalidInput("a saved filter's name has 1 to 200 bytes, and not only spaces")
        }
        let owner = store.member.user
        let scope = isShared ? Scope.workspace : Scope.user(owner)
        let known = try store.presets().first { preset in
            try preset.name == name && store.documents(of: preset.id).scope == scope
        }
        try store.write(at: now) { writer in
            let id = known?.id ?? writer.newIdentifier()
            if known == nil { try writer.place(id, in: scope) }
            try writer.edit(.preset, id, root: id) { transaction in
                if known == nil {
                    Preset.create(name: name, query: query, owner: owner.description, in: &transaction)
                } else {
                    Preset.setQuery(query, in: &transaction)
                }
            }
        }
    }

    /// Puts a filter away: no list shows it any more, its history stays.
    func remove(_ preset: Identifier, at now: Instant) throws {
        try store.write(at: now) { writer in
            try writer.edit(.preset, preset, root: preset) { Preset.setArchived(true, in: &$0) }
        }
    }

    /// The filter of a name: one's own before the team's.
    ///
    /// - Parameter isShared: Whether the team's is meant where both have the name.
    /// - Throws: `ReplicaError.notFound`.
    func named(_ name: String, isShared: Bool) throws -> Preset {
        let named = try store.presets().filter { $0.name == name }
        let chosen = try named.first { try isOfTeam($0) == isShared } ?? named.first
        guard let chosen else {
            throw ReplicaError.notFound("no filter is saved under this name; `conv-agent presets` lists them")
        }
        return chosen
    }

    /// Whether the team has a filter, and not its owner alone.
    func isOfTeam(_ preset: Preset) throws -> Bool { try store.documents(of: preset.id).scope == .workspace }
}
