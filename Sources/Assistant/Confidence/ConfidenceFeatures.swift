/// What is known about the best candidate of a ranking that says whether it is right.
///
/// No feature knows a word of any library or language; each lies between 0 and 1 or near it, so that weights travel
/// between companies. A raw score is none of them: it grows with the question.
public struct ConfidenceFeatures: Hashable, Sendable, Codable {
    /// The share of the question's words that the article has, weighed by rarity; unknown words count as the rarest.
    public var documentCoverage = 0.0
    /// The share of the title's words that the question has, weighed by rarity.
    public var titleEcho = 0.0
    /// The best passage's score over the score of a passage that consists of the question.
    public var relativeScore = 0.0
    /// The cosine of the runs of letters.
    public var gramCosine = 0.0
    /// The share of the kinds of evidence in which no other candidate is better.
    public var agreement = 0.0
    /// The share of the question's words that the library does not know.
    public var unknownWords = 0.0
    /// The candidate's share of the votes of past questions.
    public var pastVotes = 0.0
    /// The nearness of the candidate's nearest past question.
    public var pastNearness = 0.0
    /// The candidate's share in the sum of the fourth powers of all candidates' scores: small where many come close.
    public var dominance = 0.0

    /// The features in the order of a model's weights; the last one is their product because leading the others says
    /// little where the article lacks the question's words.
    var vector: [Double] {
        [
            documentCoverage, titleEcho, relativeScore, gramCosine, agreement, unknownWords, pastVotes, pastNearness,
            dominance, documentCoverage * dominance,
        ]
    }

    /// The features of a ranking without candidates, where there is nothing to be confident of.
    init() {}

    /// Measures the best candidate of a ranking. O(question · log postings).
    public init(_ ranking: Ranking, in view: LibraryView) {
        guard let best = ranking.candidates.first else { return }
        let question = ranking.question
        measureWords(of: question, best, in: view)
        let own = Double(view.passageTerms.ownScore(question.terms)) + unknownRarity(question, in: view)
        if own > 0 { relativeScore = Double(best.evidence.passage) / own }
        gramCosine = Double(best.evidence.grams)

        let others = ranking.candidates.dropFirst()
        let kinds: [(Ranking.Evidence) -> Float] = [\.passage, \.document, \.title, \.grams, \.pairs]
        let wins = kinds.count { kind in
            kind(best.evidence) > 0 && others.allSatisfy { kind($0.evidence) <= kind(best.evidence) }
        }
        agreement = Double(wins) / Double(kinds.count)
        let votes = ranking.candidates.reduce(0) { $0 + $1.evidence.votes }
        if votes > 0 { pastVotes = Double(best.evidence.votes / votes) }
        pastNearness = Double(best.pastNearness)
        func fourthPower(_ candidate: Ranking.Candidate) -> Double {
            let square = Double(candidate.score) * Double(candidate.score)
            return square * square
        }
        dominance = fourthPower(best) / ranking.candidates.reduce(0) { $0 + fourthPower($1) }
    }

    private func unknownRarity(_ question: ReadQuestion, in view: LibraryView) -> Double {
        Double(question.unknownCount) * Double(view.documentTerms.rarityMax)
    }

    private mutating func measureWords(
        of question: ReadQuestion, _ best: Ranking.Candidate, in view: LibraryView
    ) {
        let item = Int32(best.item)
        var (total, held) = (unknownRarity(question, in: view), 0.0)
        for term in question.terms {
            let rarity = view.documentTerms.rarity(of: term.number) ?? view.documentTerms.rarityMax
            let weight = Double(rarity * min(1, term.count))
            total += weight
            if view.documentTerms.holds(term.number, unit: item) { held += weight }
        }
        if total > 0 { documentCoverage = held / total }

        let asked = Set(question.terms.map(\.number))
        var (title, echoed) = (0.0, 0.0)
        for term in view.index.titleTerms(of: best.item) {
            let weight = Double(view.documentTerms.rarity(of: term) ?? 0)
            title += weight
            if asked.contains(term) { echoed += weight }
        }
        if title > 0 { titleEcho = echoed / title }
        unknownWords = question.wordCount > 0 ? Double(question.unknownCount) / Double(question.wordCount) : 1
    }
}
