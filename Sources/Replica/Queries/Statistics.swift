public import Hub
public import SyncProtocol

/// What the figures are about.
public struct StatisticsRequest: Hashable, Sendable {
    /// Tickets created, and episodes begun, within it; nil: all.
    public var window: MetricWindow?
    /// The channel on which tickets were opened, case aside; nil: all.
    public var channel: String?
    /// How percentiles are read.
    public var rule: PercentileRule
    /// Replies by a person that come later than this many seconds count as late.
    public var replyTargetSeconds: Int64
    /// The length of the steps that the window's trend is read in; nil: no trend. Needs a window.
    public var step: MetricWindow.Step?

    /// Asks for figures; without further ado for all tickets.
    public init(
        window: MetricWindow? = nil, channel: String? = nil, rule: PercentileRule = .nearestRank,
        replyTargetSeconds: Int64 = 86_400, step: MetricWindow.Step? = nil
    ) {
        self.window = window
        self.channel = channel
        self.rule = rule
        self.replyTargetSeconds = replyTargetSeconds
        self.step = step
    }
}

/// What figures rest on: every figure is shown with it.
public struct Coverage: Hashable, Sendable {
    /// The scopes whose tickets are counted.
    public let scopes: [Scope]
    /// The present of the figures.
    public let asOf: Instant
    /// When the replica last heard the whole of its scopes; nil: never.
    public let syncedAt: Instant?
    /// Changes of this replica's own that are counted and that the server does not hold.
    public let pendingCount: Int
    /// The workspace's zone, whose days and months are meant.
    public let zone: String
    /// The version of the definitions.
    public let definitionVersion: Int
}

/// Figures of the tickets that a replica holds.
public struct Statistics: Sendable {
    /// Who spoke last in a ticket.
    public enum FinalState: String, Hashable, Sendable, Codable, CaseIterable {
        /// A teammate.
        case lastFromTeammate = "last_from_teammate"
        /// The customer, after somebody had replied.
        case lastFromCustomer = "last_from_customer"
        /// Somebody else: the AI, an observer.
        case lastFromOther = "last_from_other"
        /// Nobody but the customer ever spoke.
        case noReply = "no_reply"
    }

    /// How much a teammate wrote.
    public struct TeammateCount: Hashable, Sendable {
        /// The teammate, as messages name them.
        public let id: String
        /// The name; nil when nobody gave one.
        public let name: String?
        /// Public messages.
        public let messageCount: Int
    }

    /// What the figures were asked for.
    public let request: StatisticsRequest
    /// What they rest on.
    public let coverage: Coverage
    /// The figures.
    public let figures: StatisticsFigures
    /// The same of the window before; nil when no window was asked for.
    public let previous: StatisticsFigures?
    /// The figures of the window's steps, the earliest first; empty when no steps were asked for.
    public let trend: [StatisticsFigures]
    /// Teammates by public messages, most first, then by id.
    public let teammates: [TeammateCount]
}

extension Statistics {
    /// The change of containment since the window before; nil where numbers are too small.
    public var containmentDelta: Delta? {
        previous.flatMap { .ofRates(figures.outcomes.containment, since: $0.outcomes.containment) }
    }
    /// The change of the escalation rate since the window before.
    public var escalationDelta: Delta? {
        previous.flatMap { .ofRates(figures.outcomes.escalation, since: $0.outcomes.escalation) }
    }
    /// The change of the median time to the first reply since the window before.
    public var firstReplyDelta: Delta? {
        previous.flatMap {
            .ofMedians(figures.firstReply.all.ended, since: $0.firstReply.all.ended, rule: request.rule)
        }
    }
    /// The change of the median time to the first reply by a person since the window before.
    public var firstHumanReplyDelta: Delta? {
        previous.flatMap {
            .ofMedians(figures.firstHumanReply.all.ended, since: $0.firstHumanReply.all.ended, rule: request.rule)
        }
    }
    /// The change of the number of breached clocks since the window before.
    public var breachDelta: Delta? {
        previous.flatMap { .ofCounts(figures.breaches.breached, since: $0.breaches.breached) }
    }
    /// The change of the volume since the window before.
    public var volumeDelta: Delta? {
        previous.flatMap {
            .ofCounts(figures.volume.values.reduce(0, +), since: $0.volume.values.reduce(0, +))
        }
    }
}
