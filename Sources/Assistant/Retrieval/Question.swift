/// What a customer asks, before it is read against a library.
public struct Question: Hashable, Sendable, Codable {
    /// The subject; empty where the channel has none.
    public let subject: String
    /// The words of the turn that is answered.
    public let text: String
    /// What was said before, oldest first.
    public let earlier: [String]

    /// How many words of a subject and of a turn are read: what comes later in a long message is history more often
    /// than question.
    public static let wordCountMax = 80

    /// States a question.
    public init(subject: String = "", text: String, earlier: [String] = []) {
        self.subject = subject
        self.text = text
        self.earlier = earlier
    }
}
