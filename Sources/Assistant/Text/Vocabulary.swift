import Hub

/// Numbers words, stems and runs of letters, so that everything after it works on flat arrays of integers.
///
/// A *word* is a folded word as the hub's searches cut it; a *term* is the stem that several words share; a *gram* is a
/// run of three to five letters of a word with its ends marked.
struct Vocabulary: Sendable {
    /// What is known of one word.
    private struct Word: Sendable {
        /// Its term; nil for a stop word.
        let term: Int32?
        /// Its grams.
        let grams: Range<Int>
    }

    private var wordNumbers: [String: Int32] = [:]
    private var termNumbers: [String: Int32] = [:]
    private var gramNumbers: [UInt64: Int32] = [:]
    private var words: [Word] = []
    private var gramLists: [Int32] = []

    /// How many terms there are.
    var termCount: Int { termNumbers.count }
    /// How many grams there are.
    var gramCount: Int { gramNumbers.count }

    /// Longer words are cut before their grams are taken: addresses and encoded data are no words.
    private static let letterCountMax = 24
    private static let gramLengths = 3...5

    /// The words of a text in order, each numbered, new ones included.
    mutating func numbers(of text: String, countMax: Int = .max) -> [Int32] {
        var numbers: [Int32] = []
        Words.forEachToken(in: text) { token in
            if numbers.count < countMax { numbers.append(number(of: token.folded)) }
        }
        return numbers
    }

    /// The terms of numbered words, stop words left out.
    func terms(of words: [Int32]) -> [Int32] { words.compactMap { self.words[Int($0)].term } }

    /// The number of a word, given one if it is new.
    private mutating func number(of word: String) -> Int32 {
        if let number = wordNumbers[word] { return number }
        let start = gramLists.count
        Self.forEachGram(of: word) { gram in
            let next = Int32(gramNumbers.count)
            let number = gramNumbers[gram] ?? next
            if number == next { gramNumbers[gram] = next }
            gramLists.append(number)
        }
        var term: Int32?
        if !StopWords.contains(word) {
            let stem = PorterStemmer.stem(word)
            let next = Int32(termNumbers.count)
            let number = termNumbers[stem] ?? next
            if number == next { termNumbers[stem] = next }
            term = number
        }
        let number = Int32(words.count)
        words.append(Word(term: term, grams: start..<gramLists.count))
        wordNumbers[word] = number
        return number
    }

    /// The grams of a word that has a number.
    func grams(of number: Int32) -> ArraySlice<Int32> { gramLists[words[Int(number)].grams] }

    /// The term of a folded word; nil when it is a stop word or no text had it.
    func term(of word: String) -> Int32? { termNumbers[PorterStemmer.stem(word)] }

    /// The grams of any folded word, those that no text had left out.
    func knownGrams(of word: String) -> [Int32] {
        var grams: [Int32] = []
        Self.forEachGram(of: word) { gram in
            if let number = gramNumbers[gram] { grams.append(number) }
        }
        return grams
    }

    /// Calls `body` with a hash of each run of three to five scalars of `word`, its ends marked by a space.
    private static func forEachGram(of word: String, _ body: (UInt64) -> Void) {
        var scalars: [UInt32] = [0x20]
        scalars.append(contentsOf: word.unicodeScalars.prefix(letterCountMax).map(\.value))
        scalars.append(0x20)
        for length in gramLengths where scalars.count >= length {
            for start in 0...scalars.count - length {
                // FNV-1a over scalars; two grams that share one hash of 64 bits would only be taken for one.
                var hash: UInt64 = 0xCBF2_9CE4_8422_2325
                for scalar in scalars[start..<start + length] { hash = (hash ^ UInt64(scalar)) &* 0x100_0000_01B3 }
                body(hash)
            }
        }
    }
}
