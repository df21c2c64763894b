package import Hub

/// A rich text as the widget's script builds it up: data, and never markup.
package enum RichTextView {
    /// A block, with the one field that says what it is.
    package struct Block: Hashable, Sendable, Encodable {
        var paragraph: [Run]?
        var heading: [Run]?
        var items: [[Block]]?
        var start: Int?
        var quote: [Block]?
        var code: String?
    }

    /// A run of text in one style.
    package struct Run: Hashable, Sendable, Encodable {
        var text: String?
        var code: String?
        var mention: String?
        var line: Bool?
        var strong: Bool?
        var emphasis: Bool?
        var strike: Bool?
        var link: String?
    }

    /// The blocks of a text; a line across is a block without fields.
    package static func blocks(of text: RichText) -> [Block] { text.blocks.map(block) }

    private static func block(_ block: RichText.Block) -> Block {
        switch block {
        case .paragraph(let runs): Block(paragraph: runs.map(run))
        case .heading(_, let runs): Block(heading: runs.map(run))
        case .list(let list): Block(items: list.items.map { $0.map(Self.block) }, start: list.start)
        case .quote(let blocks): Block(quote: blocks.map(Self.block))
        case .code(_, let text): Block(code: text)
        case .rule: Block()
        }
    }

    private static func run(_ inline: RichText.Inline) -> Run {
        var run = Run()
        switch inline.content {
        case .text(let text): run.text = text
        case .code(let text): run.code = text
        case .mention(_, let name): run.mention = name
        case .lineBreak: run.line = true
        }
        if inline.style.contains(.strong) { run.strong = true }
        if inline.style.contains(.emphasis) { run.emphasis = true }
        if inline.style.contains(.strikethrough) { run.strike = true }
        run.link = inline.link?.description
        return run
    }
}
