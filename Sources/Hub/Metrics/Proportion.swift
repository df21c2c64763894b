/// A count out of a total, whose rate is nothing rather than zero when the total is empty.
public struct Proportion: Hashable, Sendable {
    /// How many.
    public let count: Int
    /// Out of how many.
    public let total: Int

    /// The 97.5 % quantile of the normal distribution, for 95 % intervals and two-sided tests at 5 %.
    static let normalQuantile = 1.959963984540054

    /// Takes a count of 0…`total`.
    public init(_ count: Int, of total: Int) {
        precondition(count >= 0 && count <= total, "a part is not more than the whole")
        self.count = count
        self.total = total
    }

    /// The share, 0…1; nil (shown as «—») when the total is empty.
    public var rate: Double? { total == 0 ? nil : Double(count) / Double(total) }

    /// The 95 % interval of Wilson (1927), 0…1; nil when the total is empty.
    public var interval: ClosedRange<Double>? {
        guard let rate else { return nil }
        let size = Double(total), square = Self.normalQuantile * Self.normalQuantile
        let center = (rate + square / (2 * size)) / (1 + square / size)
        let spread =
            Self.normalQuantile / (1 + square / size)
            * (rate * (1 - rate) / size + square / (4 * size * size)).squareRoot()
        return max(0, center - spread)...min(1, center + spread)
    }
}
