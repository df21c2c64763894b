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

    /// Takes writes of which none has seen another; nil when there are none.
    init?(_ writes: [Write]) {
        guard let first = writes.first else { return nil }
        self.first = first
        others = Array(writes.dropFirst())
    }

    /// The identifiers of all writes.
    var identifiers: [Element] { others.isEmpty ? [first.id] : [first.id] + others.map(\.id) }

    /// Enters a write, which pushes out those that it has seen.
    mutating func write(_ write: Write, _ history: History, _ former: inout FormerWrites) {
        if others.isEmpty, history.isSame(first.id.change, orSeenBy: write.id.change) {
            former.note(first.id, pushedOutBy: history.unit(write.id))
            first = write
            return
        }
        var kept: [Write] = []
        for other in [first] + others {
            if history.isSame(other.id.change, orSeenBy: write.id.change) {
                former.note(other.id, pushedOutBy: history.unit(write.id))
            } else {
                kept.append(other)
            }
        }
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

/// Registers by key, in the order of their first writes.
struct MapState: Sendable {
    /// A key and what was written to it.
    struct Entry: Sendable {
        let key: String
        var register: Register
    }

    /// Below this many keys a scan finds one sooner than a dictionary, which small maps do without.
    private static let scanCountMax = 12

    private var entries: ContiguousArray<Entry> = []
    private var positions: [ContainerID.Name: Int] = [:]
    /// The position after the last that was written: keys are often written in the same order again.
    private var next = 0

    private func position(of key: String) -> Int? {
        if entries.count > Self.scanCountMax { return positions[.key(key)] }
        for position in 0..<entries.count where entries[position].key.hasSameBytes(as: key) { return position }
        return nil
    }

    /// The keys that were ever written, ascending by their bytes, with their registers. O(n log n).
    var sorted: [Entry] { entries.sorted { $0.key.precedesInBytes($1.key) } }

    /// The register of a key; nil when it was never written.
    func register(_ key: String) -> Register? { position(of: key).map { entries[$0].register } }

    /// Writes a register.
    mutating func write(_ key: String, _ write: Write, _ history: History, _ former: inout FormerWrites) {
        let isNext = next < entries.count && entries[next].key.hasSameBytes(as: key)
        if let position = isNext ? next : position(of: key) {
            next = position + 1
            return entries[position].register.write(write, history, &former)
        }
        append(key, Register(write))
    }

    private mutating func append(_ key: String, _ register: Register) {
        if entries.isEmpty { entries.reserveCapacity(4) }
        entries.append(Entry(key: key, register: register))
        if entries.count == Self.scanCountMax + 1 {
            for (position, entry) in entries.enumerated() { positions[.key(entry.key)] = position }
        } else if entries.count > Self.scanCountMax {
            positions[.key(key)] = entries.count - 1
        }
    }

    /// The map at a version.
    func past(_ registers: inout PastRegisters) -> MapState {
        var past = MapState()
        for entry in entries {
            if let register = registers.register(entry.register) { past.append(entry.key, register) }
        }
        return past
    }
}
