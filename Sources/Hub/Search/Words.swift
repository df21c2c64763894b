/// Cuts text into words, the way every search of the hub does.
///
/// A word is a run of letters, digits and underscores (`\w+` of the common regular expressions), together with the
/// combining marks that follow them. Scripts that are written without spaces (Han, kana, Thai, Lao, Khmer, Burmese)
/// give one word for each letter, so that a search for several letters is a search for a phrase and finds them inside
/// a sentence.
public enum Words {
    /// One word of a text, in the two forms that searches compare.
    public struct Token: Hashable, Sendable {
        /// Case-folded and canonically composed, diacritics kept: what a quoted search compares.
        public let exact: String
        /// `exact` without its diacritics: what an unquoted search compares.
        public let folded: String
        /// Where the word stands in the text's UTF-8.
        public let utf8Range: Range<Int>

        /// The word in one of its forms.
        public func text(_ form: Form) -> String {
            switch form {
            case .exact: exact
            case .folded: folded
            }
        }
    }

    /// The forms of a word.
    public enum Form: Hashable, Sendable {
        /// With diacritics.
        case exact
        /// Without diacritics.
        case folded
    }

    /// The words of `text` in order. Linear time.
    public static func tokens(in text: String) -> [Token] {
        var tokens: [Token] = []
        forEachToken(in: text) { tokens.append($0) }
        return tokens
    }

    /// Calls `body` with each word of `text` in order. Linear time; throws what `body` throws.
    public static func forEachToken(in text: String, _ body: (Token) throws -> Void) rethrows {
        var word = PendingWord()
        var offset = 0
        for scalar in text.unicodeScalars {
            let next = offset + UTF8.width(scalar)
            switch ScalarRole(of: scalar) {
            case .separator:
                if let token = word.finish(at: offset) { try body(token) }
            case .mark:
                if word.isOpen { word.append(scalar) }
            case .letter:
                if word.isAlone, let token = word.finish(at: offset) { try body(token) }
                word.begin(at: offset, isAlone: false)
                word.append(scalar)
            case .wordOfItsOwn:
                if let token = word.finish(at: offset) { try body(token) }
                word.begin(at: offset, isAlone: true)
                word.append(scalar)
            }
            offset = next
        }
        if let token = word.finish(at: offset) { try body(token) }
    }

    /// `text` case-folded and canonically composed as a whole, for comparing names and codes.
    public static func caseFolded(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            return String(decoding: text.utf8.map(Folding.lowercasedASCII), as: UTF8.self)
        }
        return Folding.composed(Folding.caseFolded(text.unicodeScalars))
    }

    /// `text` case-folded and without diacritics as a whole.
    public static func folded(_ text: String) -> String { Folding.withoutDiacritics(caseFolded(text)) }

    /// True when `phrase` stands in `tokens` as consecutive words; an empty phrase stands everywhere.
    ///
    /// - Parameters:
    ///   - phrase: the words in the form `form`.
    ///   - form: the form of a token to compare.
    /// - Complexity: the product of both counts at worst.
    public static func contains(_ phrase: [String], in tokens: [Token], form: Form) -> Bool {
        guard phrase.count <= tokens.count else { return false }
        return (0...tokens.count - phrase.count).contains { start in
            phrase.indices.allSatisfy { tokens[start + $0].text(form) == phrase[$0] }
        }
    }
}

/// The word that is being read.
private struct PendingWord {
    private var start = 0
    private var scalars = String.UnicodeScalarView()
    private var ascii: [UInt8] = []
    private var isASCII = true
    private(set) var isOpen = false
    private(set) var isAlone = false

    mutating func begin(at offset: Int, isAlone: Bool) {
        guard !isOpen else { return }
        start = offset
        isOpen = true
        self.isAlone = isAlone
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        if isASCII, scalar.isASCII {
            ascii.append(UInt8(truncatingIfNeeded: scalar.value))
            return
        }
        if isASCII {
            isASCII = false
            scalars.append(each: ascii.lazy.map { Unicode.Scalar($0) })
        }
        scalars.append(scalar)
    }

    mutating func finish(at end: Int) -> Words.Token? {
        guard isOpen else { return nil }
        defer {
            ascii.removeAll(keepingCapacity: true)
            scalars = String.UnicodeScalarView()
            isASCII = true
            isOpen = false
            isAlone = false
        }
        if isASCII {
            let exact = String(decoding: ascii.map(Folding.lowercasedASCII), as: UTF8.self)
            return Words.Token(exact: exact, folded: exact, utf8Range: start..<end)
        }
        let exact = Folding.composed(Folding.caseFolded(scalars))
        return Words.Token(exact: exact, folded: Folding.withoutDiacritics(exact), utf8Range: start..<end)
    }
}

/// What a scalar does for the cutting of words.
private enum ScalarRole {
    case separator, letter, mark, wordOfItsOwn

    init(of scalar: Unicode.Scalar) {
        if scalar.isASCII {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_": self = .letter
            default: self = .separator
            }
            return
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            self = Self.isWrittenWithoutSpaces(scalar) ? .wordOfItsOwn : .letter
        case .nonspacingMark, .spacingMark, .enclosingMark:
            self = .mark
        default:
            self = .separator
        }
    }

    /// The scripts without spaces, by their blocks.
    private static func isWrittenWithoutSpaces(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x0E00: false
        case 0x0E00...0x0EFF: true  // Thai, Lao
        case 0x1000...0x109F: true  // Burmese
        case 0x1780...0x17FF: true  // Khmer
        case 0x3040...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: true  // kana
        default: scalar.properties.isIdeographic
        }
    }
}
