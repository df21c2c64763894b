/// Names one change: its writer and the writer's dense counter, which starts at 1.
public struct ChangeReference: Hashable, Comparable, Sendable {
    /// The writer.
    public let actor: ActorID
    /// The writer's counter; 1 is its first change, of whatever document.
    public let number: UInt64

    /// Names a change of `actor`.
    public init(actor: ActorID, number: UInt64) {
        self.actor = actor
        self.number = number
    }

    /// Orders by actor, then by number.
    public static func < (left: ChangeReference, right: ChangeReference) -> Bool {
        left.actor == right.actor ? left.number < right.number : left.actor < right.actor
    }
}

extension ChangeReference: CustomStringConvertible {
    /// `actor@number`, the actor in hexadecimal.
    public var description: String { "\(actor)@\(number)" }
}

/// Names one operation, and whatever that operation made (a record, a list element, a run of text): a change and the
/// index of the operation's first unit in it.
public struct OperationID: Hashable, Comparable, Sendable {
    /// The change that holds the operation.
    public let change: ChangeReference
    /// Zero-based position in the change; an insertion of n scalars takes n consecutive indexes.
    public let index: UInt32

    /// Names the unit `index` of `change`.
    public init(change: ChangeReference, index: UInt32) {
        self.change = change
        self.index = index
    }

    /// Orders by change, then by index.
    public static func < (left: OperationID, right: OperationID) -> Bool {
        left.change == right.change ? left.index < right.index : left.change < right.change
    }
}

extension OperationID: CustomStringConvertible {
    /// `actor@number.index`.
    public var description: String { "\(change).\(index)" }
}
