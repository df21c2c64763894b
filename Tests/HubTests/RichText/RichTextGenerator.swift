import Hub

extension TextRandom {
    mutating func richText() -> RichText { RichText(blocks: blocks(depth: 0)) }

    private mutating func blocks(depth: Int) -> [RichText.Block] {
        (0..<below(depth == 0 ? 5 : 3)).map { _ in block(depth: depth) }
    }

    private mutating func block(depth: Int) -> RichText.Block {
        switch below(depth > 4 ? 6 : 10) {
        case 0, 1, 2: return .paragraph(inlines())
        case 3: return .heading(level: 1 + below(6), inlines())
        case 4:
            return .code(language: chance(1, in: 2) ? pick(["swift", "c++", "a b", "x`y", ""]) : nil, text: words())
        case 5: return .rule
        case 6, 7: return .quote(blocks(depth: depth + 1))
        default:
            let start = chance(1, in: 2) ? nil : pick([0, 1, 2, 9, 10, 999_999_998])
            return .list(RichText.List(start: start, items: (0..<below(4)).map { _ in blocks(depth: depth + 1) }))
        }
    }

    private mutating func inlines() -> [RichText.Inline] { (0..<below(7)).map { _ in inline() } }

    private mutating func inline() -> RichText.Inline {
        let links = ["https://a.b/c?d=e_f", "http://x.y/(z)", "mailto:a@b.c", "HTTPS://Ü.example/*"]
        let style = chance(1, in: 2) ? RichText.Style(rawValue: UInt8(below(8))) : []
        let link = chance(1, in: 4) ? Link(pick(links)) : nil
        switch below(10) {
        case 0: return RichText.Inline(.code(words()), style: style, link: link)
        case 1: return RichText.Inline(.mention(user: pick(["u1", "01ARZ", "a b", ""]), name: words()), style: style)
        case 2: return RichText.Inline(.lineBreak, style: style, link: link)
        case 3: return .text(link?.description ?? "https://a.b", style: style, link: link)
        default: return .text(words(), style: style, link: link)
        }
    }

    private mutating func words() -> String { awkwardText(pieces: below(5)) }
}
