public import CRDT

/// What a channel said became of a message that was sent to the customer; a fact of the ticket's log.
public enum DeliveryFact: Hashable, Sendable {
    /// It is on the customer's device.
    case delivered
    /// The customer has seen it.
    case read
    /// It will not arrive unless somebody asks to send it again.
    case failed(reason: String)

    /// The name in the log.
    public var name: String {
        switch self {
        case .delivered: "delivered"
        case .read: "read"
        case .failed: "failed"
        }
    }

    /// Why it failed; nil otherwise.
    public var reason: String? { if case .failed(let reason) = self { reason } else { nil } }

    init?(name: String?, reason: String?) {
        switch name {
        case "delivered": self = .delivered
        case "read": self = .read
        case "failed": self = .failed(reason: reason ?? "")
        default: return nil
        }
    }
}

/// How far a message has come on its way to the customer, as the ticket's log tells.
public struct MessageDelivery: Hashable, Sendable {
    /// The last that a channel said.
    public let fact: DeliveryFact
    /// The entry that says so.
    public let entry: OperationID
    /// Whether somebody asked to send it again since it failed.
    public let isResent: Bool

    /// Whether the customer does not have it, and nobody is about to do anything.
    public var isDead: Bool { fact.reason != nil && !isResent }
}

extension Ticket {
    /// How far messages have come; one of which nothing was said is on its way, or on a channel that says nothing.
    ///
    /// What was seen stays seen, whatever is said after it. Linear in the log.
    public var deliveries: [OperationID: MessageDelivery] {
        var deliveries: [OperationID: MessageDelivery] = [:]
        var answered: Set<OperationID> = []
        for case .resend(_, let failure) in log.lazy.map(\.entry) { answered.insert(failure) }
        for record in log {
            guard case .delivery(let message, let fact) = record.entry else { continue }
            if deliveries[message]?.fact == .read { continue }
            deliveries[message] = MessageDelivery(
                fact: fact, entry: record.id, isResent: fact.reason != nil && answered.contains(record.id)
            )
        }
        return deliveries
    }
}
