public import CRDT

/// The fact that a ticket was placed in a scope: its queue, from then on.
public struct PlacementFact: Hashable, Sendable {
    /// Names the fact: the log's reference of the placement.
    public let id: OperationID
    /// The scope, such as `queue:billing`.
    public let scope: String
    /// Who placed it and when.
    public let metadata: ChangeMetadata

    /// States a placement.
    public init(id: OperationID, scope: String, metadata: ChangeMetadata) {
        self.id = id
        self.scope = scope
        self.metadata = metadata
    }
}
