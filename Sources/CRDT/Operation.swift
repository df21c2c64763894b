/// Where an element was put into a sequence: the wire form of Fugue's tree (Weidner and Kleppmann, "The Art of the
/// Fugue", TPDS 2025). A sequence reads each node's left children, the node, its right children.
public struct Place: Hashable, Sendable {
    /// On which side of its parent an element hangs.
    public enum Side: UInt8, Hashable, Sendable {
        /// Before the parent.
        case left = 0
        /// After the parent.
        case right = 1
    }

    /// The parent element; nil is the start of the sequence, whose children are all on its right.
    public let parent: OperationID?
    /// The side of the parent.
    public let side: Side
    /// For a right child: the element that followed when it was put in (nil is the end). Right children of one parent
    /// are ordered by descending position of this, then by ascending identifier; left ones by identifier.
    public let rightOrigin: OperationID?

    /// Assembles a place.
    public init(parent: OperationID?, side: Side, rightOrigin: OperationID?) {
        self.parent = parent
        self.side = side
        self.rightOrigin = rightOrigin
    }
}

/// Consecutive elements of one insertion.
public struct OperationIDRange: Hashable, Sendable {
    /// The first element.
    public let start: OperationID
    /// How many, at least one.
    public let count: Int

    /// Assembles a range.
    public init(start: OperationID, count: Int) {
        self.start = start
        self.count = count
    }
}

/// One operation of a change in terms of what was meant, with every identifier written out.
public enum Operation: Hashable, Sendable {
    /// A register of a map was written; null removes.
    case set(container: ContainerID, key: String, value: Value, id: OperationID)
    /// A record was appended.
    case append(container: ContainerID, record: OperationID, fields: [String: Value])
    /// A value was put into a set.
    case setInsert(container: ContainerID, value: Value, id: OperationID)
    /// A value was removed from a set: the insertions `tags` that the writer saw.
    case setRemove(container: ContainerID, value: Value, tags: [OperationID], id: OperationID)
    /// A counter moved; 0 when erased.
    case add(container: ContainerID, delta: Int64, id: OperationID)
    /// Text was inserted. `count` is its length in scalars, which remains when the text (then empty) is erased.
    case textInsert(container: ContainerID, text: String, count: Int, place: Place, id: OperationID)
    /// Text was deleted.
    case textDelete(container: ContainerID, elements: [OperationIDRange], id: OperationID)
    /// A mark was set between two positions; null removes it.
    case mark(
        container: ContainerID, key: String, value: Value, start: TextPosition, end: TextPosition, id: OperationID
    )
    /// An element was inserted into a list; its identifier is `id`.
    case listInsert(container: ContainerID, value: Value, place: Place, id: OperationID)
    /// An element of a list was moved.
    case listMove(container: ContainerID, element: OperationID, place: Place, id: OperationID)
    /// An element of a list was deleted.
    case listDelete(container: ContainerID, element: OperationID, id: OperationID)
    /// An element of a list was given another value.
    case listSet(container: ContainerID, element: OperationID, value: Value, id: OperationID)

    /// The container that the operation writes.
    public var container: ContainerID {
        switch self {
        case .set(let container, _, _, _), .append(let container, _, _), .setInsert(let container, _, _),
            .setRemove(let container, _, _, _), .add(let container, _, _), .textInsert(let container, _, _, _, _),
            .textDelete(let container, _, _), .mark(let container, _, _, _, _, _),
            .listInsert(let container, _, _, _), .listMove(let container, _, _, _),
            .listDelete(let container, _, _), .listSet(let container, _, _, _):
            container
        }
    }

    /// The operation's identifier.
    public var id: OperationID {
        switch self {
        case .set(_, _, _, let id), .append(_, let id, _), .setInsert(_, _, let id), .setRemove(_, _, _, let id),
            .add(_, _, let id), .textInsert(_, _, _, _, let id), .textDelete(_, _, let id),
            .mark(_, _, _, _, _, let id), .listInsert(_, _, _, let id), .listMove(_, _, _, let id),
            .listDelete(_, _, let id), .listSet(_, _, _, let id):
            id
        }
    }
}
