/// One write of a register.
public struct RegisterEntry: Hashable, Sendable {
    /// What was written.
    public let value: Value
    /// The write.
    public let id: OperationID
    /// The stamp of the write's change.
    public let stamp: Stamp
}

extension Register {
    /// All writes by their global names, the one that counts first.
    func entries(_ history: History) -> [RegisterEntry] {
        ranked(history).map { write in
            RegisterEntry(
                value: write.value, id: history.identifier(write.id), stamp: history.times[Int(write.id.change)].stamp
            )
        }
    }
}

/// Reads a map of a document as it was when the view was taken.
public struct MapView: Sendable {
    let document: Document
    let container: Int?

    /// The value of a key; null when absent, that of the winner when there are concurrent writes.
    public func value(_ key: String) -> Value {
        state?.register(key)?.winner(document.body.history).value ?? .null
    }

    /// The writes of a key that no other write has seen: the winner, then the losers by descending rank. Removals are
    /// among them as null.
    public func values(_ key: String) -> [RegisterEntry] {
        state?.register(key)?.entries(document.body.history) ?? []
    }

    /// The keys whose value is not null, ascending by UTF-8 bytes. Keys of child containers are not among them.
    public var keys: [String] {
        state?.sorted.lazy.filter { $0.register.winner(document.body.history).value != .null }.map(\.key) ?? []
    }

    /// The keys that were ever written, removed ones included.
    var writtenKeys: [String] { state?.sorted.map(\.key) ?? [] }

    /// The value of a typed key; nil when absent or of another type.
    public subscript<Held: ValueConvertible>(_ key: Key<Held>) -> Held? { Held(value: value(key.name)) }

    /// The map under a key.
    public func map(_ key: String) -> MapView { MapView(document: document, container: child(key, .map)) }
    /// The text under a key.
    public func text(_ key: String) -> TextView { TextView(document: document, container: child(key, .text)) }
    /// The list under a key.
    public func list(_ key: String) -> ListView { ListView(document: document, container: child(key, .list)) }
    /// The set under a key.
    public func set(_ key: String) -> SetView { SetView(document: document, container: child(key, .set)) }
    /// The counter under a key.
    public func counter(_ key: String) -> CounterView {
        CounterView(document: document, container: child(key, .counter))
    }
    /// The records under a key.
    public func records(_ key: String) -> RecordsView {
        RecordsView(document: document, container: child(key, .records))
    }

    private var state: MapState? { container.map { document.body.state.maps[document.body.state.containers[$0].slot] } }
    private func child(_ key: String, _ kind: ContainerKind) -> Int? {
        container.flatMap { document.body.state.find(.key(key), kind, in: $0) }
    }
}
