/// A customer's question that a teammate answered with an article: the strongest evidence there is.
public struct PastQuestion: Hashable, Sendable {
    /// What the customer asked.
    public let question: Question
    /// The id of the item that answered it.
    public let item: String

    /// Records one.
    public init(_ question: Question, item: String) {
        self.question = question
        self.item = item
    }
}
