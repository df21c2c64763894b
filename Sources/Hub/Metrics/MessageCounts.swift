/// Public messages by the kind of their author, automatic ones included.
public struct MessageCounts: Hashable, Sendable {
    /// Of the customer.
    public var customer = 0
    /// Of teammates.
    public var teammate = 0
    /// Of the AI.
    public var ai = 0
    /// Of the hub itself.
    public var system = 0
    /// Of rules and integrations.
    public var automation = 0
    /// Of observers.
    public var observer = 0

    /// No messages.
    public init() {}

    /// The messages of authors of `kind`.
    public subscript(kind: Author.Kind) -> Int {
        get {
            switch kind {
            case .customer: customer
            case .teammate: teammate
            case .ai: ai
            case .system: system
            case .automation: automation
            case .observer: observer
            }
        }
        set {
            switch kind {
            case .customer: customer = newValue
            case .teammate: teammate = newValue
            case .ai: ai = newValue
            case .system: system = newValue
            case .automation: automation = newValue
            case .observer: observer = newValue
            }
        }
    }

    /// All messages.
    public var total: Int { customer + teammate + ai + system + automation + observer }

    /// True when nobody but the customer wrote anything.
    public var isWithoutReply: Bool { total == customer }
}
