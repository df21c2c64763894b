/// Which part of a message is the question: the paragraph that the library has most to say about.
///
/// Each paragraph is judged alone, so that whatever stands beside a question, a signature, a log or an attempt to
/// mislead, neither adds to its evidence nor thins it out.
public struct QuestionFocus: Hashable, Sendable, Codable {
    /// How many sentences were set aside because they give the assistant orders.
    public let orderCount: Int
    /// How many paragraphs are left.
    public let paragraphCount: Int
    /// The paragraph that is searched for, counted from one; nil when it is the message as a whole.
    public let paragraph: Int?

    /// How many paragraphs at either end of a message are judged alone.
    private static let paragraphCountMax = 32
    /// What no paragraph reaches by itself, so that the message is searched for as a whole.
    private static let relevanceMin = 0.1
    /// How many known words make a paragraph count half of what its evidence says: few words fit anything.
    private static let halfWordCount = 4.0

    /// Finds the focus of a question. O(paragraphs) rankings; none where there is only one paragraph.
    ///
    /// - Returns: The question reduced to it, and where it stands.
    static func focus(
        _ question: Question, orderCount: Int, in view: LibraryView, weights: RetrievalWeights
    ) -> (Question, QuestionFocus) {
        let paragraphs = Paragraphs.cut(question.text)
        var best: Int?
        if paragraphs.count > 1 {
            var most = relevanceMin
            let end = max(paragraphCountMax, paragraphs.count - paragraphCountMax)
            for position in paragraphs.indices where position < paragraphCountMax || position >= end {
                let relevance = relevance(paragraphs[position], in: view, weights)
                if relevance > most { (most, best) = (relevance, position) }
            }
        }
        return (
            best.map { Question(subject: question.subject, text: paragraphs[$0], earlier: question.earlier) }
                ?? question,
            QuestionFocus(
                orderCount: orderCount, paragraphCount: paragraphs.count, paragraph: best.map { $0 + 1 })
        )
    }

    /// How much a library says about a text by itself. It rests on no model of confidence, so that it is the same for
    /// all companies and whatever a model was fitted on.
    private static func relevance(_ text: String, in view: LibraryView, _ weights: RetrievalWeights) -> Double {
        let ranking = Ranking(Question(text: text), in: view, weights: weights)
        let features = ConfidenceFeatures(ranking, in: view)
        let knownCount = Double(ranking.question.wordCount - ranking.question.unknownCount)
        let evidence = features.gramCosine + features.documentCoverage + features.pastNearness
        return evidence * knownCount / (knownCount + halfWordCount)
    }
}

extension Ranking {
    /// Ranks for the part of a message that is its question: the one way in which messages are searched for.
    static func focused(
        on message: Question, orderCount: Int, in view: LibraryView, weights: RetrievalWeights = .standard
    ) -> (Ranking, QuestionFocus) {
        let (question, focus) = QuestionFocus.focus(message, orderCount: orderCount, in: view, weights: weights)
        return (Ranking(question, of: message, in: view, weights: weights), focus)
    }
}

extension Question {
    /// The question without the sentences that give the assistant orders, and how many these are. O(text).
    func withoutOrders() -> (Question, orderCount: Int) {
        let heard = AssistantOrders.setAside(in: text)
        guard heard.count > 0 else { return (self, 0) }
        return (Question(subject: subject, text: heard.text, earlier: earlier), heard.count)
    }
}
