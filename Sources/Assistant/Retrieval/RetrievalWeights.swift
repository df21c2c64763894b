/// How much each kind of evidence counts when articles are ranked. Every kind is divided by its own maximum over the
/// articles of a question before it is weighed, so that weights compare and travel between libraries.
public struct RetrievalWeights: Hashable, Sendable, Codable {
    /// The article's best passage, by BM25.
    public var passage: Float
    /// The whole article, by BM25.
    public var document: Float
    /// The title, by BM25.
    public var title: Float
    /// Runs of three to five letters, by cosine: spelling mistakes, compounds, words of other languages.
    public var grams: Float
    /// Pairs of neighbouring words, by BM25.
    public var pairs: Float
    /// The past questions that the article answered, by words and by grams.
    public var pastQuestions: Float
    /// The votes of the nearest past questions.
    public var votes: Float

    /// The weights measured over question sets of several companies.
    public static let standard = RetrievalWeights(
        passage: 1, document: 0.5, title: 0.25, grams: 0.6, pairs: 0.3, pastQuestions: 0.8, votes: 0.8)

    /// No weight at all.
    static let none = RetrievalWeights(
        passage: 0, document: 0, title: 0, grams: 0, pairs: 0, pastQuestions: 0, votes: 0)
}
