public import CRDT

/// What a decision may need to look up. Nothing is looked up for ordinary changes of tickets, people and companies.
public struct AdmissionState {
    /// Whose device an actor is; nil for the server's own.
    public var user: (ActorID) -> Identifier?
    /// The document as the log has it, before the change; loaded only for articles' approvals and publications and for
    /// the visibility of a discussion that is no ticket's own. Nil when there is none.
    public var document: () -> Document?
    /// Whether publishing needs the approval of another person.
    public var needsApproval: Bool

    /// Describes the state.
    public init(
        user: @escaping (ActorID) -> Identifier?, document: @escaping () -> Document? = { nil },
        needsApproval: Bool = true
    ) {
        self.user = user
        self.document = document
        self.needsApproval = needsApproval
    }
}
