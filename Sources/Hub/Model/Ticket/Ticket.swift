public import CRDT

/// One conversation with a customer as the team works on it: a read view of the ticket's document.
///
/// Its messages are in two discussions of the same root; its queue is the root's placement; its number is a fact of the
/// server; the times of its life are events. None of these is in the document.
public struct Ticket: Hashable, Sendable {
    /// The ticket's identifier, which is also its root.
    public let id: Identifier
    /// The channel it came by; empty while the opening change has not arrived.
    public let channel: String
    /// Where on the channel it came from.
    public let source: TicketSource
    /// What it is about.
    public let subject: String?
    /// One of three.
    public let status: TicketStatus
    /// Who resolved it; nil unless it is resolved.
    public let resolver: Resolver?
    /// Until when it sleeps; nil when it does not.
    public let snoozedUntil: Instant?
    /// How urgent it is.
    public let priority: Priority
    /// The owner; nil: nobody.
    public let owner: String?
    /// Its tags, ascending.
    public let tags: [String]
    /// The customer's segment, which may select an SLA policy.
    public let segment: String?
    /// Whom it is about.
    public let customer: CustomerContext
    /// How sure that is.
    public let assurance: Assurance
    /// The person it was linked to before, so that a wrong link can be taken back.
    public let previousPerson: Identifier?
    /// What the customer says about themselves.
    public let claimed: Traits
    /// What was proved about them.
    public let verified: Traits
    /// The recording of their session.
    public let recording: RecordingLink?
    /// What the assistant knew when it last spoke.
    public let assistant: AssistantMetadata
    /// Whether it is spam.
    public let isSpam: Bool
    /// Whether it takes no further messages.
    public let isLocked: Bool
    /// The ticket that it was merged into.
    public let mergedInto: Identifier?
    /// The resolved ticket that it continues.
    public let followUpOf: Identifier?
    /// The log: hand-offs, judgements, ratings and the like, in the document's order.
    public let log: [LogRecord]
    /// The assistant's runs that were written down, in the document's order.
    public let runs: [AssistantRunRecord]

    /// An entry of the log with its id.
    public struct LogRecord: Hashable, Sendable {
        /// The record.
        public let id: OperationID
        /// What it says.
        public let entry: TicketLogEntry
    }

    /// Reads a ticket's document. Linear in the size of the ticket, not of its history.
    public init(id: Identifier, document: Document) {
        let root = document.root
        self.id = id
        channel = root.string(TicketKey.channel) ?? ""
        source = TicketSource(more: root.map(TicketKey.source).readable.compactMapValues(\.string))
        subject = root.string(TicketKey.subject)
        status = Self.status(root.value(TicketKey.status))
        resolver = status == .resolved ? root.string(TicketKey.resolver).flatMap(Resolver.init(stored:)) : nil
        snoozedUntil = root.instant(TicketKey.snoozedUntil)
        priority = Self.priority(root.value(TicketKey.priority)) ?? .normal
        owner = root.string(TicketKey.owner)
        tags = root.strings(inSet: TicketKey.tags).sorted()
        segment = root.string(TicketKey.segment)
        if let person = root.identifier(TicketKey.person) {
            customer = .known(person: person, company: root.identifier(TicketKey.company))
        } else {
            customer = .anonymous
        }
        assurance = root.string(TicketKey.assurance).flatMap(Assurance.init) ?? .anonymous
        previousPerson = root.identifier(TicketKey.previousPerson)
        claimed = Traits(root.map(TicketKey.claimed).readable)
        verified = Traits(root.map(TicketKey.verified).readable)
        recording = root.string(TicketKey.recording).flatMap(RecordingLink.init(stored:))
        let run = root.map(TicketKey.assistant)
        assistant = AssistantMetadata(
            confidence: run.double(TicketKey.confidence),
            fallbackReason: run.string(TicketKey.fallbackReason).flatMap(FallbackReason.init(code:)),
            references: run.strings(inSet: TicketKey.references).compactMap(ContentReference.init(stored:))
        )
        isSpam = root.bool(TicketKey.spam) ?? false
        isLocked = root.bool(TicketKey.locked) ?? false
        mergedInto = root.identifier(TicketKey.mergedInto)
        followUpOf = root.identifier(TicketKey.followUpOf)
        log = root.records(TicketKey.log).records.compactMap { record in
            TicketLogEntry(fields: record.fields).map { LogRecord(id: record.id, entry: $0) }
        }
        runs = root.records(TicketKey.runs).records.compactMap(AssistantRunRecord.init)
    }

    /// The tickets that were linked as the same issue, ascending.
    public var sameIssue: [Identifier] {
        Set(log.compactMap { if case .sameIssue(let ticket) = $0.entry { ticket } else { nil } }).sorted()
    }

    static func status(_ value: Value) -> TicketStatus { value.string.flatMap(TicketStatus.init) ?? .open }

    static func priority(_ value: Value) -> Priority? {
        value.integer.flatMap { Int(exactly: $0) }.flatMap(Priority.init)
    }
}
