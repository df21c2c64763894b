/// A list of durations in a few numbers; those that have no end yet stand beside it, not in it.
public struct DurationFigures: Hashable, Sendable {
    /// How many have ended.
    public let count: Int
    /// The median in seconds; nil (shown as «—») when none has ended.
    public let medianSeconds: Double?
    /// The 90th percentile in seconds; nil when none has ended.
    public let p90Seconds: Double?
    /// How both were read.
    public let rule: PercentileRule
    /// How many still wait.
    public let waiting: Int
    /// For how many seconds the oldest of them waits; nil when none does.
    public let oldestWaitingSeconds: Int64?

    /// Sums up.
    ///
    /// - Parameters:
    ///   - milliseconds: ended durations in any order.
    ///   - waiting: since when the others wait.
    ///   - instant: the present of the figure.
    ///   - rule: how percentiles are read.
    ///
    /// O(n log n).
    public init(
        milliseconds: [Int64], waiting: [Instant] = [], asOf instant: Instant, rule: PercentileRule = .nearestRank
    ) {
        let ascending = milliseconds.sorted()
        count = ascending.count
        medianSeconds = rule.value(percent: 50, ofAscending: ascending).map { $0 / 1000 }
        p90Seconds = rule.value(percent: 90, ofAscending: ascending).map { $0 / 1000 }
        self.rule = rule
        self.waiting = waiting.count
        oldestWaitingSeconds = waiting.min().map { max(0, instant.milliseconds - $0.milliseconds) / 1000 }
    }
}
