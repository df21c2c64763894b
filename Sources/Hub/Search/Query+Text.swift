extension Query: CustomStringConvertible {
    /// The query as text that reads back as the same query: conditions, words, order.
    public var description: String {
        var parts = filter.conditions.map(\.description)
        parts += text.map(\.description)
        if let sort { parts.append(sort.description) }
        return parts.joined(separator: " ")
    }
}

extension Filter: CustomStringConvertible {
    /// The filter as the text of a search.
    public var description: String { conditions.map(\.description).joined(separator: " ") }
}

extension Filter.Condition: CustomStringConvertible {
    /// The condition as it is written in a search.
    public var description: String {
        "\(isNegated ? "-" : "")\(field.rawValue):\(values.map(\.description).joined(separator: ","))"
    }
}

extension Filter.Value: CustomStringConvertible {
    /// The value as it is written behind a field.
    public var description: String {
        switch self {
        case .absent: "none"
        case .me: "me"
        case .time(let condition): condition.description
        case .word(let word): Self.needsQuotes(word) ? QueryText.quoted(word) : word
        }
    }

    private static func needsQuotes(_ word: String) -> Bool {
        word == "none" || word == "me" || word.unicodeScalars.first == "\""
            || word.unicodeScalars.contains { $0.properties.isWhitespace || $0 == "," }
    }
}

extension TextClause: CustomStringConvertible {
    /// The clause as it is written in a search.
    public var description: String { alternatives.map(\.description).joined(separator: " or ") }
}

extension TextTerm: CustomStringConvertible {
    /// The term as it is written in a search.
    public var description: String { (isNegated ? "-" : "") + (isQuoted ? QueryText.quoted(text) : text) }
}

extension TicketSort: CustomStringConvertible {
    /// The order as it is written in a search.
    public var description: String { "sort:\(isDescending ? "-" : "")\(key.rawValue)" }
}

/// The quoting of the search grammar.
enum QueryText {
    /// `text` in quotation marks; a backslash stands before a quotation mark or a backslash inside.
    static func quoted(_ text: String) -> String {
        var result = "\"".unicodeScalars
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { result.append("\\") }
            result.append(scalar)
        }
        result.append("\"")
        return String(result)
    }
}
