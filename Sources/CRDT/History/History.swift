/// The changes of a document in the order they were applied, and who has seen whom.
///
/// A change's position is its *local version*; it always follows those of its parents.
struct History: Sendable {
    /// What decides the place of a change among others.
    struct Node: Sendable {
        let reference: ChangeReference
        /// Orders it among those that have not seen it.
        var stamp: Stamp
        /// The largest stamp of itself and everything it has seen.
        var effective: Stamp
        /// The length of the longest way down to a change without parents.
        let depth: UInt32
        /// From here to itself the history is one line of versions without gaps.
        let lineStart: UInt32
        /// The first parent's version; `.max` for none.
        let firstParent: UInt32
        /// The parents beyond the first.
        let otherParents: [UInt32]
    }

    private(set) var nodes: [Node] = []
    private(set) var changes: [Change] = []
    private var sorted: [UInt32] = []
    /// The changes that no other has seen; ascending.
    private(set) var heads: [ChangeReference] = []

    /// Whether each change has seen all before it.
    var isLinear: Bool { nodes.last.map { $0.lineStart == 0 } ?? true }

    /// The local version of a change; nil when it is not here. O(log n).
    func version(of reference: ChangeReference) -> UInt32? {
        let position = insertionPoint(of: reference)
        guard position < sorted.count, nodes[Int(sorted[position])].reference == reference else { return nil }
        return sorted[position]
    }

    private func insertionPoint(of reference: ChangeReference) -> Int {
        if let last = sorted.last, nodes[Int(last)].reference < reference { return sorted.count }
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if nodes[Int(sorted[middle])].reference < reference { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Enters the place of a change whose parents are here; `append(_:)` completes it, `retract()` takes it back.
    @discardableResult
    mutating func enter(_ reference: ChangeReference, parents: [UInt32], stamp: Stamp) -> UInt32 {
        let version = UInt32(nodes.count)
        var effective = stamp
        var depth: UInt32 = 0
        for parent in parents {
            effective = max(effective, nodes[Int(parent)].effective)
            depth = max(depth, nodes[Int(parent)].depth + 1)
        }
        let extendsLine = parents.count == 1 && parents[0] + 1 == version
        nodes.append(
            Node(
                reference: reference, stamp: stamp, effective: effective, depth: depth,
                lineStart: extendsLine ? nodes[Int(version) - 1].lineStart : version,
                firstParent: parents.first ?? .max, otherParents: Array(parents.dropFirst())
            )
        )
        return version
    }

    /// Completes the change that was entered last.
    mutating func append(_ change: Change) {
        precondition(changes.count + 1 == nodes.count, "a change is appended after it was entered")
        sorted.insert(UInt32(changes.count), at: insertionPoint(of: change.reference))
        changes.append(change)
        if heads == change.heads {
            heads = [change.reference]
        } else {
            heads.removeAll { change.heads.contains($0) }
            heads.insert(change.reference, at: heads.firstIndex { change.reference < $0 } ?? heads.count)
        }
    }

    /// Takes back the change that was entered last.
    mutating func retract() {
        precondition(changes.count + 1 == nodes.count, "only a change that was entered is retracted")
        nodes.removeLast()
    }

    /// Drops the content of a change.
    mutating func erase(_ version: UInt32) { changes[Int(version)].content = .erased }

    /// Gives a change another stamp. O(changes after it).
    mutating func restamp(_ version: UInt32, _ stamp: Stamp) {
        nodes[Int(version)].stamp = stamp
        for position in Int(version)..<nodes.count {
            var effective = nodes[position].stamp
            forEachParent(of: UInt32(position)) { effective = max(effective, nodes[Int($0)].effective) }
            nodes[position].effective = effective
        }
    }

    /// The versions of the heads.
    var headVersions: [UInt32] {
        if let last = sorted.last, heads.count == 1, changes[Int(last)].reference == heads[0] { return [last] }
        return heads.compactMap { version(of: $0) }
    }

    /// The versions of a change's parents.
    func forEachParent(of version: UInt32, _ body: (UInt32) -> Void) {
        let node = nodes[Int(version)]
        if node.firstParent != .max { body(node.firstParent) }
        for parent in node.otherParents { body(parent) }
    }
}
