/// Cuts the text of an audience into tokens.
struct AudienceLexer {
    /// A token and where it begins.
    struct Token: Hashable {
        enum Kind: Hashable {
            /// A plain word: a keyword, a trait, a number or a value.
            case word(String)
            /// A value in quotation marks.
            case quoted(String)
            /// A trait in backticks.
            case name(String)
            case comparison(Audience.Comparison)
            /// `(`, `)`, `[`, `]`, `,` or `..`.
            case symbol(String)
        }

        let kind: Kind
        let position: Int
    }

    /// The tokens of `text`.
    static func tokens(of text: String) throws(SyntaxProblem) -> [Token] {
        var lexer = AudienceLexer(scalars: Array(text.unicodeScalars))
        var tokens: [Token] = []
        while let token = try lexer.next() { tokens.append(token) }
        return tokens
    }

    private let scalars: [Unicode.Scalar]
    private var position = 0

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private mutating func next() throws(SyntaxProblem) -> Token? {
        while position < scalars.count, scalars[position].properties.isWhitespace { position += 1 }
        guard position < scalars.count else { return nil }
        let start = position
        switch scalars[position] {
        case "(", ")", "[", "]", ",":
            position += 1
            return Token(kind: .symbol(String(scalars[start])), position: start)
        case "\"": return Token(kind: .quoted(try quoted(by: "\"")), position: start)
        case "`": return Token(kind: .name(try quoted(by: "`")), position: start)
        case "=", "!", "<", ">": return Token(kind: .comparison(try comparison()), position: start)
        case "." where follows("."):
            position += 2
            return Token(kind: .symbol(".."), position: start)
        case let scalar where AudienceWord.isPlain(scalar):
            while position < scalars.count, AudienceWord.isPlain(scalars[position]),
                !(scalars[position] == "." && follows("."))
            {
                position += 1
            }
            return Token(kind: .word(String(scalars: scalars[start..<position])), position: start)
        default:
            throw SyntaxProblem(at: start, "this character has no meaning here; put values in quotation marks")
        }
    }

    private func follows(_ scalar: Unicode.Scalar) -> Bool {
        position + 1 < scalars.count && scalars[position + 1] == scalar
    }

    private mutating func comparison() throws(SyntaxProblem) -> Audience.Comparison {
        let start = position
        let isLong = follows("=")
        position += isLong ? 2 : 1
        switch (scalars[start], isLong) {
        case ("=", _): return .equal
        case ("!", true): return .notEqual
        case ("<", false): return .less
        case ("<", true): return .lessOrEqual
        case (">", false): return .greater
        case (">", true): return .greaterOrEqual
        default: throw SyntaxProblem(at: start, "write != to compare, or not before a condition")
        }
    }

    private mutating func quoted(by mark: Unicode.Scalar) throws(SyntaxProblem) -> String {
        let start = position
        position += 1
        var text = String.UnicodeScalarView()
        while position < scalars.count {
            var scalar = scalars[position]
            position += 1
            if scalar == mark { return String(text) }
            if scalar == "\\", position < scalars.count {
                scalar = scalars[position]
                position += 1
            }
            text.append(scalar)
        }
        throw SyntaxProblem(at: start, "this \(mark) is never closed; add a second one")
    }
}
