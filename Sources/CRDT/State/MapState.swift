/// One write of a register that no other write has seen.
struct Write: Sendable {
    var id: Element
    var value: Value
}

/// The writes of one place of which none has seen another: most often one.
struct Register: Sendable {
    private(set) var first: Write
    private(set) var others: [Write] = []

    init(_ write: Write) { first = write }

    /// Enters a write, which pushes out those that it has seen.
    mutating func write(_ write: Write, _ history: History) {
        if others.isEmpty {
            if history.isSame(first.id.change, orSeenBy: write.id.change) { first = write } else { others = [write] }
            return
        }
        var kept = ([first] + others).filter { !history.isSame($0.id.change, orSeenBy: write.id.change) }
        kept.append(write)
        first = kept.removeFirst()
        others = kept
    }

    /// The write that counts: the last by (stamp, actor, number).
    func winner(_ history: History) -> Write {
        others.reduce(first) { history.ranksBefore($0.id.change, $1.id.change) ? $1 : $0 }
    }

    /// All writes, the one that counts first.
    func ranked(_ history: History) -> [Write] {
        others.isEmpty ? [first] : ([first] + others).sorted { history.ranksBefore($1.id.change, $0.id.change) }
    }
}

/// Registers by key, sorted by the keys' bytes.
struct MapState: Sendable {
    private(set) var entries: [(key: String, register: Register)] = []

    private func position(of key: String) -> (position: Int, isFound: Bool) {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].key.precedesInBytes(key) { low = middle + 1 } else { high = middle }
        }
        return (low, low < entries.count && entries[low].key.hasSameBytes(as: key))
    }

    /// The register of a key; nil when it was never written. O(log keys).
    func register(_ key: String) -> Register? {
        let (position, isFound) = position(of: key)
        return isFound ? entries[position].register : nil
    }

    /// Writes a register.
    mutating func write(_ key: String, _ write: Write, _ history: History) {
        let (position, isFound) = position(of: key)
        if isFound {
            entries[position].register.write(write, history)
        } else {
            if entries.isEmpty { entries.reserveCapacity(4) }
            entries.insert((key, Register(write)), at: position)
        }
    }
}
