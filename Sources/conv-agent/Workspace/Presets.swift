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
}
