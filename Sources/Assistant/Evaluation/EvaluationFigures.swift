/// How good the assistant was on a set.
public struct EvaluationFigures: Hashable, Sendable {
    /// How many questions were asked.
    public let questionCount: Int
    /// How many of them the library can answer.
    public let answerableCount: Int
    /// The share of answerable questions whose first article is right; nil when there are none.
    public let recallAt1: Double?
    /// The share of answerable questions with a right article among the first five.
    public let recallAt5: Double?
    /// The mean over answerable questions of one over the rank of the first right article among ten; zero without one.
    public let meanReciprocalRankAt10: Double?
    /// How well confidence tells questions that can be answered from those that cannot.
    public let areaAnswerable: Double?
    /// How well confidence tells right first articles from all else.
    public let areaCorrect: Double?
    /// For a precision, the largest share of questions that can be answered with it, most confident first.
    public let coverageAt90, coverageAt80: Double
    /// The mean distance between confidence and what came true, over ten classes of confidence.
    public let calibrationError: Double
    /// The share of questions that were answered.
    public let answeredShare: Double
    /// The share of the answered ones whose article is right; nil when none was.
    public let answeredPrecision: Double?
    /// The share of what cannot be answered that was answered all the same.
    public let answeredWhenUnanswerable: Double?
    /// Over answers whose right words are known: the harmonic mean of both shares of words in common.
    public let answerF1: Double?
    /// Over the same: the share of the right words that the answer has.
    public let answerRecall: Double?

    /// Computes the figures of findings and what became of them, one line each.
    ///
    /// - Complexity: O(n log n), and linear in the answers' words.
    public init(_ findings: [Evaluator.Finding], _ lines: [RunLine]) {
        precondition(findings.count == lines.count, "every finding has its line")
        let answerable = findings.filter(\.question.isAnswerable)
        let ranks = answerable.map { finding in finding.ranked.firstIndex(where: finding.question.gold.contains) }
        func share(_ count: Int, of total: Int) -> Double? { total > 0 ? Double(count) / Double(total) : nil }
        questionCount = findings.count
        answerableCount = answerable.count
        recallAt1 = share(ranks.count { $0 == 0 }, of: ranks.count)
        recallAt5 = share(ranks.count { $0.map { $0 < 5 } ?? false }, of: ranks.count)
        let reciprocal = ranks.reduce(0.0) { sum, rank in sum + (rank.map { 1 / Double($0 + 1) } ?? 0) }
        meanReciprocalRankAt10 = ranks.isEmpty ? nil : reciprocal / Double(ranks.count)

        let confidences = lines.map(\.confidence)
        let right = findings.map(\.isRight)
        areaAnswerable = RiskFigures.area(confidences, findings.map(\.question.isAnswerable))
        areaCorrect = RiskFigures.area(confidences, right)
        coverageAt90 = RiskFigures.coverage(confidences, right, precision: 0.9)
        coverageAt80 = RiskFigures.coverage(confidences, right, precision: 0.8)
        calibrationError = RiskFigures.calibrationError(confidences, right)

        let answered = lines.indices.filter { lines[$0].answered }
        let hopeless = lines.indices.filter { !findings[$0].question.isAnswerable }
        answeredShare = share(answered.count, of: lines.count) ?? 0
        answeredPrecision = share(answered.count { right[$0] }, of: answered.count)
        answeredWhenUnanswerable = share(hopeless.count { lines[$0].answered }, of: hopeless.count)

        let overlaps = findings.compactMap { finding -> WordOverlap? in
            guard finding.question.isAnswerable, let answer = finding.answer, !answer.isEmpty,
                let gold = finding.question.goldAnswer, !gold.isEmpty
            else { return nil }
            return WordOverlap(answer, gold)
        }
        func mean(_ value: (WordOverlap) -> Double) -> Double? {
            overlaps.isEmpty ? nil : overlaps.reduce(0) { $0 + value($1) } / Double(overlaps.count)
        }
        answerF1 = mean(\.f1)
        answerRecall = mean(\.recall)
    }
}
