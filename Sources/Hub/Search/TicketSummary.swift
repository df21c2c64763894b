/// One row of a ticket list: everything that a filter, a sort or a column reads.
///
/// Replicas keep one such row for each ticket; `Filter.matches(_:in:)` over it says what a query in SQL must answer.
public struct TicketSummary: Hashable, Sendable {
    /// A person as a row shows and finds them.
    public struct Party: Hashable, Sendable {
        /// The stable identifier.
        public let id: String
        /// The name that people read; nil while nobody knows one.
        public let name: String?
        /// E-mail addresses, phone numbers and outside identifiers.
        public let addresses: [String]

        /// Assembles a party.
        public init(id: String, name: String? = nil, addresses: [String] = []) {
            self.id = id
            self.name = name
            self.addresses = addresses
        }
    }

    /// How the most pressing service-level clock stands.
    public enum SLAState: String, Hashable, Sendable, Codable, CaseIterable {
        /// No policy applies.
        case none
        /// A clock runs and less than 80 % of its target is used.
        case running
        /// Clocks exist and all of them are paused.
        case paused
        /// 80 % of a target is used.
        case atRisk = "at_risk"
        /// A target was exceeded, whether or not it was answered since.
        case breached
        /// Every clock stopped in time.
        case met
    }

    /// Who resolved the ticket, as the badge of its row says.
    public enum Resolution: String, Hashable, Sendable, Codable, CaseIterable {
        /// Not resolved.
        case open
        /// The AI alone, and the customer said yes.
        case aiConfirmed = "ai_confirmed"
        /// The AI alone; nothing more was heard.
        case aiAssumed = "ai_assumed"
        /// The AI first, then a person.
        case mixed
        /// A person, without the AI.
        case human
        /// The AI answered and the customer left with an open question.
        case abandoned
        /// Nobody answered.
        case unanswered
        /// Small talk or system replies only.
        case smallTalk = "small_talk"
    }

    /// The ticket.
    public var id: Identifier
    /// The number that the server gave it; nil while the ticket is known here alone.
    public var number: Int64?
    /// The short name from before the number, which stays as an alias: `~k3f`.
    public var handle: String
    /// The subject; empty when it has none.
    public var subject: String
    /// The first line of its first message; stands in for a missing subject.
    public var firstLine: String
    /// The channel that it came through: `widget`, `email`, `slack`, `api` or a custom one.
    public var channel: String
    /// Where within the channel: a mailbox, a shared Slack channel, a site.
    public var source: String?
    /// The queue that it stands in.
    public var queue: String?
    /// The status.
    public var status: TicketStatus
    /// The priority.
    public var priority: Priority
    /// The teammate who owns it; nil: nobody.
    public var owner: Party?
    /// The tags.
    public var tags: Set<String>
    /// The customer's segment.
    public var segment: String?
    /// The customer; nil while anonymous and nameless.
    public var customer: Party?
    /// The customer's language tag, as `pt-BR`.
    public var locale: String?
    /// When the customer started it.
    public var created: Instant
    /// The last public, non-automatic message.
    public var updated: Instant
    /// Since when the customer has had the last word; nil when they have not.
    public var waitingSince: Instant?
    /// Until when it is snoozed; an instant in the past is no snooze.
    public var snoozedUntil: Instant?
    /// The service-level state.
    public var sla: SLAState
    /// When the next running clock reaches its target.
    public var slaDue: Instant?
    /// When a target was first exceeded.
    public var breachedAt: Instant?
    /// Who resolved it.
    public var resolution: Resolution
    /// Why the AI handed over: the primary reason, then the others.
    public var reasons: [FallbackReason]
    /// When the AI handed over last.
    public var escalatedAt: Instant?
    /// True when it holds something that the reader of this replica has not seen.
    public var isUnread: Bool
    /// True when it is marked as spam.
    public var isSpam: Bool

    /// Assembles a row; what is not given is absent.
    public init(
        id: Identifier, number: Int64? = nil, handle: String, subject: String = "", firstLine: String = "",
        channel: String, source: String? = nil, queue: String? = nil, status: TicketStatus = .open,
        priority: Priority = .normal, owner: Party? = nil, tags: Set<String> = [], segment: String? = nil,
        customer: Party? = nil, locale: String? = nil, created: Instant, updated: Instant,
        waitingSince: Instant? = nil, snoozedUntil: Instant? = nil, sla: SLAState = .none, slaDue: Instant? = nil,
        breachedAt: Instant? = nil, resolution: Resolution = .open, reasons: [FallbackReason] = [],
        escalatedAt: Instant? = nil, isUnread: Bool = false, isSpam: Bool = false
    ) {
        self.id = id
        self.number = number
        self.handle = handle
        self.subject = subject
        self.firstLine = firstLine
        self.channel = channel
        self.source = source
        self.queue = queue
        self.status = status
        self.priority = priority
        self.owner = owner
        self.tags = tags
        self.segment = segment
        self.customer = customer
        self.locale = locale
        self.created = created
        self.updated = updated
        self.waitingSince = waitingSince
        self.snoozedUntil = snoozedUntil
        self.sla = sla
        self.slaDue = slaDue
        self.breachedAt = breachedAt
        self.resolution = resolution
        self.reasons = reasons
        self.escalatedAt = escalatedAt
        self.isUnread = isUnread
        self.isSpam = isSpam
    }
}
