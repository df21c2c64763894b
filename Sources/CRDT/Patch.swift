/// What an application changed, for whoever keeps a picture of the document.
public struct Patch: Hashable, Sendable {
    /// One change of what a document reads as.
    public enum Entry: Hashable, Sendable {
        /// A register reads as `value` now.
        case register(container: ContainerID, key: String, value: Value)
        /// At `offset` (scalars) `deleted` scalars gave way to `inserted`. Entries of one text apply in order.
        case text(container: ContainerID, offset: Int, deleted: Int, inserted: String)
        /// Marks of the range (scalars) may have changed.
        case marks(container: ContainerID, range: Range<Int>)
        /// At `offset` `deleted` elements gave way to `inserted`.
        case list(container: ContainerID, offset: Int, deleted: Int, inserted: [ListElement])
        /// A set gained or lost values.
        case set(container: ContainerID, inserted: [Value], removed: [Value])
        /// A counter reads as `value` now.
        case counter(container: ContainerID, value: Int64)
        /// Records are new, or of other content or order than before.
        case records(container: ContainerID, records: [OperationID])
    }

    /// The changes that took effect, in the order they did; a change that waits is not among them.
    public internal(set) var changes: [ChangeReference] = []
    /// What reads differently.
    public internal(set) var entries: [Entry] = []

    /// Nothing.
    public init() {}

    /// Whether nothing changed.
    public var isEmpty: Bool { changes.isEmpty && entries.isEmpty }
}

/// One element of a list.
public struct ListElement: Hashable, Sendable {
    /// The element's identity, which moves and writes keep.
    public let id: OperationID
    /// What it holds.
    public let value: Value

    /// Assembles an element.
    public init(id: OperationID, value: Value) {
        self.id = id
        self.value = value
    }
}
