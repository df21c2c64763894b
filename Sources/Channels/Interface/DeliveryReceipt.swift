public import CRDT

/// What a channel says became of a message of ours.
public struct DeliveryReceipt: Hashable, Sendable {
    /// How far the message has come.
    public enum State: Hashable, Sendable {
        /// The channel has it.
        case accepted
        /// It is on the customer's device.
        case delivered
        /// The customer has seen it.
        case read
        /// It will not arrive; the reason is a code or a short phrase, and is shown to agents.
        case failed(reason: String)
    }

    /// Which message is meant.
    public enum Subject: Hashable, Sendable {
        /// Ours, by its identifier.
        case message(OperationID)
        /// The channel's own id of it. It may come before the answer that told it; then it waits.
        case external(String)
    }

    /// Which message.
    public let subject: Subject
    /// How far it has come.
    public let state: State

    /// States a receipt.
    public init(_ subject: Subject, _ state: State) {
        self.subject = subject
        self.state = state
    }
}
