import Hub

/// Everything that ranking needs to know of a library, computed once: immutable, shared by all questions.
///
/// Building is linear in the text; a question costs the postings of its own words.
public struct LibraryIndex: Sendable {
    /// The items, in the order they were given; candidates refer to them by position.
    public let items: [LibraryItem]

    let vocabulary: Vocabulary
    /// The item of each passage.
    let passageItems: [Int32]
    let passageTerms: Postings
    let passageGrams: Postings
    let documentTerms: Postings
    let titleTerms: Postings
    /// The different terms of all titles, one title after the other, and where each begins.
    let titleTermLists: [Int32]
    let titleTermOffsets: [Int32]
    let pairs: [UInt64: Int32]
    let documentPairs: Postings
    let past: PastIndex

    /// Indexes a library.
    ///
    /// - Parameters:
    ///   - items: The articles and snippets, those that nobody may see at present included.
    ///   - pastQuestions: What teammates answered with them; questions of other items are left out.
    public init(_ items: [LibraryItem], pastQuestions: [PastQuestion] = []) {
        var builder = LibraryIndexBuilder()
        for (position, item) in items.enumerated() { builder.add(item, at: Int32(position)) }
        let past = PastIndexBuilder.past(of: items, pastQuestions, &builder.vocabulary)
        let (termCount, gramCount) = (builder.vocabulary.termCount, builder.vocabulary.gramCount)
        self.items = items
        self.past = past
        vocabulary = builder.vocabulary
        passageItems = builder.passageItems
        passageTerms = builder.passageTerms.finish(termCount: termCount)
        passageGrams = builder.passageGrams.finish(termCount: gramCount)
        documentTerms = builder.documentTerms.finish(termCount: termCount)
        titleTerms = builder.titleTerms.finish(termCount: termCount)
        titleTermLists = builder.titleTermLists
        titleTermOffsets = builder.titleTermOffsets
        pairs = builder.pairs
        documentPairs = builder.documentPairs.finish(termCount: builder.pairs.count)
    }

    /// The different terms of an item's title.
    func titleTerms(of item: Int) -> ArraySlice<Int32> {
        titleTermLists[Int(titleTermOffsets[item])..<Int(titleTermOffsets[item + 1])]
    }

    /// Two neighbouring terms as one key of `pairs`.
    static func pair(_ first: Int32, _ second: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
    }
}

/// Reads a library item by item.
private struct LibraryIndexBuilder {
    var vocabulary = Vocabulary()
    private(set) var passageItems: [Int32] = []
    private(set) var passageTerms = PostingsBuilder()
    private(set) var passageGrams = PostingsBuilder()
    private(set) var documentTerms = PostingsBuilder()
    private(set) var titleTerms = PostingsBuilder()
    private(set) var titleTermLists: [Int32] = []
    private(set) var titleTermOffsets: [Int32] = [0]
    private(set) var pairs: [UInt64: Int32] = [:]
    private(set) var documentPairs = PostingsBuilder()

    mutating func add(_ item: LibraryItem, at position: Int32) {
        let title = vocabulary.numbers(of: item.title)
        let titleTerms = vocabulary.terms(of: title)
        self.titleTerms.add(titleTerms)
        titleTermLists += Set(titleTerms).sorted()
        titleTermOffsets.append(Int32(titleTermLists.count))

        var documentTerms = titleTerms
        var documentPairs = pairs(titleTerms)
        // An item without words still has one passage, so that its title can be found.
        var pieces = Passage.cut(item.body) + item.questions.map { Passage(heading: "", text: $0) }
        if pieces.isEmpty { pieces = [Passage(heading: "", text: "")] }
        var lastHeading = ""
        for piece in pieces {
            let heading = vocabulary.numbers(of: piece.heading)
            let text = vocabulary.numbers(of: piece.text)
            let (headingTerms, textTerms) = (vocabulary.terms(of: heading), vocabulary.terms(of: text))
            passageItems.append(position)
            passageTerms.add(titleTerms + headingTerms + textTerms)
            passageGrams.add((title + heading + text).flatMap { vocabulary.grams(of: $0) })
            if piece.heading != lastHeading {
                documentTerms += headingTerms
                documentPairs += pairs(headingTerms)
                lastHeading = piece.heading
            }
            documentTerms += textTerms
            documentPairs += pairs(textTerms)
        }
        self.documentTerms.add(documentTerms)
        self.documentPairs.add(documentPairs)
    }

    /// The numbers of the pairs of neighbouring terms, new ones included.
    private mutating func pairs(_ terms: [Int32]) -> [Int32] {
        zip(terms, terms.dropFirst()).map { first, second in
            let pair = LibraryIndex.pair(first, second)
            if let number = pairs[pair] { return number }
            let number = Int32(pairs.count)
            pairs[pair] = number
            return number
        }
    }
}
