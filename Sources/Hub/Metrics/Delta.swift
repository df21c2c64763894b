/// The change of a figure from one window to the next.
public struct Delta: Hashable, Sendable {
    /// What `value` counts.
    public enum Unit: String, Hashable, Sendable, Codable {
        /// The difference of two rates, times 100.
        case percentagePoints = "percentage_points"
        /// The change relative to the earlier figure, times 100.
        case percent
    }

    /// The change.
    public let value: Double
    /// What it counts.
    public let unit: Unit
    /// True when chance alone gives such a change less than once in twenty; nil for plain counts, which have no test.
    public let isSignificant: Bool?

    /// Below this many on either side there is no delta, shown as «—».
    public static let countMin = 20

    /// The change of a rate, in percentage points, marked by a two-proportion test; nil below `countMin`.
    public static func ofRates(_ current: Proportion, since previous: Proportion) -> Delta? {
        guard current.total >= countMin, previous.total >= countMin,
            let now = current.rate, let before = previous.rate
        else { return nil }
        return Delta(
            value: (now - before) * 100, unit: .percentagePoints,
            isSignificant: Significance.differ(current, previous)
        )
    }

    /// The change of the median of durations, in percent, marked by a rank test; nil below `countMin` or when the
    /// earlier median is zero. O(n log n).
    public static func ofMedians(
        _ current: [Int64], since previous: [Int64], rule: PercentileRule = .nearestRank
    ) -> Delta? {
        guard current.count >= countMin, previous.count >= countMin,
            let now = rule.value(percent: 50, ofAscending: current.sorted()),
            let before = rule.value(percent: 50, ofAscending: previous.sorted()), before != 0
        else { return nil }
        return Delta(
            value: (now / before - 1) * 100, unit: .percent, isSignificant: Significance.differ(current, previous)
        )
    }

    /// The change of a count, in percent; nil when the earlier count is below `countMin`.
    public static func ofCounts(_ current: Int, since previous: Int) -> Delta? {
        guard previous >= countMin else { return nil }
        return Delta(value: (Double(current) / Double(previous) - 1) * 100, unit: .percent, isSignificant: nil)
    }
}
