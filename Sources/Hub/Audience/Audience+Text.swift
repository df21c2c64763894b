extension Audience: CustomStringConvertible {
    /// The audience as text that reads back as the same audience.
    public var description: String {
        var parts = [expression.description]
        if includesUnknown { parts.append(AudienceWord.unknownInclude) }
        if requiresVerified { parts.append(AudienceWord.requiresVerified) }
        return parts.joined(separator: " ")
    }
}

extension Audience.Expression: CustomStringConvertible {
    /// The expression as it is written.
    public var description: String {
        switch self {
        case .constant(let isEveryone): isEveryone ? "everyone" : "nobody"
        case .compare(let trait, let comparison, let value):
            "\(AudienceWord.name(trait)) \(comparison.rawValue) \(value)"
        case .oneOf(let trait, let values):
            "\(AudienceWord.name(trait)) in [\(values.map(\.description).joined(separator: ", "))]"
        case .range(let trait, let from, let to): "\(AudienceWord.name(trait)) in \(from)..\(to)"
        case .within(let trait, let regions) where regions.count == 1:
            "\(AudienceWord.name(trait)) within \(AudienceWord.string(regions[0]))"
        case .within(let trait, let regions):
            "\(AudienceWord.name(trait)) within [\(regions.map(AudienceWord.string).joined(separator: ", "))]"
        case .known(let trait): "known \(AudienceWord.name(trait))"
        case .not(let inner): "not \(inner.isJoined ? "(\(inner))" : inner.description)"
        case .all(let parts): parts.map { $0.isJoined ? "(\($0))" : $0.description }.joined(separator: " and ")
        case .any(let parts): parts.map { $0.isAny ? "(\($0))" : $0.description }.joined(separator: " or ")
        }
    }

    private var isJoined: Bool {
        switch self {
        case .all, .any: true
        default: false
        }
    }

    private var isAny: Bool {
        if case .any = self { true } else { false }
    }
}

extension Audience.Value: CustomStringConvertible {
    /// The value as it is written.
    public var description: String {
        switch self {
        case .string(let string): AudienceWord.string(string)
        case .bool(let bool): bool ? "true" : "false"
        case .number(let number):
            // Whole numbers without a fraction, as people write them; a double counts them up to 2^53.
            number.magnitude < 9_007_199_254_740_992 && number.rounded(.towardZero) == number
                ? String(Int64(number)) : String(number)
        }
    }
}

/// The words of the notation.
enum AudienceWord {
    static let unknownInclude = "unknown:include"
    static let requiresVerified = "requires_verified"
    static let reserved: Set<String> = [
        "and", "or", "not", "in", "within", "known", "true", "false", "everyone", "nobody", unknownInclude,
        requiresVerified,
    ]

    /// A trait's name, in backticks where it is no plain word.
    static func name(_ name: String) -> String { isPlain(name) ? name : quoted(name, by: "`") }

    /// A word of a value, in quotation marks where it would read as something else.
    static func string(_ string: String) -> String {
        isPlain(string) && number(string) == nil ? string : quoted(string, by: "\"")
    }

    /// The number that a plain word reads as; nil for a word, and for digits after a leading zero, as of a postal code.
    static func number(_ word: String) -> Double? {
        let digits = word.utf8.drop { $0 == UInt8(ascii: "-") }
        let hasDigits = digits.allSatisfy { (0x30...0x39).contains($0) || ".eE+-".utf8.contains($0) }
        guard let first = digits.first, (0x30...0x39).contains(first), hasDigits else { return nil }
        if first == 0x30, let second = digits.dropFirst().first, (0x30...0x39).contains(second) { return nil }
        guard let number = Double(word), number.isFinite else { return nil }
        return number
    }

    /// True for the scalars of plain words.
    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "_", "-", ".", ":", "+", "@", "/": true
        default: scalar.isWordScalar
        }
    }

    private static func isPlain(_ word: String) -> Bool {
        !word.isEmpty && word.unicodeScalars.allSatisfy { isPlain($0) } && !word.utf8.elementsEqual("-".utf8)
            && word.unicodeScalars.firstRange(of: "..".unicodeScalars) == nil && word.unicodeScalars.last != "."
            && !reserved.contains(Words.caseFolded(word))
    }

    private static func quoted(_ text: String, by mark: Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView([mark])
        for scalar in text.unicodeScalars {
            if scalar == mark || scalar == "\\" { result.append("\\") }
            result.append(scalar)
        }
        result.append(mark)
        return String(result)
    }
}
