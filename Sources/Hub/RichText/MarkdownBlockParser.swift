/// Reads the blocks of Markdown: a dialect of CommonMark for messages.
///
/// Differences from CommonMark: a line end within a paragraph is a line break, as people who write messages mean it;
/// there is no indented code, no underlined heading, no lazy continuation, no reference link, and no HTML: what looks
/// like it is text. Every input is read; time is linear, since nesting is bounded.
struct MarkdownBlockParser {
    typealias Line = ArraySlice<Unicode.Scalar>

    /// The blocks of `text`, not yet in normal form.
    static func blocks(of text: String) -> [RichText.Block] {
        // A carriage return may end a line by itself, so lines are cut once and by one rule for all blocks.
        blocks(of: text.linesOfText.map { Line(Array($0.unicodeScalars)) }, depth: 0)
    }

    private static func blocks(of lines: [Line], depth: Int) -> [RichText.Block] {
        var parser = MarkdownBlockParser(lines: lines, depth: depth)
        while parser.index < lines.count { parser.readBlock() }
        parser.endParagraph()
        return parser.blocks
    }

    private let lines: [Line]
    private let depth: Int
    private var index = 0
    private var blocks: [RichText.Block] = []
    private var paragraph: [Line] = []

    private init(lines: [Line], depth: Int) {
        self.lines = lines
        self.depth = depth
    }

    private mutating func readBlock() {
        let line = lines[index]
        if line.isBlank {
            endParagraph()
            index += 1
        } else if let fence = MarkdownFence(opening: line) {
            endParagraph()
            readCode(fence)
        } else if line.isRule {
            endParagraph()
            blocks.append(.rule)
            index += 1
        } else if let (level, content) = line.heading {
            endParagraph()
            blocks.append(.heading(level: level, MarkdownInlineParser.inlines(of: Array(content))))
            index += 1
        } else if depth < RichText.depthMax, line.quoted != nil {
            endParagraph()
            readQuote()
        } else if depth < RichText.depthMax, let marker = MarkdownListMarker(line),
            paragraph.isEmpty || marker.mayInterruptParagraph
        {
            endParagraph()
            readList(marker)
        } else {
            paragraph.append(line.trimmed)
            index += 1
        }
    }

    private mutating func endParagraph() {
        guard !paragraph.isEmpty else { return }
        blocks.append(.paragraph(MarkdownInlineParser.inlines(of: Array(paragraph.joined(separator: ["\n"])))))
        paragraph = []
    }

    private mutating func readCode(_ fence: MarkdownFence) {
        index += 1
        var content: [String] = []
        while index < lines.count, !fence.isClosed(by: lines[index]) {
            content.append(String(scalars: lines[index].withoutIndent(fence.indent)))
            index += 1
        }
        index += 1
        blocks.append(.code(language: fence.language, text: content.joined(separator: "\n")))
    }

    private mutating func readQuote() {
        let start = index
        var content: [Line] = []
        while index < lines.count, let line = lines[index].quoted {
            content.append(line)
            index += 1
        }
        let inner = Self.blocks(of: content, depth: depth + 1)
        if inner.isEmpty {
            // Somebody wrote bare angle brackets: they are text.
            paragraph = lines[start..<index].map(\.trimmed)
            endParagraph()
        } else {
            blocks.append(.quote(inner))
        }
    }

    private mutating func readList(_ first: MarkdownListMarker) {
        var items: [[RichText.Block]] = []
        var next: MarkdownListMarker? = first
        while let marker = next {
            let start = index
            var content = [marker.content]
            // The item ends with its last line that is not blank.
            var end = start + 1
            index += 1
            while index < lines.count {
                let line = lines[index]
                if line.isBlank {
                    // An item that begins with a blank line is empty.
                    if content.count == 1, marker.content.isBlank { break }
                } else if line.indent >= marker.contentIndent {
                    end = index + 1
                } else {
                    break
                }
                content.append(line.withoutIndent(marker.contentIndent))
                index += 1
            }
            content.removeLast(content.count - (end - start))
            items.append(Self.blocks(of: content, depth: depth + 1))
            next = nil
            while index < lines.count, lines[index].isBlank { index += 1 }
            if index < lines.count, !lines[index].isRule, let following = MarkdownListMarker(lines[index]),
                following.symbol == first.symbol
            {
                next = following
            }
        }
        blocks.append(.list(RichText.List(start: first.number, items: items)))
    }
}
