/// How well confidence orders what is right and what is wrong.
enum RiskFigures {
    /// The area under the curve of true over false positives: the chance that something right got more confidence than
    /// something wrong, ties counting half. Nil when all is right or all is wrong. O(n log n).
    static func area(_ confidences: [Double], _ isRight: [Bool]) -> Double? {
        let positives = isRight.count { $0 }
        let negatives = isRight.count - positives
        guard positives > 0, negatives > 0 else { return nil }
        let order = confidences.indices.sorted { confidences[$0] < confidences[$1] }
        var rankSum = 0.0
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, confidences[order[end]] == confidences[order[start]] { end += 1 }
            let meanRank = Double(start + end + 1) / 2
            rankSum += meanRank * Double(order[start..<end].count { isRight[$0] })
            start = end
        }
        let (count, others) = (Double(positives), Double(negatives))
        return (rankSum - count * (count + 1) / 2) / (count * others)
    }

    /// The largest share of all that, taken most confident first, is right with at least `precision`; of fewer than five
    /// nothing is said. O(n log n).
    static func coverage(_ confidences: [Double], _ isRight: [Bool], precision: Double) -> Double {
        // Equal ones in the order of the file, so that every program that follows it gives the same figure.
        let order = confidences.indices.sorted { left, right in
            confidences[left] == confidences[right] ? left < right : confidences[left] > confidences[right]
        }
        var (rightCount, best) = (0, 0)
        for (index, position) in order.enumerated() {
            if isRight[position] { rightCount += 1 }
            let count = index + 1
            if count >= 5, Double(rightCount) / Double(count) >= precision { best = count }
        }
        return order.isEmpty ? 0 : Double(best) / Double(order.count)
    }

    /// The expected calibration error over ten classes of equal width (Naeini, Cooper and Hauskrecht, AAAI 2015).
    static func calibrationError(_ confidences: [Double], _ isRight: [Bool]) -> Double {
        guard !confidences.isEmpty else { return 0 }
        var classes = [(sum: Double, right: Int)](repeating: (0, 0), count: 10)
        for (confidence, isRight) in zip(confidences, isRight) {
            let index = min(9, max(0, Int(confidence * 10)))
            classes[index].sum += confidence
            if isRight { classes[index].right += 1 }
        }
        return classes.reduce(0) { $0 + abs($1.sum - Double($1.right)) } / Double(confidences.count)
    }
}

/// How many words two texts have in common, each as often as both have it.
struct WordOverlap {
    /// The harmonic mean of the shares of both texts.
    let f1: Double
    /// The share of the second text.
    let recall: Double

    init(_ answer: String, _ gold: String) {
        let (left, right) = (Self.words(answer), Self.words(gold))
        var counts: [String: Int] = [:]
        for word in left { counts[word, default: 0] += 1 }
        var common = 0
        for word in right {
            guard let count = counts[word], count > 0 else { continue }
            counts[word] = count - 1
            common += 1
        }
        f1 = common > 0 ? 2 * Double(common) / Double(left.count + right.count) : 0
        recall = Double(common) / Double(max(1, right.count))
    }

    /// Runs of Latin letters and digits with one contraction, and runs of letters that begin with any other: the words
    /// of the published score, which differ from those that searches cut.
    private static func words(_ text: String) -> [String] {
        text.lowercased().replacing("’", with: "'").matches(of: /[a-z0-9]+(?:'[a-z]+)?|[^\x00-\x7F]\w*/)
            .map { String($0.output) }
    }
}
