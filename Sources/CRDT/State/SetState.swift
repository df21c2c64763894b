/// The insertions of an observed-remove set that no removal has seen. Time: O(log n) for a look, and O(n) to move what
/// follows when one comes or goes.
struct SetState: Sendable {
    /// By ascending value, and those of one value by ascending identifier.
    private var byValue: ContiguousArray<Write> = []
    /// By ascending identifier.
    private var byElement: ContiguousArray<Write> = []

    /// Adds an insertion and tells whether its value is new.
    mutating func insert(_ insertion: Write) -> Bool {
        let isNew = !contains(insertion.value)
        byValue.insert(insertion, at: position(of: insertion))
        byElement.insert(insertion, at: position(of: insertion.id))
        return isNew
    }

    /// Takes back insertions and returns the values that no insertion is left of.
    mutating func remove(_ tags: [Element]) -> [Value] {
        var removed: [Value] = []
        for tag in tags {
            let position = position(of: tag)
            guard position < byElement.count, byElement[position].id == tag else { continue }
            let insertion = byElement.remove(at: position)
            byValue.remove(at: self.position(of: insertion))
            removed.append(insertion.value)
        }
        return removed.filter { !contains($0) }
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
    /// Whether anything was ever added.
    private(set) var isTouched = false

    /// Adds; an erased amount is nothing.
    mutating func add(_ delta: Value) {
        isTouched = true
        if case .integer(let delta) = delta { total += Int128(delta) }
    }

    /// The sum, clamped to 64 bits.
    var value: Int64 { Int64(clamping: total) }
}
