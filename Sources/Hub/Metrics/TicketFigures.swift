/// All figures of one ticket, made in one walk over its events by `Hub.figures(of:rules:configuration:returns:asOf:)`.
///
/// Nothing in it depends on the present, so that a projection row stays true until the next event; what the present
/// decides (a breach, the end of a quiet period) is a function of an instant.
public struct TicketFigures: Hashable, Sendable {
    /// The channel on which it was opened; empty when no event says.
    public internal(set) var channel = ""
    /// The queue that holds it.
    public internal(set) var queue: String?
    /// When it was opened, by whomever.
    public internal(set) var opened: Instant?
    /// The customer's first message that asks for something: where every response time begins.
    public internal(set) var firstCustomerMessage: Instant?
    /// The first public, non-automatic reply after it, by the AI or a teammate.
    public internal(set) var firstReply: Instant?
    /// The first hand-off or takeover.
    public internal(set) var firstHandOff: Instant?
    /// The first public reply by a teammate after the hand-off, or after the first message when there was none.
    public internal(set) var firstHumanReply: Instant?
    /// True when the AI ever answered, asked back or acted.
    public internal(set) var wasAssisted = false
    /// The last public message that was not automatic, whoever wrote it.
    public internal(set) var lastActivity: Instant?
    /// Who wrote it.
    public internal(set) var lastAuthor: Author.Kind?
    /// Public messages by the kind of their author.
    public internal(set) var messages = MessageCounts()
    /// True once it was merged into another ticket.
    public internal(set) var isMerged = false
    /// True while it is marked as spam.
    public internal(set) var isSpam = false
    /// Its episodes; only the last can be open.
    public internal(set) var episodes: [Episode] = []
    /// Its service-level clocks, in the order of their start.
    public internal(set) var clocks: [ClockRun] = []
    /// Opening seconds from the start to the end of the last resolved episode; nil when none was resolved.
    public internal(set) var businessResolutionSeconds: Int64?

    /// The figures of a ticket without events.
    public init() {}
}

extension TicketFigures {
    /// Milliseconds to the first reply by anybody who counts; nil while there is none.
    public var firstReplyMilliseconds: Int64? { milliseconds(from: firstCustomerMessage, to: firstReply) }

    /// Milliseconds from the hand-off, or from the first message if the AI never took part, to the first reply by a
    /// person; nil while there is none.
    public var firstHumanReplyMilliseconds: Int64? {
        milliseconds(from: firstHandOff ?? firstCustomerMessage, to: firstHumanReply)
    }

    /// Since when a person is owed: the hand-off, or the first message if the AI never took part; nil when a person
    /// replied or none is needed.
    public var waitingForHumanSince: Instant? {
        guard firstHumanReply == nil, isOpen else { return nil }
        return firstHandOff ?? (wasAssisted ? nil : firstCustomerMessage)
    }

    /// Since when the customer has had the last word; nil when they have not, or nothing is open.
    public var waitingSince: Instant? { isMerged ? nil : episodes.last?.waitingSince }

    /// True while an episode is open.
    public var isOpen: Bool { episodes.last.map { $0.closing == nil } ?? false }

    /// How many times it was reopened.
    public var reopenCount: Int { episodes.count { $0.beginning == .reopened } }

    /// The last hand-off or takeover.
    public var escalation: Episode.Escalation? { episodes.last { $0.escalation != nil }?.escalation }

    /// The last episode that was resolved.
    public var resolvedEpisode: Episode? {
        episodes.last { if case .resolved = $0.closing { true } else { false } }
    }

    /// Milliseconds from the start to the end of the last resolved episode; nil when none was resolved.
    public var resolutionMilliseconds: Int64? {
        resolvedEpisode.flatMap { milliseconds(from: $0.start, to: $0.end) }
    }

    /// Milliseconds for which the customer had the last word, over all episodes and up to `instant`.
    public func customerWaitMilliseconds(asOf instant: Instant) -> Int64 {
        let open = waitingSince.map { max(0, instant.milliseconds - $0.milliseconds) } ?? 0
        return episodes.reduce(open) { $0 + $1.customerWaitMilliseconds }
    }

    private func milliseconds(from: Instant?, to: Instant?) -> Int64? {
        guard let from, let to else { return nil }
        return to.milliseconds - from.milliseconds
    }
}
