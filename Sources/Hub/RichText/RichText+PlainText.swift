extension RichText {
    /// Takes text without any notation: blank lines part paragraphs, and every other character stands for itself.
    ///
    /// Its `markdown` is how plain text of a channel or an import is stored so that its words stay as they were.
    public init(plainText: String) {
        var blocks: [Block] = []
        var paragraph: [Inline] = []
        for line in plainText.linesOfText {
            if line.unicodeScalars.allSatisfy(\.isSpaceOrTab) {
                if !paragraph.isEmpty { blocks.append(.paragraph(paragraph)) }
                paragraph = []
            } else {
                if !paragraph.isEmpty { paragraph.append(Inline(.lineBreak)) }
                paragraph.append(.text(String(line)))
            }
        }
        if !paragraph.isEmpty { blocks.append(.paragraph(paragraph)) }
        self = RichText(blocks: blocks).normalized
    }

    /// The text for readers without any notation, for notices, and for search.
    ///
    /// Blocks are parted by blank lines; list items keep their marks, quotes their `>`, a mention reads `@name`, and a
    /// link is followed by its address unless it shows it.
    public var plainText: String { PlainText.lines(of: blocks).joined(separator: "\n") }

    /// The first line that has something to read, for lists of tickets; empty when there is none.
    public var firstLine: String { PlainText.firstLine(of: blocks) ?? "" }
}

/// Writes text without any notation.
private enum PlainText {
    static func lines(of blocks: [RichText.Block]) -> [String] {
        var lines: [String] = []
        for (index, block) in blocks.enumerated() {
            if index > 0 { lines.append("") }
            lines += self.lines(of: block)
        }
        return lines
    }

    private static func lines(of block: RichText.Block) -> [String] {
        switch block {
        case .paragraph(let inlines), .heading(_, let inlines):
            return text(of: inlines).linesOfText.map(String.init)
        case .list(let list):
            return list.items.enumerated().flatMap { index, item in
                let mark = list.start.map { "\(min(999_999_999, max(0, $0)) + index). " } ?? "- "
                let indent = String(repeating: " ", count: mark.utf8.count)
                let content = lines(of: item)
                guard let first = content.first else { return [String(mark.dropLast())] }
                return [mark + first] + content.dropFirst().map { $0.isEmpty ? "" : indent + $0 }
            }
        case .quote(let quoted):
            return lines(of: quoted).map { $0.isEmpty ? ">" : "> " + $0 }
        case .code(_, let text):
            return text.linesOfText.map(String.init)
        case .rule:
            return ["---"]
        }
    }

    private static func text(of inlines: [RichText.Inline]) -> String {
        var result = ""
        var shown = ""
        for (index, inline) in inlines.enumerated() {
            let text = text(of: inline.content)
            result += text
            guard let link = inline.link else { continue }
            shown += text
            guard index + 1 == inlines.count || inlines[index + 1].link != link else { continue }
            if shown != link.description { result += " (\(link))" }
            shown = ""
        }
        return result
    }

    private static func text(of content: RichText.Content) -> String {
        switch content {
        case .text(let text), .code(let text): text
        case .mention(_, let name): "@" + name
        case .lineBreak: "\n"
        }
    }

    static func firstLine(of blocks: [RichText.Block]) -> String? {
        for block in blocks {
            let line: String? =
                switch block {
                case .paragraph(let inlines), .heading(_, let inlines): firstReadable(text(of: inlines))
                case .code(_, let text): firstReadable(text)
                case .list(let list): firstLine(of: list.items)
                case .quote(let quoted): firstLine(of: quoted)
                case .rule: nil
                }
            if let line { return line }
        }
        return nil
    }

    private static func firstLine(of items: [[RichText.Block]]) -> String? {
        for item in items {
            if let line = firstLine(of: item) { return line }
        }
        return nil
    }

    private static func firstReadable(_ text: String) -> String? {
        for line in text.linesOfText {
            let scalars = line.unicodeScalars
            guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
                let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
            else { continue }
            return String(scalars[first...last])
        }
        return nil
    }
}
