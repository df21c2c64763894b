/// What one line of Markdown is, by its first characters.
extension ArraySlice<Unicode.Scalar> {
    /// True when the line holds spaces and tabs only.
    var isBlank: Bool { allSatisfy(\.isSpaceOrTab) }

    /// The columns before the first other character; a tab counts as four.
    var indent: Int {
        prefix(while: \.isSpaceOrTab).reduce(0) { $0 + ($1 == "\t" ? 4 : 1) }
    }

    /// The line without spaces and tabs at its ends.
    var trimmed: ArraySlice<Unicode.Scalar> {
        let rest = drop(while: \.isSpaceOrTab)
        guard let last = rest.lastIndex(where: { !$0.isSpaceOrTab }) else { return [] }
        return rest[...last]
    }

    /// The line without up to `columns` columns of indentation.
    func withoutIndent(_ columns: Int) -> ArraySlice<Unicode.Scalar> {
        var start = startIndex
        var left = columns
        while left > 0, start < endIndex, self[start].isSpaceOrTab {
            left -= self[start] == "\t" ? 4 : 1
            start += 1
        }
        return self[start...]
    }

    /// True for three or more `-`, `*` or `_` with nothing but blanks between them.
    var isRule: Bool {
        guard let symbol = first(where: { !$0.isSpaceOrTab }), symbol == "-" || symbol == "*" || symbol == "_" else {
            return false
        }
        var count = 0
        for scalar in self where !scalar.isSpaceOrTab {
            guard scalar == symbol else { return false }
            count += 1
        }
        return count >= 3
    }

    /// The level and the content of a heading: one to six `#`, a blank, and something to read.
    var heading: (level: Int, content: ArraySlice<Unicode.Scalar>)? {
        let line = trimmed
        let level = line.prefix(7).prefix { $0 == "#" }.count
        guard (1...6).contains(level), let next = line.dropFirst(level).first, next.isSpaceOrTab else { return nil }
        return (level, line.dropFirst(level).trimmed)
    }

    /// What follows `>` and one space; nil when the line is not quoted.
    var quoted: ArraySlice<Unicode.Scalar>? {
        let line = drop(while: \.isSpaceOrTab)
        guard line.first == ">" else { return nil }
        let rest = line.dropFirst()
        return rest.first == " " ? rest.dropFirst() : rest
    }
}

extension Unicode.Scalar {
    /// True for the two blanks that indent lines.
    var isSpaceOrTab: Bool { self == " " || self == "\t" }
}

/// The beginning of verbatim lines: three or more backticks or tildes, and a language.
struct MarkdownFence {
    let indent: Int
    let language: String?
    private let symbol: Unicode.Scalar
    private let count: Int

    init?(opening line: ArraySlice<Unicode.Scalar>) {
        let rest = line.drop(while: \.isSpaceOrTab)
        guard let symbol = rest.first, symbol == "`" || symbol == "~" else { return nil }
        let count = rest.prefix { $0 == symbol }.count
        let information = rest.dropFirst(count)
        guard count >= 3, symbol == "~" || !information.contains("`") else { return nil }
        let language = information.trimmed.prefix { !$0.isSpaceOrTab }
        self.indent = line.indent
        self.language = language.isEmpty ? nil : String(scalars: language)
        self.symbol = symbol
        self.count = count
    }

    func isClosed(by line: ArraySlice<Unicode.Scalar>) -> Bool {
        let rest = line.trimmed
        return rest.count >= count && rest.allSatisfy { $0 == symbol }
    }
}

/// The mark before a list item.
struct MarkdownListMarker {
    /// `-`, `*`, `+`, `.` or `)`; another symbol begins another list.
    let symbol: Unicode.Scalar
    /// The number; nil for bullets.
    let number: Int?
    /// The columns that the item's further lines are indented by.
    let contentIndent: Int
    /// What follows on the line.
    let content: ArraySlice<Unicode.Scalar>

    init?(_ line: ArraySlice<Unicode.Scalar>) {
        let rest = line.drop(while: \.isSpaceOrTab)
        let digits = rest.prefix(10).prefix { ("0"..."9").contains($0) }
        let after = rest.dropFirst(digits.count)
        guard digits.count < 10, let symbol = after.first else { return nil }
        if digits.isEmpty {
            guard symbol == "-" || symbol == "*" || symbol == "+" else { return nil }
            number = nil
        } else {
            guard symbol == "." || symbol == ")" else { return nil }
            number = Int(String(scalars: digits))
        }
        let content = after.dropFirst()
        guard content.first?.isSpaceOrTab ?? true else { return nil }
        let width = line.indent + digits.count + 1
        let gap = content.indent
        self.symbol = symbol
        self.contentIndent = content.isBlank || gap > 4 ? width + 1 : width + gap
        self.content = content.drop(while: \.isSpaceOrTab)
    }

    /// True when the item ends a paragraph right above it: a year at the start of a line does not.
    var mayInterruptParagraph: Bool { !content.isBlank && (number ?? 1) == 1 }
}
