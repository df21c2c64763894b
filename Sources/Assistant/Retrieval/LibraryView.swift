/// A library as one audience sees it: the weights of what is visible, and nothing of the rest.
///
/// Making one is linear in the library's postings; whoever answers many questions of one audience keeps it.
public struct LibraryView: Sendable {
    /// The library.
    public let index: LibraryIndex
    /// Which items are visible, by position.
    public let isVisible: [Bool]

    let passageTerms, passageGrams, documentTerms, titleTerms, documentPairs: WeighedPostings
    let pastQuestionTerms, pastQuestionGrams, pastDocumentTerms, pastDocumentGrams: WeighedPostings

    /// Weighs an index for the items that `isVisible` marks, by their positions.
    public init(_ index: LibraryIndex, isVisible: [Bool]) {
        precondition(isVisible.count == index.items.count, "every item is visible or not")
        // Sections of manuals and questions are short; a high share of length in BM25 would prefer the shortest.
        let bm25 = WeighedPostings.Measure.bm25(saturation: 1, lengthShare: 0.4)
        func ofItems(_ postings: Postings, _ measure: WeighedPostings.Measure) -> WeighedPostings {
            WeighedPostings(postings, measure: measure) { isVisible[Int($0)] }
        }
        func of(_ items: [Int32], _ postings: Postings, _ measure: WeighedPostings.Measure) -> WeighedPostings {
            WeighedPostings(postings, measure: measure) { isVisible[Int(items[Int($0)])] }
        }
        self.index = index
        self.isVisible = isVisible
        passageTerms = of(index.passageItems, index.passageTerms, bm25)
        passageGrams = of(index.passageItems, index.passageGrams, .cosine)
        documentTerms = ofItems(index.documentTerms, bm25)
        titleTerms = ofItems(index.titleTerms, bm25)
        documentPairs = ofItems(index.documentPairs, bm25)
        pastQuestionTerms = of(index.past.items, index.past.questionTerms, .cosine)
        pastQuestionGrams = of(index.past.items, index.past.questionGrams, .cosine)
        pastDocumentTerms = ofItems(index.past.documentTerms, bm25)
        pastDocumentGrams = ofItems(index.past.documentGrams, .cosine)
    }
}
