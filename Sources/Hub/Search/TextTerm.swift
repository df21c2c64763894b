/// Words that a ticket must hold, or must not.
public struct TextTerm: Hashable, Sendable {
    /// The words as they were typed, without quotation marks.
    public let text: String
    /// True when they stood in quotation marks: diacritics count.
    public let isQuoted: Bool
    /// True when they must not occur.
    public let isNegated: Bool

    /// The words to find one after the other, in the form that `form` names.
    public let words: [String]

    init(text: String, isQuoted: Bool, isNegated: Bool) {
        self.text = text
        self.isQuoted = isQuoted
        self.isNegated = isNegated
        words = Words.tokens(in: text).map { $0.text(isQuoted ? .exact : .folded) }
    }

    /// The term that asks for exactly these words in this order, as if typed in quotation marks.
    public static func phrase(_ text: String, isNegated: Bool = false) -> TextTerm {
        TextTerm(text: text, isQuoted: true, isNegated: isNegated)
    }

    /// The words without diacritics: what an index of folded words is asked for before `occurs(in:)` decides.
    public var foldedWords: [String] { Words.tokens(in: text).map(\.folded) }

    /// The form of a token that the term compares: `exact` for quoted terms, `folded` for others.
    public var form: Words.Form { isQuoted ? .exact : .folded }

    /// True when the words stand in a text with these tokens, whatever `isNegated` says.
    public func occurs(in tokens: [Words.Token]) -> Bool { Words.contains(words, in: tokens, form: form) }

    /// True when the words stand in `text`, whatever `isNegated` says. Linear time in `text` for a single word.
    public func occurs(in text: String) -> Bool { occurs(in: Words.tokens(in: text)) }
}

/// Alternatives of which one must hold: `word or "two words"`; most clauses have one.
public struct TextClause: Hashable, Sendable {
    /// The alternatives, at least one; a negated term stands alone.
    public let alternatives: [TextTerm]

    /// Assembles a clause. A negated term among several, or no term at all, is a programming error.
    public init(_ alternatives: [TextTerm]) {
        precondition(!alternatives.isEmpty, "a text clause has at least one alternative")
        precondition(
            alternatives.count == 1 || !alternatives.contains(where: \.isNegated), "a negated term stands alone"
        )
        self.alternatives = alternatives
    }

    /// True when the texts of one ticket, each given by its tokens, satisfy the clause; a phrase never spans texts.
    public func matches(_ texts: [[Words.Token]]) -> Bool {
        alternatives.contains { term in
            texts.contains { term.occurs(in: $0) } != term.isNegated
        }
    }
}
