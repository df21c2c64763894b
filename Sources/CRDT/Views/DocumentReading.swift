/// What a document read as at one of its versions: see `Document.reading(at:)`.
public struct DocumentReading: Sendable {
    private let document: Document

    init(document: Document) { self.document = document }

    /// The root map.
    public var root: MapView { document.root }

    /// The map under a key of the root.
    public func map(_ key: String) -> MapView { document.map(key) }
    /// The text under a key of the root; its `authorship` is the blame of that version.
    public func text(_ key: String) -> TextView { document.text(key) }
    /// The list under a key of the root.
    public func list(_ key: String) -> ListView { document.list(key) }
    /// The set under a key of the root.
    public func set(_ key: String) -> SetView { document.set(key) }
    /// The counter under a key of the root.
    public func counter(_ key: String) -> CounterView { document.counter(key) }
    /// The records under a key of the root.
    public func records(_ key: String) -> RecordsView { document.records(key) }

    /// The map of a name; empty when it was not written.
    public func map(_ path: ContainerPath) -> MapView { document.map(path) }
    /// The text of a name; empty when it was not written.
    public func text(_ path: ContainerPath) -> TextView { document.text(path) }
    /// The list of a name; empty when it was not written.
    public func list(_ path: ContainerPath) -> ListView { document.list(path) }
    /// The set of a name; empty when it was not written.
    public func set(_ path: ContainerPath) -> SetView { document.set(path) }
    /// The counter of a name; 0 when it was not written.
    public func counter(_ path: ContainerPath) -> CounterView { document.counter(path) }
    /// The records of a name; empty when they were not written.
    public func records(_ path: ContainerPath) -> RecordsView { document.records(path) }
}
