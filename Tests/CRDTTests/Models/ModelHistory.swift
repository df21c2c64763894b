import CRDT

/// The definition of a document, written to be obviously right and as slow as it likes: everything is computed anew
/// from the set of changes, and nothing is taken from the engine but what the bytes of a change say.
struct ModelHistory {
    /// A change with what the definitions ask of it.
    struct Entry {
        let reference: ChangeReference
        let stamp: Stamp
        let operations: [CRDT.Operation]
        /// Everything it has seen, without itself.
        var seen: Set<ChangeReference> = []
        /// The largest stamp of itself and all it has seen.
        var effective: Stamp
        /// The longest way down to a change that has seen nothing.
        var depth = 0
    }

    private(set) var entries: [ChangeReference: Entry] = [:]
    /// All changes, each after what it has seen, otherwise by (stamp, actor, number).
    private(set) var ordered: [Entry] = []
    /// The operations of each container, in the order of history.
    private(set) var operations: [ContainerID: [CRDT.Operation]] = [.root: []]

    /// Takes changes that are closed under what they have seen, in any order.
    init(_ changes: [(change: Change, stamp: Stamp)]) throws {
        var heads: [ChangeReference: [ChangeReference]] = [:]
        for (change, stamp) in changes {
            heads[change.reference] = change.heads
            entries[change.reference] = Entry(
                reference: change.reference, stamp: stamp, operations: try change.operations(), effective: stamp
            )
        }
        var left = Set(entries.keys)
        while !left.isEmpty {
            let ready = left.filter { heads[$0, default: []].allSatisfy { !left.contains($0) } }
            precondition(!ready.isEmpty, "the changes are closed and without circles")
            for reference in ready { enter(reference, heads[reference, default: []]) }
            left.subtract(ready)
        }
        ordered = entries.values.sorted { left, right in
            if left.effective != right.effective { return left.effective < right.effective }
            return left.depth == right.depth ? left.reference < right.reference : left.depth < right.depth
        }
        for entry in ordered {
            for operation in entry.operations { operations[operation.container, default: []].append(operation) }
        }
    }

    /// The changes that a document holds with the stamps that it says they have.
    init(_ document: Document) throws {
        try self.init(document.changes().map { ($0, document.stamp(of: $0.reference) ?? $0.time) })
    }

    private mutating func enter(_ reference: ChangeReference, _ heads: [ChangeReference]) {
        guard var entry = entries[reference] else { return }
        for head in heads {
            guard let parent = entries[head] else { preconditionFailure("the changes are closed") }
            entry.seen.formUnion(parent.seen.union([head]))
            entry.depth = max(entry.depth, parent.depth + 1)
            entry.effective = max(entry.effective, parent.effective)
        }
        entries[reference] = entry
    }

    /// Whether the change of `later` has seen that of `earlier`, or did `earlier` itself before.
    func sees(_ later: OperationID, _ earlier: OperationID) -> Bool {
        if later.change == earlier.change { return later.index > earlier.index }
        return entries[later.change]?.seen.contains(earlier.change) ?? false
    }

    /// The order of writes that have not seen each other; the last wins.
    func ranksBefore(_ left: ChangeReference, _ right: ChangeReference) -> Bool {
        guard let first = entries[left], let second = entries[right] else { return left < right }
        return first.stamp == second.stamp ? left < right : first.stamp < second.stamp
    }
}
