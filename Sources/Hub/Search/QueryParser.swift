/// Reads the search grammar in one pass over the scalars of a text.
struct QueryParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var query = Query()
    /// The alternatives of the clause that is being read.
    private var alternatives: [TextTerm] = []
    /// Where an `or` stands that still waits for its second word.
    private var pendingOr: Int?

    init(_ text: String) throws(SyntaxProblem) {
        guard text.utf8.count <= Query.byteCountMax else {
            throw SyntaxProblem(at: 0, "the search is longer than \(Query.byteCountMax) bytes; shorten it")
        }
        scalars = Array(text.unicodeScalars)
    }

    mutating func parse() throws(SyntaxProblem) -> Query {
        while skipSpaces() {
            let start = position
            let isNegated = peek() == "-" && !isSpace(at: position + 1) && position + 1 < scalars.count
            if isNegated { position += 1 }
            if peek() == "\"" {
                let text = try readQuoted()
                try add(TextTerm(text: text, isQuoted: true, isNegated: isNegated), at: start)
            } else if let name = readFieldName() {
                try endClause(before: start)
                try readField(name, at: start, isNegated: isNegated)
            } else {
                let text = readBare { _ in false }
                if !isNegated, Words.caseFolded(text) == "or" {
                    try readOr(at: start)
                } else {
                    try add(TextTerm(text: text, isQuoted: false, isNegated: isNegated), at: start)
                }
            }
        }
        try endClause(before: position)
        return query
    }

    // MARK: Words

    private mutating func readOr(at start: Int) throws(SyntaxProblem) {
        guard !alternatives.isEmpty, pendingOr == nil else { throw Self.looseOr(at: start) }
        pendingOr = start
    }

    private mutating func add(_ term: TextTerm, at start: Int) throws(SyntaxProblem) {
        guard !term.words.isEmpty else {
            // Punctuation between words is no word; in quotation marks somebody means it.
            guard term.isQuoted else { return }
            throw SyntaxProblem(at: start, "the quotation marks hold no letter or digit to search for")
        }
        if let or = pendingOr {
            guard !term.isNegated, alternatives.last?.isNegated == false else {
                throw SyntaxProblem(at: or, "«or» cannot join a word that «-» excludes; drop the one or the other")
            }
            pendingOr = nil
        } else {
            try endClause(before: start)
        }
        alternatives.append(term)
    }

    private mutating func endClause(before start: Int) throws(SyntaxProblem) {
        if let or = pendingOr { throw Self.looseOr(at: or) }
        if !alternatives.isEmpty { query.text.append(TextClause(alternatives)) }
        alternatives = []
    }

    private static func looseOr(at position: Int) -> SyntaxProblem {
        SyntaxProblem(
            at: position,
            "«or» stands between two words; values of a field are joined by commas, as in status:open,pending; to "
                + "search for the word itself write \"or\""
        )
    }

    // MARK: Fields

    /// Reads `name:` when a field starts here, and leaves the position otherwise.
    ///
    /// `http://…`, `a::b` and a name with nothing behind its colon are words, unless the name is a field's.
    private mutating func readFieldName() -> String? {
        var end = position
        while end < scalars.count, Self.isNameScalar(scalars[end]) { end += 1 }
        guard end > position, end < scalars.count, scalars[end] == ":" else { return nil }
        let folded = Words.caseFolded(String(scalars: scalars[position..<end]))
        let isKnown = folded == "sort" || Filter.Field(rawValue: folded) != nil
        let next = end + 1
        let isPlain =
            next >= scalars.count || isSpace(at: next) || scalars[next] == ":"
            || scalars[next] == "/" && next + 1 < scalars.count && scalars[next + 1] == "/"
        guard isKnown || !isPlain else { return nil }
        position = next
        return folded
    }

    private mutating func readField(_ name: String, at start: Int, isNegated: Bool) throws(SyntaxProblem) {
        if name == "sort" {
            try readSort(at: start, isNegated: isNegated)
            return
        }
        guard let field = Filter.Field(rawValue: name) else {
            let names = Filter.Field.allCases.map(\.rawValue).joined(separator: ", ")
            throw SyntaxProblem(
                at: start,
                "there is no such field; the fields are \(names) and sort; to search for the words themselves put them "
                    + "in quotation marks"
            )
        }
        var values: [Filter.Value] = []
        repeat {
            values.append(try readValue(of: field))
        } while take(",")
        query.filter.conditions.append(Filter.Condition(field, values, isNegated: isNegated))
    }

    private mutating func readValue(of field: Filter.Field) throws(SyntaxProblem) -> Filter.Value {
        let start = position
        let isQuoted = peek() == "\""
        let word = isQuoted ? try readQuoted() : readBare { $0 == "," }
        guard !word.isEmpty else {
            throw SyntaxProblem(
                at: start, "\(field.rawValue): needs a value right behind the colon or comma, as in \(field.example)"
            )
        }
        if field.isTime {
            guard let condition = TimeCondition(word) else {
                throw SyntaxProblem(
                    at: start,
                    "this is no time; write 2024-01-31, 2024-01, >2024-01-31, 2024-01..2024-03, today, yesterday or 7d"
                )
            }
            return .time(condition)
        }
        if !isQuoted, word == "none" { return .absent }
        if !isQuoted, word == "me", field == .owner { return .me }
        return .word(word)
    }

    private mutating func readSort(at start: Int, isNegated: Bool) throws(SyntaxProblem) {
        let isDescending = take("-")
        guard !isNegated, let key = TicketSort.Key(rawValue: Words.caseFolded(readBare { _ in false })) else {
            let names = TicketSort.Key.allCases.map(\.rawValue).joined(separator: ", ")
            throw SyntaxProblem(at: start, "write sort: or sort:- (greatest first) and one of \(names)")
        }
        guard query.sort == nil else { throw SyntaxProblem(at: start, "a search has one sort:; drop the others") }
        query.sort = TicketSort(key, isDescending: isDescending)
    }

    // MARK: Scalars

    private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "_": true
        default: false
        }
    }

    private func peek() -> Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private func isSpace(at index: Int) -> Bool { index < scalars.count && scalars[index].properties.isWhitespace }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        position += 1
        return true
    }

    /// True when something follows the spaces.
    private mutating func skipSpaces() -> Bool {
        while isSpace(at: position) { position += 1 }
        return position < scalars.count
    }

    private mutating func readBare(until isEnd: (Unicode.Scalar) -> Bool) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = peek(), !scalar.properties.isWhitespace, !isEnd(scalar) {
            text.append(scalar)
            position += 1
        }
        return String(text)
    }

    private mutating func readQuoted() throws(SyntaxProblem) -> String {
        let start = position
        position += 1
        var text = String.UnicodeScalarView()
        while var scalar = peek() {
            position += 1
            if scalar == "\"" { return String(text) }
            if scalar == "\\", let escaped = peek() {
                scalar = escaped
                position += 1
            }
            text.append(scalar)
        }
        throw SyntaxProblem(at: start, "this quotation mark is never closed; add a second one")
    }
}

extension Filter.Field {
    /// A condition that shows how the field is written.
    fileprivate var example: String {
        isTime ? "\(rawValue):2024-01" : "\(rawValue):\(vocabulary?.first ?? "none")"
    }
}
