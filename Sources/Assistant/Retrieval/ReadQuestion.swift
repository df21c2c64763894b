import Hub

/// A question in the numbers of one index.
struct ReadQuestion: Sendable {
    /// Its known terms.
    let terms: [CountedTerm]
    /// Its known pairs of neighbouring terms.
    let pairs: [CountedTerm]
    /// Its known grams.
    let grams: [CountedTerm]
    /// How many words of it mean something.
    let wordCount: Int
    /// How many different ones of these the library does not know.
    let unknownCount: Int

    /// Whether any word of it, or of what it leans on, means something.
    var isMeaningful: Bool { wordCount > 0 || !terms.isEmpty }

    /// A turn with fewer meaningful words than this leans on the turn before.
    private static let shortCount = 3
    /// How much a word of an earlier turn counts.
    private static let earlierWeight: Float = 0.3

    /// Reads a question. The turn before counts only where this one is short or leans on a pronoun.
    init(_ question: Question, in index: LibraryIndex) {
        var reader = QuestionReader(index)
        reader.read(question.subject, weight: 1)
        reader.read(question.text, weight: 1)
        wordCount = reader.wordCount
        unknownCount = reader.unknown.count
        if reader.wordCount < Self.shortCount || reader.pointsBack, let last = question.earlier.last {
            reader.read(last, weight: Self.earlierWeight)
        }
        (terms, pairs, grams) = (reader.terms.list, reader.pairs.list, reader.grams.list)
    }
}

/// A term of a question and how often, or how strongly, the question has it.
struct CountedTerm: Hashable, Sendable {
    let number: Int32
    var count: Float
}

/// Counts terms in the order of their first occurrence.
private struct TermCounter {
    private var positions: [Int32: Int] = [:]
    private(set) var list: [CountedTerm] = []

    mutating func add(_ number: Int32, _ weight: Float) {
        if let position = positions[number] {
            list[position].count += weight
        } else {
            positions[number] = list.count
            list.append(CountedTerm(number: number, count: weight))
        }
    }
}

private struct QuestionReader {
    private let index: LibraryIndex
    private(set) var terms = TermCounter()
    private(set) var pairs = TermCounter()
    private(set) var grams = TermCounter()
    private(set) var unknown: Set<String> = []
    private(set) var wordCount = 0
    private(set) var pointsBack = false

    init(_ index: LibraryIndex) { self.index = index }

    mutating func read(_ text: String, weight: Float) {
        var previous: Int32?
        for token in Words.tokens(in: text).prefix(Question.wordCountMax) {
            let word = token.folded
            // The grams of stop words tell forms of questions apart, such as «how do I» and «why».
            for gram in index.vocabulary.knownGrams(of: word) { grams.add(gram, weight) }
            if StopWords.pointsBack(word) { pointsBack = true }
            guard !StopWords.contains(word) else { continue }
            wordCount += 1
            guard let term = index.vocabulary.term(of: word) else {
                unknown.insert(word)
                previous = nil
                continue
            }
            terms.add(term, weight)
            if let before = previous, let pair = index.pairs[LibraryIndex.pair(before, term)] {
                pairs.add(pair, weight)
            }
            previous = term
        }
    }
}
