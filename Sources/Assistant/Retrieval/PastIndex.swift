import Hub

/// The past questions of a library: each alone, for its vote, and those of an item together, as a document about what
/// it is asked.
struct PastIndex: Sendable {
    /// The item of each question; those that teammates answered come first.
    let items: [Int32]
    /// How many of the questions teammates answered.
    let answeredCount: Int
    let questionTerms: Postings
    let questionGrams: Postings
    /// One unit an item.
    let documentTerms: Postings
    let documentGrams: Postings
    /// Tells past questions apart, in traces.
    let hash: String
}

/// Reads past questions.
enum PastIndexBuilder {
    /// Indexes the questions of `items`: those that teammates answered, and those that authors wrote, which are evidence
    /// of the same kind.
    static func past(
        of items: [LibraryItem], _ answered: [PastQuestion], _ vocabulary: inout Vocabulary
    ) -> PastIndex {
        var positions: [String: Int] = [:]
        for (position, item) in items.enumerated() where positions[item.reference.id] == nil {
            positions[item.reference.id] = position
        }
        let written = items.flatMap { item in
            item.questions.map { PastQuestion(Question(text: $0), item: item.reference.id) }
        }
        let answered = answered.filter { positions[$0.item] != nil }
        var questionItems: [Int32] = []
        var (questionTerms, questionGrams) = (PostingsBuilder(), PostingsBuilder())
        var terms = [[Int32]](repeating: [], count: items.count)
        var grams = terms
        var hash = FieldHash()
        for past in answered + written {
            guard let position = positions[past.item] else { continue }
            hash.add([past.item, past.question.subject, past.question.text])
            let words = [past.question.subject, past.question.text].flatMap { text in
                vocabulary.numbers(of: text, countMax: Question.wordCountMax)
            }
            let (itsTerms, itsGrams) = (vocabulary.terms(of: words), words.flatMap { vocabulary.grams(of: $0) })
            questionItems.append(Int32(position))
            questionTerms.add(itsTerms)
            questionGrams.add(itsGrams)
            terms[position] += itsTerms
            grams[position] += itsGrams
        }
        var (documentTerms, documentGrams) = (PostingsBuilder(), PostingsBuilder())
        for unit in terms { documentTerms.add(unit) }
        for unit in grams { documentGrams.add(unit) }
        let (termCount, gramCount) = (vocabulary.termCount, vocabulary.gramCount)
        return PastIndex(
            items: questionItems, answeredCount: answered.count,
            questionTerms: questionTerms.finish(termCount: termCount),
            questionGrams: questionGrams.finish(termCount: gramCount),
            documentTerms: documentTerms.finish(termCount: termCount),
            documentGrams: documentGrams.finish(termCount: gramCount), hash: hash.text
        )
    }
}
