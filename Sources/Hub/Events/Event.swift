public import CRDT

/// One fact of a ticket's life, derived from the changes of its documents by `Hub.events(of:)` and never stored as a
/// truth of its own.
///
/// Every metric is a pure function of events ordered by (`occurred`, `id`).
public struct Event: Hashable, Sendable {
    /// The operation that the event was read from; breaks ties of `occurred`.
    public let id: OperationID
    /// When it happened: the source's time for imported and ingested facts, the delivery time of replies that were
    /// written offline, otherwise the stamp.
    public let occurred: Instant
    /// When the server accepted it; nil while it is not sent yet.
    public let accepted: Instant?
    /// Who did it.
    public let author: Author
    /// The intention that groups this event with others (reply and set pending); nil when it stands alone.
    public let action: Identifier?
    /// True when the write lost to a concurrent one; no metric counts it.
    public let isSuperseded: Bool
    /// What happened.
    public let kind: Kind

    /// Assembles an event.
    public init(
        id: OperationID, occurred: Instant, accepted: Instant?, author: Author, action: Identifier? = nil,
        isSuperseded: Bool = false, kind: Kind
    ) {
        self.id = id
        self.occurred = occurred
        self.accepted = accepted
        self.author = author
        self.action = action
        self.isSuperseded = isSuperseded
        self.kind = kind
    }

    /// What can happen to a ticket.
    public enum Kind: Hashable, Sendable {
        /// The ticket was opened on a channel.
        case opened(channel: String)
        /// A public message. What its author's kind and `MessageRole` make of it decides clocks and outcomes.
        case message(MessageFact)
        /// An internal note.
        case note(message: OperationID)
        /// The status was set; `resolver` is set when the new status is resolved.
        case status(TicketStatus)
        /// Snoozed until an instant; nil ends the snooze.
        case snoozed(until: Instant?)
        /// The owner was set; nil: nobody.
        case assigned(owner: String?)
        /// The queue was set: the ticket was placed in a scope.
        case queued(scope: String)
        /// The priority was set.
        case priority(Priority)
        /// The customer's segment, which may select another SLA policy, was set.
        case segment(String?)
        /// Handed over from the AI to people.
        case handedOff(HandOff)
        /// A teammate edited or approved a draft of the AI.
        case draftApproved
        /// A recorded judgement about the episode or one message.
        case judged(Judgement)
        /// The customer rated the conversation.
        case rated(Rating)
        /// The ticket was merged into another and leaves all clocks; nil: that was taken back, and counts for nothing.
        case merged(into: Identifier?)
        /// The ticket was linked as the same issue as another one.
        case linkedAsSameIssue(with: Identifier)
        /// Marked as spam, or unmarked.
        case spam(Bool)
        /// The AI was on (or off) for this channel and bucket when the episode began; the reason says why not.
        case assistance(isOn: Bool, reason: String?)
        /// An imported ticket without a resolution was closed; stays out of resolution figures.
        case closedAsImported
        /// One run of the AI failed.
        case assistantFailed(reason: FallbackReason)
        /// A person gave the conversation back to the AI.
        case leaseReturned
    }
}

extension Event {
    /// A public message as metrics see it.
    public struct MessageFact: Hashable, Sendable {
        /// The message record.
        public let message: OperationID
        /// What the message does.
        public let role: MessageRole
        /// True for greetings, acknowledgements, hand-off notices, auto-replies and bounces.
        public let isAutomatic: Bool

        /// Assembles a message fact.
        public init(message: OperationID, role: MessageRole, isAutomatic: Bool) {
            self.message = message
            self.role = role
            self.isAutomatic = isAutomatic
        }
    }

    /// What a message does in the conversation.
    public enum MessageRole: String, Hashable, Sendable, Codable, CaseIterable {
        /// Plain words of a customer, a teammate or an observer.
        case message
        /// The AI answered.
        case answer
        /// The AI asked back.
        case clarify
        /// The AI acted (through a tool) and said so.
        case action
        /// The AI offered articles.
        case offer
        /// A notice that a person takes over.
        case handOffNotice
        /// A greeting or an acknowledgement that no person wrote.
        case greeting
    }

    /// A hand-off from the AI to people.
    public struct HandOff: Hashable, Sendable, Codable {
        /// The primary reason.
        public let reason: FallbackReason
        /// Further reasons.
        public let secondaryReasons: [FallbackReason]
        /// The queue, team or person it goes to; nil: the default.
        public let destination: String?
        /// The guidance rule that fired, with its version; nil when none did.
        public let rule: String?

        /// Assembles a hand-off.
        public init(
            reason: FallbackReason, secondaryReasons: [FallbackReason] = [], destination: String? = nil,
            rule: String? = nil
        ) {
            self.reason = reason
            self.secondaryReasons = secondaryReasons
            self.destination = destination
            self.rule = rule
        }
    }

    /// What somebody, or a classifier of a named version, judged; recorded once, never computed by a metric.
    public struct Judgement: Hashable, Sendable {
        /// What can be judged.
        public enum Finding: String, Hashable, Sendable, Codable, CaseIterable {
            /// The customer said yes to the AI's last answer.
            case affirmation
            /// The customer said no to it.
            case negative
            /// The customer's question is still open.
            case openQuestion
            /// The message is small talk, a greeting, an auto-reply or a bounce: not meaningful.
            case notMeaningful
            /// A bare thanks after the resolution: opens nothing.
            case thanks
            /// A teammate's verdict: what the assistant said was right. No figure counts it.
            case right
            /// A teammate's verdict: it was wrong. No figure counts it.
            case wrong
        }

        /// The message that was judged; nil for the episode.
        public let message: OperationID?
        /// The finding.
        public let finding: Finding
        /// Name and version of what judged.
        public let classifier: String

        /// Assembles a judgement.
        public init(message: OperationID?, finding: Finding, classifier: String) {
            self.message = message
            self.finding = finding
            self.classifier = classifier
        }
    }

    /// A customer's rating.
    public struct Rating: Hashable, Sendable, Codable {
        /// 1 (bad) to 5 (good).
        public let score: Int

        /// Takes a score; values outside 1…5 are clamped.
        public init(score: Int) { self.score = min(5, max(1, score)) }
    }
}

/// Why the AI did not finish a conversation on its own.
public enum FallbackReason: Hashable, Sendable {
    case customerRequest, missingKnowledge, lowConfidence, conflictingSources
    /// A guidance rule, by its id.
    case policyRule(String)
    case sensitiveTopic, frustration, unverifiedIdentity, unsupportedRequest, unsupportedLanguage, audienceExcluded
    case toolFailure, modelUnavailable, timeout, maximumTurns, loopDetected, injectionSuspected, budgetLimit
    case humanTakeover
}

/// The three statuses of a ticket.
public enum TicketStatus: String, Hashable, Sendable, Codable, CaseIterable {
    case open, pending, resolved
}

/// How urgent a ticket is; the raw values order them.
public enum Priority: Int, Hashable, Comparable, Sendable, Codable, CaseIterable {
    case low = 0, normal, high, urgent

    /// Orders by urgency.
    public static func < (left: Priority, right: Priority) -> Bool { left.rawValue < right.rawValue }
}
