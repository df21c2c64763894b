public import Hub

/// Durations of one kind, kept so that medians can be read by any rule and compared.
public struct DurationList: Hashable, Sendable {
    /// Ended durations in milliseconds.
    public internal(set) var ended: [Int64] = []
    /// Since when the others wait.
    public internal(set) var waiting: [Instant] = []

    mutating func add(_ milliseconds: Int64?, waitingSince: Instant?) {
        if let milliseconds {
            ended.append(milliseconds)
        } else if let waitingSince {
            waiting.append(waitingSince)
        }
    }

    /// Count, median and 90th percentile. O(n log n).
    public func figures(asOf instant: Instant, rule: PercentileRule) -> DurationFigures {
        DurationFigures(milliseconds: ended, waiting: waiting, asOf: instant, rule: rule)
    }
}

/// Durations in all and by channel.
public struct ChannelDurations: Hashable, Sendable {
    /// Those of every channel.
    public internal(set) var all = DurationList()
    /// Those of each channel.
    public internal(set) var byChannel: [String: DurationList] = [:]

    mutating func add(_ milliseconds: Int64?, waitingSince: Instant?, channel: String) {
        all.add(milliseconds, waitingSince: waitingSince)
        byChannel[channel, default: DurationList()].add(milliseconds, waitingSince: waitingSince)
    }
}

/// Figures of a set of tickets, and of the episodes of their lives.
public struct StatisticsFigures: Sendable {
    // MARK: Tickets

    /// How many tickets.
    public internal(set) var conversationCount = 0
    /// Public messages.
    public internal(set) var messageCount = 0
    /// Internal notes.
    public internal(set) var noteCount = 0
    /// Everybody who wrote a public message.
    public internal(set) var participantCount = 0
    /// Tickets by channel.
    public internal(set) var byChannel: [String: Int] = [:]
    /// Tickets by the customer's language; those without one are left out.
    public internal(set) var byLocale: [String: Int] = [:]
    /// Tickets by the topic that their source filed them under.
    public internal(set) var byTopic: [String: Int] = [:]
    /// Tickets by tag; one with several counts for each.
    public internal(set) var byTag: [String: Int] = [:]
    /// Tickets by the month of their creation in the workspace's zone: `2024-01`.
    public internal(set) var byMonth: [String: Int] = [:]
    /// Tickets by status.
    public internal(set) var byStatus: [TicketStatus: Int] = [:]
    /// Tickets marked as spam.
    public internal(set) var spamCount = 0
    /// Locked tickets.
    public internal(set) var lockedCount = 0
    /// Tickets that somebody resolved; what an import closed for being old does not count.
    public internal(set) var solvedCount = 0
    /// Tickets by who spoke last.
    public internal(set) var finalStates: [Statistics.FinalState: Int] = [:]

    // MARK: Times

    /// From the first message to the first reply by anybody who counts.
    public internal(set) var firstReply = ChannelDurations()
    /// From the hand-off, or the first message where the AI took no part, to the first reply by a person.
    public internal(set) var firstHumanReply = ChannelDurations()
    /// From the beginning of an episode to its resolution.
    public internal(set) var resolution = ChannelDurations()
    /// The same in opening hours.
    public internal(set) var businessResolution = DurationList()
    /// Tickets to which no person replied, or replied later than the target of the request.
    public internal(set) var lateReplyCount = 0

    // MARK: Episodes

    /// What became of episodes, and the rates that follow.
    public internal(set) var outcomes = OutcomeFigures()
    /// How often resolved ones were reopened.
    public internal(set) var reopenings = ReopenFigures()
    /// What customers said.
    public internal(set) var satisfaction = SatisfactionFigures()
    /// Episodes by channel, without spam and what no person wrote.
    public internal(set) var volume: [String: Int] = [:]
    /// Episodes that were left out of the volume.
    public internal(set) var volumeExcludedCount = 0

    // MARK: Service levels

    /// How far clocks got.
    public internal(set) var breaches = BreachFunnel()
    /// Breached clocks by kind.
    public internal(set) var breachesByClock: [ServiceClock: Int] = [:]

    /// Figures of nothing.
    public init() {}
}
