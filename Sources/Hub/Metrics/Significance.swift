/// The two tests behind the mark at a delta, both two-sided at 5 %.
enum Significance {
    /// The two-proportion z-test with the pooled rate.
    static func differ(_ left: Proportion, _ right: Proportion) -> Bool {
        guard let leftRate = left.rate, let rightRate = right.rate else { return false }
        let (leftSize, rightSize) = (Double(left.total), Double(right.total))
        let pooled = Double(left.count + right.count) / (leftSize + rightSize)
        let variance = pooled * (1 - pooled) * (1 / leftSize + 1 / rightSize)
        guard variance > 0 else { return false }
        return abs(leftRate - rightRate) / variance.squareRoot() > Proportion.normalQuantile
    }

    /// The rank-sum test of Mann and Whitney (1947), by the normal approximation with midranks for ties.
    ///
    /// O(n log n).
    static func differ(_ left: [Int64], _ right: [Int64]) -> Bool {
        guard !left.isEmpty, !right.isEmpty else { return false }
        let all = (left.map { ($0, true) } + right.map { ($0, false) }).sorted { $0.0 < $1.0 }
        var (rankSum, ties, start) = (0.0, 0.0, 0)
        while start < all.count {
            var end = start
            while end < all.count, all[end].0 == all[start].0 { end += 1 }
            let midrank = Double(start + end + 1) / 2
            rankSum += midrank * Double(all[start..<end].count { $0.1 })
            let size = Double(end - start)
            ties += size * size * size - size
            start = end
        }
        let (leftSize, rightSize, size) = (Double(left.count), Double(right.count), Double(all.count))
        let expected = leftSize * (size + 1) / 2
        let variance = leftSize * rightSize / 12 * (size + 1 - ties / (size * (size - 1)))
        guard variance > 0 else { return false }
        return abs(rankSum - expected) / variance.squareRoot() > Proportion.normalQuantile
    }
}
