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
    /// Whether somebody else wrote in the root, or set the assistant's settings, since what the change has seen. Asked
    /// only about changes of the assistant.
    public var hasMovedOn: () -> Bool

    /// Describes the state.
    public init(
        user: @escaping (ActorID) -> Identifier?, document: @escaping () -> Document? = { nil },
        needsApproval: Bool = true, hasMovedOn: @escaping () -> Bool = { false }
    ) {
        self.user = user
        self.document = document
        self.needsApproval = needsApproval
        self.hasMovedOn = hasMovedOn
    }
}
