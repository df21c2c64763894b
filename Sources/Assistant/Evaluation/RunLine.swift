/// What the assistant made of one question, as a line of a run file.
public struct RunLine: Hashable, Sendable, Codable {
    /// The question's id.
    public let id: String
    /// The ids of the articles it found, best first.
    public let ranked: [String]
    /// The probability, 0…1, that the first is right.
    public let confidence: Double
    /// Whether it would answer.
    public let answered: Bool
    /// The answer; absent where no article has words for one.
    public let answer: String?

    /// Assembles a line.
    public init(id: String, ranked: [String], confidence: Double, answered: Bool, answer: String?) {
        self.id = id
        self.ranked = ranked
        self.confidence = confidence
        self.answered = answered
        self.answer = answer
    }
}
