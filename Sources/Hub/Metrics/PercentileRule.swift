/// How a percentile of a list is read; every figure names its rule.
public enum PercentileRule: String, Hashable, Sendable, Codable, CaseIterable {
    /// The median is the mean of the two middle values when there are two; other percentiles are the value at rank
    /// ⌈p·n⌉.
    case nearestRank = "nearest-rank"
    /// The value at index ⌊p·n⌋ of the ascending list, the median included: for agreement with sources that count so.
    case floor

    /// What the rule does, for the foot of a figure.
    public var explanation: String {
        switch self {
        case .nearestRank: "median: mean of the two middle values; others: value at rank ceil(p*n)"
        case .floor: "value at index floor(p*n) of the ascending list"
        }
    }

    /// The percentile of an ascending list; nil when it is empty. `percent` is 1…99.
    public func value(percent: Int, ofAscending values: [Int64]) -> Double? {
        precondition((1...99).contains(percent), "a percentile lies between 1 and 99")
        guard !values.isEmpty else { return nil }
        let count = values.count
        switch self {
        case .floor: return Double(values[percent * count / 100])
        case .nearestRank:
            guard percent == 50 else { return Double(values[(percent * count + 99) / 100 - 1]) }
            let upper = Double(values[count / 2])
            return count.isMultiple(of: 2) ? (Double(values[count / 2 - 1]) + upper) / 2 : upper
        }
    }
}
