/// What the assistant does with what it found.
public enum AnswerOutcome: String, Hashable, Sendable, Codable, CaseIterable {
    /// It answers.
    case answer
    /// It offers the best articles to choose from.
    case offer
    /// It hands over to people.
    case handOver = "hand_over"
}

/// From which calibrated probability on the assistant does what.
public struct OutcomeThresholds: Hashable, Sendable, Codable {
    /// From here on it answers.
    public let answer: Double
    /// From here on it offers articles, below it hands over; never above `answer`.
    public let offer: Double

    /// Takes thresholds, both 0…1; one outside is clamped, and `offer` is at most `answer`.
    public init(answer: Double = 0.7, offer: Double = 0.25) {
        self.answer = min(1, max(0, answer))
        self.offer = min(self.answer, max(0, offer))
    }

    /// What is done at a probability. A higher one never leads to less.
    public func outcome(at confidence: Double) -> AnswerOutcome {
        confidence >= answer ? .answer : confidence >= offer ? .offer : .handOver
    }
}
