/// The insertions of an observed-remove set that no removal has seen. Time: O(log n) for a look, and O(n) to move what
/// follows when one comes or goes.
struct SetState: Sendable {
    /// By ascending value, and those of one value by ascending identifier.
    private var byValue: ContiguousArray<Write> = []
    /// By ascending identifier.
    private var byElement: ContiguousArray<Write> = []
    /// The insertions that removals have seen.
    private var removed: ContiguousArray<Write> = []
    /// Which changes removed which insertions.
    private var removals: ContiguousArray<(tag: Element, change: UInt32)> = []

    /// Adds an insertion and tells whether its value is new.
    mutating func insert(_ insertion: Write) -> Bool {
        let isNew = !contains(insertion.value)
        byValue.insert(insertion, at: position(of: insertion))
        byElement.insert(insertion, at: position(of: insertion.id))
        return isNew
    }

    /// Takes back insertions and returns the values that no insertion is left of.
    mutating func remove(_ tags: [Element], by change: UInt32) -> [Value] {
        var values: [Value] = []
        for tag in tags {
            removals.append((tag, change))
            let position = position(of: tag)
            guard position < byElement.count, byElement[position].id == tag else { continue }
            let insertion = byElement.remove(at: position)
            byValue.remove(at: self.position(of: insertion))
            removed.append(insertion)
            values.append(insertion.value)
        }
        return values.filter { !contains($0) }
    }

    /// The set at a version. O(n log n).
    func past(_ version: DocumentVersionSet) -> SetState {
        let gone = Set(removals.lazy.filter { version.contains($0.change) }.map(\.tag))
        var insertions = Array(byElement) + removed.filter { !gone.contains($0.id) }
        insertions.removeAll { !version.contains($0.id.change) }
        var past = SetState()
        past.byElement = ContiguousArray(insertions.sorted { $0.id < $1.id })
        past.byValue = ContiguousArray(
            insertions.sorted { $0.value == $1.value ? $0.id < $1.id : $0.value < $1.value }
        )
        return past
    }

    /// Whether a value is in.
    func contains(_ value: Value) -> Bool {
        let position = position(of: value)
        return position < byValue.count && byValue[position].value == value
    }

    /// Whether no removal has seen an insertion.
    func contains(_ tag: Element) -> Bool {
        let position = position(of: tag)
        return position < byElement.count && byElement[position].id == tag
    }

    /// The insertions of a value.
    func tags(of value: Value) -> [Element] {
        byValue[position(of: value)...].prefix { $0.value == value }.map(\.id)
    }

    /// The values in ascending order, each once; erased ones read as nothing.
    var values: [Value] {
        var values: [Value] = []
        for insertion in byValue where values.last != insertion.value && insertion.value != .erased {
            values.append(insertion.value)
        }
        return values
    }

    /// Where the first insertion of a value is, or would be.
    private func position(of value: Value) -> Int { Self.position(in: byValue) { $0.value < value } }

    private func position(of element: Element) -> Int { Self.position(in: byElement) { $0.id < element } }

    private func position(of insertion: Write) -> Int {
        Self.position(in: byValue) { other in
            other.value == insertion.value ? other.id < insertion.id : other.value < insertion.value
        }
    }

    /// The position of the first write that does not precede.
    private static func position(in writes: ContiguousArray<Write>, _ precedes: (Write) -> Bool) -> Int {
        if let last = writes.last, precedes(last) { return writes.count }
        var (low, high) = (0, writes.count)
        while low < high {
            let middle = (low + high) / 2
            if precedes(writes[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// A counter: the sum of everything that was added.
struct CounterState: Sendable {
    private var total: Int128 = 0
    private var steps: ContiguousArray<(change: UInt32, delta: Int64)> = []

    /// Adds; an erased amount is nothing.
    mutating func add(_ delta: Value, by change: UInt32) {
        guard case .integer(let delta) = delta else { return }
        total += Int128(delta)
        steps.append((change, delta))
    }

    /// The counter at a version. O(steps).
    func past(_ version: DocumentVersionSet) -> CounterState {
        var past = CounterState()
        for step in steps where version.contains(step.change) { past.add(.integer(step.delta), by: step.change) }
        return past
    }

    /// The sum, clamped to 64 bits.
    var value: Int64 { Int64(clamping: total) }
}
