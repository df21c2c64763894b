/// Cuts English words to their stems, so that `charging` finds `charge`.
///
/// The algorithm of M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), with the two departures of
/// its author's reference program: step 2 has `bli` → `ble` for `abli` → `able`, and `logi` → `log`.
public enum PorterStemmer {
    /// The stem of a word; words that are not all of `a`…`z`, and words of up to two letters, stay as they are.
    ///
    /// - Parameter word: case-folded.
    /// - Complexity: linear in the word's length.
    public static func stem(_ word: String) -> String {
        let bytes = Array(word.utf8)
        guard bytes.count > 2, bytes.allSatisfy({ $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }) else {
            return word
        }
        var stem = StemmedWord(bytes)
        stem.removePlural()
        stem.removePast()
        stem.softenY()
        stem.apply(StemmedWord.doubleSuffixes)
        stem.apply(StemmedWord.adjectiveSuffixes)
        stem.removeResidualSuffix()
        stem.tidyEnd()
        return String(decoding: stem.letters, as: UTF8.self)
    }
}

/// A word on its way through the steps of the algorithm.
private struct StemmedWord {
    /// A suffix, and what stands in its place when the stem before it has a measure above zero.
    typealias Rule = (suffix: [UInt8], replacement: [UInt8])

    private(set) var letters: [UInt8]

    init(_ letters: [UInt8]) { self.letters = letters }

    // MARK: Conditions

    private func isConsonant(_ index: Int) -> Bool {
        switch letters[index] {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"): false
        case UInt8(ascii: "y"): index == 0 || !isConsonant(index - 1)
        default: true
        }
    }

    /// The number of times that a vowel is followed by a consonant in the first `count` letters: Porter's m.
    private func measure(_ count: Int) -> Int {
        var (measure, isAfterVowel) = (0, false)
        for index in 0..<count {
            if isConsonant(index) {
                if isAfterVowel { measure += 1 }
                isAfterVowel = false
            } else {
                isAfterVowel = true
            }
        }
        return measure
    }

    private func hasVowel(_ count: Int) -> Bool { (0..<count).contains { !isConsonant($0) } }

    private func endsInDoubleConsonant(_ count: Int) -> Bool {
        count > 1 && letters[count - 1] == letters[count - 2] && isConsonant(count - 1)
    }

    /// Whether the first `count` letters end in consonant, vowel, consonant, the last not w, x or y.
    private func endsShort(_ count: Int) -> Bool {
        guard count > 2, isConsonant(count - 1), !isConsonant(count - 2), isConsonant(count - 3) else { return false }
        return !"wxy".utf8.contains(letters[count - 1])
    }

    /// The length of the stem before `suffix`; nil when the word does not end in it.
    private func stemCount(before suffix: some Collection<UInt8>) -> Int? {
        guard letters.count >= suffix.count, letters.suffix(suffix.count).elementsEqual(suffix) else { return nil }
        return letters.count - suffix.count
    }

    private mutating func replace(from count: Int, with replacement: some Collection<UInt8>) {
        letters.replaceSubrange(count..., with: replacement)
    }

    // MARK: Steps

    /// Step 1a: `caresses` → `caress`, `ponies` → `poni`, `cats` → `cat`.
    mutating func removePlural() {
        if let count = stemCount(before: "sses".utf8) {
            replace(from: count + 2, with: [])
        } else if let count = stemCount(before: "ies".utf8) {
            replace(from: count + 1, with: [])
        } else if stemCount(before: "ss".utf8) == nil, let count = stemCount(before: "s".utf8) {
            replace(from: count, with: [])
        }
    }

    /// Step 1b: `agreed` → `agree`, `plastered` → `plaster`, `motoring` → `motor`.
    mutating func removePast() {
        if let count = stemCount(before: "eed".utf8) {
            if measure(count) > 0 { replace(from: count + 2, with: []) }
            return
        }
        guard let count = stemCount(before: "ed".utf8) ?? stemCount(before: "ing".utf8), hasVowel(count) else { return }
        replace(from: count, with: [])
        if ["at", "bl", "iz"].contains(where: { stemCount(before: $0.utf8) != nil }) {
            letters.append(UInt8(ascii: "e"))
        } else if endsInDoubleConsonant(count), !"lsz".utf8.contains(letters[count - 1]) {
            letters.removeLast()
        } else if measure(count) == 1, endsShort(count) {
            letters.append(UInt8(ascii: "e"))
        }
    }

    /// Step 1c: `happy` → `happi`, while `sky` stays.
    mutating func softenY() {
        if let count = stemCount(before: "y".utf8), hasVowel(count) { replace(from: count, with: "i".utf8) }
    }

    /// Steps 2 and 3: the first rule whose suffix the word has decides.
    mutating func apply(_ rules: [Rule]) {
        for rule in rules {
            guard let count = stemCount(before: rule.suffix) else { continue }
            if measure(count) > 0 { replace(from: count, with: rule.replacement) }
            return
        }
    }

    /// Step 4: `revival` → `reviv`, `adoption` → `adopt`.
    mutating func removeResidualSuffix() {
        for suffix in Self.residualSuffixes {
            guard let count = stemCount(before: suffix) else { continue }
            let isIon = suffix.elementsEqual("ion".utf8)
            let isAllowed = !isIon || (count > 0 && "st".utf8.contains(letters[count - 1]))
            if isAllowed, measure(count) > 1 { replace(from: count, with: []) }
            return
        }
    }

    /// Step 5: `probate` → `probat`, `controll` → `control`.
    mutating func tidyEnd() {
        if let count = stemCount(before: "e".utf8) {
            let measure = measure(count)
            if measure > 1 || (measure == 1 && !endsShort(count)) { replace(from: count, with: []) }
        }
        if letters.last == UInt8(ascii: "l"), endsInDoubleConsonant(letters.count), measure(letters.count - 1) > 1 {
            letters.removeLast()
        }
    }

    private static func rules(_ pairs: [(String, String)]) -> [Rule] {
        // Of two suffixes that a word has, the longer one is meant.
        pairs.sorted { $0.0.utf8.count > $1.0.utf8.count }.map { (Array($0.0.utf8), Array($0.1.utf8)) }
    }

    /// The rules of step 2.
    static let doubleSuffixes = rules([
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"),
        ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"),
        ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
        ("iviti", "ive"), ("biliti", "ble"), ("logi", "log"),
    ])

    /// The rules of step 3.
    static let adjectiveSuffixes = rules([
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ])

    private static let residualSuffixes = rules(
        [
            "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate",
            "iti", "ous", "ive", "ize",
        ].map { ($0, "") }
    ).map(\.suffix)
}
