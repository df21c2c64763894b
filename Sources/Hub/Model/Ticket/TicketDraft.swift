public import CRDT

/// What a ticket is opened with.
public struct TicketDraft: Hashable, Sendable {
    /// The channel: `email`, `widget`, `slack`, a custom channel's name.
    public var channel: String
    /// Where on the channel it came from.
    public var source: TicketSource
    /// What it is about, if the channel has subjects.
    public var subject: String?
    /// How urgent it is.
    public var priority: Priority
    /// The owner; nil: nobody yet.
    public var owner: String?
    /// Its tags.
    public var tags: [String]
    /// The customer's segment.
    public var segment: String?
    /// Whom it is about.
    public var customer: CustomerContext
    /// How sure that is.
    public var assurance: Assurance
    /// What the customer says about themselves.
    public var claimed: [String: Value]
    /// What the channel proved about them.
    public var verified: [String: Value]
    /// The recording of their session.
    public var recording: RecordingLink?
    /// The resolved ticket that this one continues.
    public var followUpOf: Identifier?
    /// Whether the AI is on for it; nil when nobody decided.
    public var assistance: Assistance?

    /// Whether the AI is on for a ticket, and why not.
    public struct Assistance: Hashable, Sendable {
        /// On or off.
        public let isOn: Bool
        /// Why it is off, such as `channel_ai_off`.
        public let reason: String?

        /// States whether the AI is on.
        public init(isOn: Bool, reason: String? = nil) {
            self.isOn = isOn
            self.reason = reason
        }
    }

    /// Starts a draft of an open ticket of normal priority by an anonymous customer.
    public init(channel: String, subject: String? = nil, source: TicketSource = TicketSource()) {
        self.channel = channel
        self.source = source
        self.subject = subject
        priority = .normal
        tags = []
        customer = .anonymous
        assurance = .anonymous
        claimed = [:]
        verified = [:]
    }
}
