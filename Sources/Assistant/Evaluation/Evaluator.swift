internal import Hub

/// Asks the assistant the questions of a set.
public struct Evaluator: Sendable {
    /// The set.
    public let set: EvaluationSet
    private let index: LibraryIndex

    /// One question's evidence, before any model of confidence has judged it.
    public struct Finding: Sendable {
        /// The question.
        public let question: EvaluationQuestion
        /// The ids of the articles found, best first, at most ten.
        public let ranked: [String]
        /// The evidence for the first.
        public let features: ConfidenceFeatures
        /// The answer in the article's words.
        public let answer: String?

        /// Whether the first article is right.
        public var isRight: Bool { question.isAnswerable && ranked.first.map(question.gold.contains) == true }

        /// The verdict that a model is fitted on.
        public var verdict: ConfidenceModel.Verdict { .init(features: features, isRight: isRight) }

        /// The line of a run file, as a model and thresholds judge it.
        public func line(_ model: ConfidenceModel, _ thresholds: OutcomeThresholds) -> RunLine {
            let confidence = model.probability(features)
            return RunLine(
                id: question.id, ranked: ranked, confidence: confidence,
                answered: thresholds.outcome(at: confidence) == .answer, answer: answer)
        }
    }

    /// Indexes a set's library.
    public init(_ set: EvaluationSet, pastQuestions: [PastQuestion] = []) {
        self.set = set
        index = LibraryIndex(set.items, pastQuestions: pastQuestions)
    }

    /// Asks questions one after the other.
    ///
    /// - Parameters:
    ///   - questions: Which ones; nil: all of the set.
    ///   - progress: Is told after each how many were asked.
    /// - Complexity: one view of the library for each different audience among the askers.
    public func ask(_ questions: [EvaluationQuestion]? = nil, progress: (Int) -> Void = { _ in }) -> [Finding] {
        var views: [AudienceTraits: LibraryView] = [:]
        return (questions ?? set.questions).enumerated().map { number, question in
            let view = views[question.traits] ?? LibraryView(index, for: .init(traits: question.traits))
            views[question.traits] = view
            let (heard, orderCount) = question.question.withoutOrders()
            let (ranking, _) = Ranking.focused(on: heard, orderCount: orderCount, in: view)
            defer { progress(number + 1) }
            return Finding(
                question: question, ranked: ranking.candidates.map { index.items[$0.item].reference.id },
                features: ConfidenceFeatures(ranking, in: view), answer: ExtractiveAnswer(ranking, in: view)?.text)
        }
    }
}
