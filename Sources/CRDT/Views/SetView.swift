/// Reads an observed-remove set of a document as it was when the view was taken.
public struct SetView: Sendable {
    let document: Document
    let container: Int?

    /// The values, ascending, each once. Erased ones read as nothing. O(n).
    public var values: [Value] { state?.values ?? [] }
    /// Whether the value is in. O(log n).
    public func contains(_ value: Value) -> Bool { value != .erased && state?.contains(value) ?? false }

    private var state: SetState? { container.map { document.body.state.sets[document.body.state.containers[$0].slot] } }
}

/// Reads a counter of a document as it was when the view was taken.
public struct CounterView: Sendable {
    let document: Document
    let container: Int?

    /// The sum of everything that was added, clamped to 64 bits.
    public var value: Int64 {
        container.map { document.body.state.counters[document.body.state.containers[$0].slot].value } ?? 0
    }
}
