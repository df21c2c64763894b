public import Hub

/// Whether a decision may still be carried out, asked right before it is.
public enum CommitCheck: Hashable, Sendable {
    /// Nothing has changed; carry it out.
    case commit
    /// Somebody wrote in between; run again on the ticket as it is now.
    case rerun
    /// A person has taken over, or the assistant was switched off; forget the decision.
    case discard

    /// Compares what a run read with what holds now.
    ///
    /// - Parameters:
    ///   - trace: The run.
    ///   - present: The ticket at its present revision, with its present lease.
    ///   - policy: The policy in force now.
    public init(_ trace: Trace, present: AssistantRequest, policy: AssistantStack.Policy) {
        precondition(trace.ticket == present.ticket, "a run is compared with its own ticket")
        if present.lease == .person || !policy.isOn || !policy.isChannelOn {
            self = .discard
        } else if trace.revision == present.revision {
            self = .commit
        } else {
            self = .rerun
        }
    }
}
