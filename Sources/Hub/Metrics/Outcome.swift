/// How an eligible episode ended; exactly one holds for each that is closed or timed out.
public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    /// At least one hand-off or human takeover, whoever finished it.
    case escalated
    /// Touched by a person, and the AI was never involved.
    case humanOnly = "human_only"
    /// The AI alone, and the customer said yes after its last answer.
    case containedConfirmed = "contained_confirmed"
    /// The AI alone; its last message answered and nothing spoke against it.
    case containedAssumed = "contained_assumed"
    /// The AI was involved and neither settled it nor handed over.
    case abandoned
    /// Nobody replied.
    case unanswered

    /// True for both outcomes that earn credit.
    public var isContained: Bool { self == .containedConfirmed || self == .containedAssumed }
}
