import Hub
import TerminalCanvas

/// Rich text as lines of a width.
struct RichTextLines {
    private let theme: Theme
    private let columns: Int
    private(set) var lines: [TextLine] = []

    /// Lays a text out. O(n).
    init(_ text: RichText, columns: Int, theme: Theme) {
        self.theme = theme
        self.columns = max(4, columns)
        add(text.blocks, indent: TextLine(), width: self.columns)
    }

    private mutating func add(_ blocks: [RichText.Block], indent: TextLine, width: Int) {
        for (index, block) in blocks.enumerated() {
            if index > 0, Self.needsGap(blocks[index - 1], block) { lines.append(indent) }
            add(block, indent: indent, width: max(4, width))
        }
    }

    private static func needsGap(_ before: RichText.Block, _ after: RichText.Block) -> Bool {
        if case .paragraph = before, case .list = after { return false }
        return true
    }

    private mutating func add(_ block: RichText.Block, indent: TextLine, width: Int) {
        switch block {
        case .paragraph(let inlines): wrap(inlines, .plain, indent, width)
        case .heading(_, let inlines): wrap(inlines, theme.heading, indent, width)
        case .quote(let blocks):
            let bar = TextLine(theme.isASCII ? "> " : "▎ ", theme.muted)
            add(blocks, indent: indent + bar, width: width - 2)
        case .code(_, let text):
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                for piece in TextWrap.lines(of: String(line), columns: width, theme.muted) {
                    lines.append(indent + piece)
                }
            }
        case .rule:
            lines.append(indent + TextLine(String(repeating: theme.isASCII ? "-" : "─", count: width), theme.border))
        case .list(let list):
            for (index, item) in list.items.enumerated() {
                let mark = list.start.map { "\($0 + index). " } ?? (theme.isASCII ? "- " : "• ")
                var inner = RichTextLines(RichText(blocks: item), columns: width - mark.count, theme: theme).lines
                if inner.isEmpty { inner = [TextLine()] }
                let blank = TextLine(String(repeating: " ", count: mark.count))
                for (row, line) in inner.enumerated() {
                    lines.append(indent + (row == 0 ? TextLine(mark, theme.muted) : blank) + line)
                }
            }
        }
    }

    private mutating func wrap(_ inlines: [RichText.Inline], _ style: Style, _ indent: TextLine, _ width: Int) {
        var line = TextLine()
        for inline in inlines {
            var look = style
            if inline.style.contains(.strong) { look = look.with(.bold) }
            if inline.style.contains(.emphasis) { look = look.with(.italic) }
            if inline.style.contains(.strikethrough) { look = look.with(.strikethrough) }
            if inline.link != nil { look = look.overlaid(by: theme.accent).with(.underline) }
            switch inline.content {
            case .text(let text): line.spans.append(Span(text, look, link: inline.link?.description))
            case .code(let text): line.spans.append(Span(text, look.overlaid(by: theme.muted)))
            case .mention(_, let name): line.spans.append(Span("@" + name, look.overlaid(by: theme.accent).with(.bold)))
            case .lineBreak: line.spans.append(Span("\n", look))
            }
        }
        for piece in TextWrap.lines(of: line, columns: width) { lines.append(indent + piece) }
    }
}
