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
    var history = History()
    var state = State()
    var waitingRoom = WaitingRoom()
    /// Changes that were erased before they arrived.
    var erasedAhead: Set<ChangeReference> = []

    /// An empty document.
    public init() {}

    /// The changes that no other change of the document has seen; ascending.
    public var heads: [ChangeReference] { history.heads }

    /// Whether no change was applied.
    public var isEmpty: Bool { history.changes.isEmpty }

    /// How many changes were applied.
    public var changeCount: Int { history.changes.count }

    /// Whether the change was applied; one that waits was not. O(log changes).
    public func contains(_ change: ChangeReference) -> Bool { history.version(of: change) != nil }

    /// The changes that wait for others that they have seen; ascending.
    public var waiting: [ChangeReference] { waitingRoom.references }

    /// The applied changes in the order of history: each after those that it has seen, otherwise by (stamp, actor,
    /// number). O(n log n).
    public func changes() -> [Change] { history.ordered.map { history.changes[Int($0)] } }

    /// An applied change; nil when it is not here. O(log changes).
    public func change(_ reference: ChangeReference) -> Change? {
        history.version(of: reference).map { history.changes[Int($0)] }
    }

    /// The stamp of an applied change; nil when it is not here. O(log changes).
    public func stamp(of reference: ChangeReference) -> Stamp? {
        history.version(of: reference).map { history.nodes[Int($0)].stamp }
    }
}
