/// The articles that may answer a question, best first, with the evidence for each.
public struct Ranking: Sendable {
    /// An article and the evidence for it.
    public struct Candidate: Hashable, Sendable {
        /// The position of the item in the index.
        public let item: Int
        /// The weighed sum.
        public let score: Float
        /// What each kind of evidence scored, before it was divided by its maximum.
        public let evidence: Evidence
        /// The best cosine of a past question that the item answered.
        let pastNearness: Float
    }

    /// A value for each kind of evidence.
    public typealias Evidence = RetrievalWeights

    /// The candidates with any evidence, best first; equal ones in the order of the library.
    public let candidates: [Candidate]
    /// The question in the index's numbers.
    let question: ReadQuestion

    /// Ranks what a view shows. O(visible items + postings of the question's words).
    ///
    /// - Parameters:
    ///   - question: What is asked.
    ///   - message: The whole message, with which past messages are compared; nil when the question is all of it.
    ///   - countMax: How many candidates to keep.
    public init(
        _ question: Question, of message: Question? = nil, in view: LibraryView, weights: RetrievalWeights = .standard,
        countMax: Int = 10
    ) {
        let read = ReadQuestion(question, in: view.index)
        guard read.isMeaningful else {
            (self.question, candidates) = (read, [])
            return
        }
        let itemCount = view.index.items.count
        let votes = PastVotes(read, of: message.map { ReadQuestion($0, in: view.index) } ?? read, in: view)
        let kinds: [(any WritableKeyPath<Evidence, Float> & Sendable, [Float])] = [
            (\.passage, Self.best(view.passageTerms.scores(read.terms), of: view.index)),
            (\.document, view.documentTerms.scores(read.terms)),
            (\.title, view.titleTerms.scores(read.terms)),
            (\.grams, Self.best(view.passageGrams.scores(read.grams), of: view.index)),
            (\.pairs, view.documentPairs.scores(read.pairs)),
            (\.pastQuestions, Self.pastDocuments(read, in: view)),
            (\.votes, votes.shares),
        ]
        var sums = [Float](repeating: 0, count: itemCount)
        for (kind, scores) in kinds {
            guard let maximum = scores.max(), maximum > 0 else { continue }
            let factor = weights[keyPath: kind] / maximum
            for item in sums.indices { sums[item] += scores[item] * factor }
        }
        let order = sums.indices.filter { sums[$0] > 0 && view.isVisible[$0] }
            .sorted { sums[$0] == sums[$1] ? $0 < $1 : sums[$0] > sums[$1] }
        self.question = read
        candidates = order.prefix(countMax).map { item in
            var evidence = Evidence.none
            for (kind, scores) in kinds { evidence[keyPath: kind] = scores[item] }
            return Candidate(
                item: item, score: sums[item], evidence: evidence, pastNearness: votes.nearest[item])
        }
    }

    /// The score of each item's best passage.
    private static func best(_ passageScores: [Float], of index: LibraryIndex) -> [Float] {
        var scores = [Float](repeating: 0, count: index.items.count)
        for (passage, score) in passageScores.enumerated() {
            let item = Int(index.passageItems[passage])
            scores[item] = max(scores[item], score)
        }
        return scores
    }

    /// How near the question is to what each item was asked before, by words and by grams alike.
    private static func pastDocuments(_ question: ReadQuestion, in view: LibraryView) -> [Float] {
        var scores = view.pastDocumentTerms.scores(question.terms)
        let grams = view.pastDocumentGrams.scores(question.grams)
        let (termsMax, gramsMax) = (
            max(scores.max() ?? 0, .leastNormalMagnitude), max(grams.max() ?? 0, .leastNormalMagnitude)
        )
        for item in scores.indices { scores[item] = scores[item] / termsMax + grams[item] / gramsMax }
        return scores
    }
}

/// What the nearest past questions say: each votes for the item that answered it, by its nearness.
private struct PastVotes {
    /// The sum of the votes for each item.
    private(set) var shares: [Float]
    /// The nearness, 0…1, of each item's nearest past question.
    private(set) var nearest: [Float]

    /// How many past questions vote.
    private static let voterCount = 60

    init(_ question: ReadQuestion, of message: ReadQuestion, in view: LibraryView) {
        shares = [Float](repeating: 0, count: view.index.items.count)
        nearest = shares
        let past = view.index.past
        let items = past.items
        guard !items.isEmpty else { return }
        // What teammates answered are whole messages; what authors wrote are questions.
        var nearness = Self.nearness(message, in: view)
        if past.answeredCount < items.count {
            let written = past.answeredCount..<items.count
            nearness.replaceSubrange(written, with: Self.nearness(question, in: view)[written])
        }
        let voters = nearness.indices.filter { nearness[$0] > 0 }
            .sorted { nearness[$0] == nearness[$1] ? $0 < $1 : nearness[$0] > nearness[$1] }
        for past in voters.prefix(Self.voterCount) {
            let item = Int(items[past])
            shares[item] += nearness[past]
            nearest[item] = max(nearest[item], nearness[past])
        }
    }

    /// The nearness of each past question, by words and by grams alike.
    private static func nearness(_ question: ReadQuestion, in view: LibraryView) -> [Float] {
        var nearness = view.pastQuestionTerms.scores(question.terms)
        for (past, cosine) in view.pastQuestionGrams.scores(question.grams).enumerated() {
            nearness[past] = (nearness[past] + cosine) / 2
        }
        return nearness
    }
}
