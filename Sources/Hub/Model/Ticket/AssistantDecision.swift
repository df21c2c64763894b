public import CRDT

/// That the assistant has decided about messages of a customer, and what: the mark by which a server that starts again
/// knows what is still to be done. It holds references and nobody's words, so it stays when words are erased.
public struct AssistantDecision: Hashable, Sendable {
    /// What was decided.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// To answer.
        case answer
        /// To offer articles.
        case offer
        /// To ask back.
        case clarify
        /// To hand over to people.
        case handOff = "hand_off"
        /// To say nothing, because nothing was asked.
        case silent
    }

    /// The run that decided.
    public let run: Identifier
    /// What it decided.
    public let kind: Kind
    /// The messages that it decided about, oldest first.
    public let messages: [OperationID]

    /// States a decision.
    public init(run: Identifier, kind: Kind, messages: [OperationID]) {
        self.run = run
        self.kind = kind
        self.messages = messages
    }
}
