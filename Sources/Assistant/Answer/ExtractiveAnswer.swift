public import Hub

/// An answer in an article's own words: the sentence that fits best with its neighbours, and where it stands.
public struct ExtractiveAnswer: Hashable, Sendable, Codable {
    /// The article and its version.
    public let source: ContentReference
    /// The article's title.
    public let title: String
    /// The heading of the section; empty before the first one.
    public let heading: String
    /// The sentence that fits best.
    public let sentence: String
    /// That sentence with its neighbours, as they stand in the section; every line is the article's.
    public let text: String

    /// How much a word of a section's heading counts for the sentences below it.
    private static let headingWeight = 0.5
    /// How many words an answer grows to.
    public static let wordCountMax = 70

    /// Takes an answer from the best candidate; nil when there is none, or its article has no body.
    ///
    /// - Complexity: linear in the article.
    public init?(_ ranking: Ranking, in view: LibraryView) {
        guard let best = ranking.candidates.first else { return nil }
        let item = view.index.items[best.item]
        let sections = ArticleSection.sections(of: item.body)
        guard !sections.isEmpty else { return nil }
        let relevance = SentenceRelevance(ranking.question, in: view)
        var chosen: (score: Double, section: Int, sentence: Int)?
        for (number, section) in sections.enumerated() {
            let context = relevance.score(section.heading) * Self.headingWeight
            for (position, sentence) in section.sentences.enumerated() {
                let score = relevance.score(sentence) + context
                if chosen == nil || score > chosen?.score ?? 0 { chosen = (score, number, position) }
            }
        }
        guard let chosen else { return nil }
        let section = sections[chosen.section]
        let range = section.grown(from: chosen.sentence, wordCountMax: Self.wordCountMax)
        source = item.reference
        title = item.title
        heading = section.heading
        sentence = String(section.sentences[chosen.sentence])
        text = section.sentences[range].joined(separator: " ")
    }
}

extension ExtractiveAnswer {
    /// Whether every sentence stands in one section of `item` as it is here. O(item).
    func isQuoted(from item: LibraryItem) -> Bool {
        ArticleSection.sections(of: item.body).contains { section in
            section.heading == heading && section.sentences.joined(separator: " ").contains(text)
                && text.contains(sentence)
        }
    }
}

/// A part of an article under one heading.
struct ArticleSection {
    let heading: String
    let sentences: [Substring]

    /// The sections of a body that have sentences.
    static func sections(of body: String) -> [ArticleSection] {
        var sections: [ArticleSection] = []
        var heading = ""
        var lines: [Substring] = []
        func finish() {
            let sentences = Sentences.cut(lines.joined(separator: "\n"))
            if !sentences.isEmpty { sections.append(ArticleSection(heading: heading, sentences: sentences)) }
            lines = []
        }
        for line in body.split(separator: "\n") {
            if let title = Passage.heading(of: line) {
                finish()
                heading = title
            } else {
                lines.append(line)
            }
        }
        finish()
        return sections
    }

    /// A sentence with its neighbours, after and before it in turn, until all have `wordCountMax` words; what would
    /// make it twice as long stays out.
    func grown(from sentence: Int, wordCountMax: Int) -> ClosedRange<Int> {
        var (first, last) = (sentence, sentence)
        var count = Sentences.wordCount(sentences[sentence])
        var isForward = true
        var stuckCount = 0
        while count < wordCountMax, stuckCount < 2 {
            let next = isForward ? last + 1 : first - 1
            isForward.toggle()
            guard sentences.indices.contains(next) else {
                stuckCount += 1
                continue
            }
            let more = Sentences.wordCount(sentences[next])
            guard count + more <= 2 * wordCountMax else {
                stuckCount += 1
                continue
            }
            count += more
            stuckCount = 0
            (first, last) = (min(first, next), max(last, next))
        }
        return first...last
    }
}

/// How well a sentence fits a question: the rarity of the words that both have.
private struct SentenceRelevance {
    private let vocabulary: Vocabulary
    private let weights: [Int32: Double]

    init(_ question: ReadQuestion, in view: LibraryView) {
        vocabulary = view.index.vocabulary
        weights = Dictionary(
            question.terms.map { term in
                (term.number, Double((view.documentTerms.rarity(of: term.number) ?? 0) * min(1, term.count)))
            },
            uniquingKeysWith: max
        )
    }

    func score(_ text: some StringProtocol) -> Double {
        var seen: Set<Int32> = []
        var score = 0.0
        for token in Words.tokens(in: String(text)) where !StopWords.contains(token.folded) {
            guard let term = vocabulary.term(of: token.folded), let weight = weights[term] else { continue }
            if seen.insert(term).inserted { score += weight }
        }
        return score
    }
}
