/// A document that merges: a root map with nested containers, and the changes that made it.
///
/// A value: a copy is cheap and independent of what it was copied from. Two documents that hold the same changes with
/// the same stamps read the same, in whatever order those arrived.
///
/// ```swift
/// var document = Document()
/// let change = document.edit(actor: actor, number: 1, time: now) { transaction in
///     transaction.root.set("status", "open")
///     transaction.text("body").insert("Hello", at: 0)
/// }
/// ```
public struct Document: Sendable {
    private var storage: DocumentStorage

    /// An empty document.
    public init() { storage = .empty }

    /// What the document holds. Written to while a copy of the document lives, it is copied first.
    var body: DocumentBody {
        @inline(__always) unsafeAddress { UnsafePointer(storage.body) }
        @inline(__always) unsafeMutableAddress {
            if !isKnownUniquelyReferenced(&storage) { storage = DocumentStorage(storage.body.pointee) }
            return storage.body
        }
    }

    /// The changes that no other change of the document has seen; ascending.
    public var heads: [ChangeReference] { body.history.heads }

    /// Whether no change was applied.
    public var isEmpty: Bool { changeCount == 0 }

    /// How many changes were applied.
    public var changeCount: Int { body.history.count }

    /// Whether the change was applied; one that waits was not. O(log changes).
    public func contains(_ change: ChangeReference) -> Bool { body.history.version(of: change) != nil }

    /// The changes that wait for others that they have seen; ascending.
    public var waiting: [ChangeReference] { body.waitingRoom.references }

    /// The applied changes in the order of history: each after those that it has seen, otherwise by (stamp, actor,
    /// number). O(n log n).
    public func changes() -> [Change] { body.history.ordered.map { body.history.change($0) } }

    /// An applied change; nil when it is not here. O(log changes).
    public func change(_ reference: ChangeReference) -> Change? {
        body.history.version(of: reference).map { body.history.change($0) }
    }

    /// The stamp of an applied change; nil when it is not here. O(log changes).
    public func stamp(of reference: ChangeReference) -> Stamp? {
        body.history.version(of: reference).map { body.history.times[Int($0)].stamp }
    }
}

/// What a document holds.
struct DocumentBody: Sendable {
    var history = History()
    var state = State()
    var waitingRoom = WaitingRoom()
    /// Changes that were erased before they arrived.
    var erasedAhead: Set<ChangeReference> = []
    /// What the newest change did, for a keystroke that goes on with it.
    var keystrokes = Keystrokes()
    /// What the last edit was made with, for the next.
    var idleCore: TransactionCore?
}

/// Keeps what a document holds in one place, so that a copy of a document costs one reference.
///
/// Behind a pointer, so that no access is checked for exclusivity at run time: a document is a value, for which the
/// compiler proves it. Sendable because it is written to only through `Document.body`, by the one document that holds it.
private final class DocumentStorage: @unchecked Sendable {
    /// What every document starts with.
    static let empty = DocumentStorage(DocumentBody())

    let body: UnsafeMutablePointer<DocumentBody>

    init(_ body: DocumentBody) {
        self.body = .allocate(capacity: 1)
        self.body.initialize(to: body)
    }

    deinit {
        body.deinitialize(count: 1)
        body.deallocate()
    }
}
