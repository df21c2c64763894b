/// Writes text in normal form as Markdown that reads back as the same text.
enum MarkdownRenderer {
    /// The lines of `blocks`.
    ///
    /// - Parameter depth: how many lists and quotes the blocks stand in; decides the bullets, so that bullets of nested
    ///   empty items never look like a rule.
    static func lines(of blocks: [RichText.Block], depth: Int = 0) -> [String] {
        var lines: [String] = []
        var previous: RichText.Block?
        var usesOtherMark = false
        for block in blocks {
            let isNeighbour = isSameKindOfList(previous, block)
            usesOtherMark = isNeighbour && !usesOtherMark
            if let previous, !mayFollowDirectly(block, previous, depth: depth) { lines.append("") }
            lines += self.lines(of: block, depth: depth, usesOtherMark: usesOtherMark)
            previous = block
        }
        return lines
    }

    private static func lines(of block: RichText.Block, depth: Int, usesOtherMark: Bool) -> [String] {
        switch block {
        case .paragraph(let inlines):
            return MarkdownInlineRenderer.markdown(of: inlines, startsLine: true).linesOfText.map(String.init)
        case .heading(let level, let inlines):
            let text = MarkdownInlineRenderer.markdown(of: inlines, startsLine: false)
            return [String(repeating: "#", count: level) + " " + text]
        case .list(let list):
            return list.items.enumerated().flatMap { index, item in
                let mark = self.mark(of: list, index: index, depth: depth, isOther: usesOtherMark)
                return self.lines(of: item, behind: mark, depth: depth + 1)
            }
        case .quote(let quoted):
            return lines(of: quoted, depth: depth + 1).map { $0.isEmpty ? ">" : "> " + $0 }
        case .code(let language, let text):
            let fence = String(repeating: "`", count: max(3, longestBacktickRun(in: text) + 1))
            let content = text.isEmpty ? [] : text.linesOfText.map(String.init)
            return [fence + (language ?? "")] + content + [fence]
        case .rule:
            return ["___"]
        }
    }

    private static func lines(of item: [RichText.Block], behind mark: String, depth: Int) -> [String] {
        let content = lines(of: item, depth: depth)
        guard let first = content.first else { return [mark] }
        let indent = String(repeating: " ", count: mark.utf8.count + 1)
        return [mark + " " + first] + content.dropFirst().map { $0.isEmpty ? "" : indent + $0 }
    }

    /// A list may stand right below a paragraph of the same item when the reader cannot take it for more of it.
    private static func mayFollowDirectly(_ block: RichText.Block, _ previous: RichText.Block, depth: Int) -> Bool {
        guard depth > 0, case .paragraph = previous, case .list(let list) = block else { return false }
        return (list.start ?? 1) == 1 && list.items.first?.isEmpty == false
    }

    private static func isSameKindOfList(_ left: RichText.Block?, _ right: RichText.Block) -> Bool {
        guard case .list(let first) = left, case .list(let second) = right else { return false }
        return (first.start == nil) == (second.start == nil)
    }

    private static func mark(of list: RichText.List, index: Int, depth: Int, isOther: Bool) -> String {
        guard let start = list.start else { return isOther ? "+" : depth.isMultiple(of: 2) ? "-" : "*" }
        return "\(min(999_999_999, start + index))\(isOther ? ")" : ".")"
    }

    /// The length of the longest run of backticks.
    static func longestBacktickRun(in text: String) -> Int {
        var (longest, current) = (0, 0)
        for scalar in text.unicodeScalars {
            current = scalar == "`" ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }
}

extension RichText {
    /// Reads Markdown. Any text can be read; linear time. What the dialect has no notation for stays text, HTML too.
    ///
    /// Links lead to http, https and mailto only, and mentions are written `@[name](user:identifier)`. The result is in
    /// normal form.
    public init(markdown: String) {
        self = RichText(blocks: MarkdownBlockParser.blocks(of: markdown)).normalized
    }

    /// The text as Markdown; reading it gives `normalized`.
    public var markdown: String {
        MarkdownRenderer.lines(of: normalized.blocks).joined(separator: "\n")
    }
}
