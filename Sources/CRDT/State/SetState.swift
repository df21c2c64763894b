/// The insertions of an observed-remove set that no removal has seen.
struct SetState: Sendable {
    private(set) var insertions: [Write] = []

    /// Adds an insertion and tells whether its value is new.
    mutating func insert(_ insertion: Write) -> Bool {
        let isNew = !insertions.contains { $0.value == insertion.value }
        insertions.append(insertion)
        return isNew
    }

    /// Takes back insertions and returns the values that no insertion is left of.
    mutating func remove(_ tags: [Element]) -> [Value] {
        var removed: [Value] = []
        for tag in tags {
            guard let position = insertions.firstIndex(where: { $0.id == tag }) else { continue }
            removed.append(insertions.remove(at: position).value)
        }
        return removed.filter { value in !insertions.contains { $0.value == value } }
    }

    /// The insertions of a value.
    func tags(of value: Value) -> [Element] { insertions.lazy.filter { $0.value == value }.map(\.id) }

    /// The values in ascending order, each once; erased ones read as nothing.
    var values: [Value] {
        var values: [Value] = []
        for value in insertions.map(\.value).sorted() where values.last != value && value != .erased {
            values.append(value)
        }
        return values
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
