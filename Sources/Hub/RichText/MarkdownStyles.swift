/// A run of `*`, `_` or `~` that may begin or end a style.
struct MarkdownSign {
    let symbol: Unicode.Scalar
    let count: Int
    let mayOpen: Bool
    let mayClose: Bool

    /// Nil when the run is plain text whatever stands around it.
    init?(symbol: Unicode.Scalar, count: Int, before: Unicode.Scalar?, after: Unicode.Scalar?) {
        guard symbol == "~" ? count == 2 : count <= 3 else { return nil }
        let isSpaceBefore = before?.properties.isWhitespace ?? true
        let isSpaceAfter = after?.properties.isWhitespace ?? true
        self.symbol = symbol
        self.count = count
        // An underscore within a word is a letter of it.
        mayOpen = !isSpaceAfter && !(symbol == "_" && before?.isWordScalar ?? false)
        mayClose = !isSpaceBefore && !(symbol == "_" && after?.isWordScalar ?? false)
        guard mayOpen || mayClose else { return nil }
    }

    /// The styles that the run turns on or off.
    var styles: RichText.Style {
        if symbol == "~" { return .strikethrough }
        return switch count {
        case 1: .emphasis
        case 2: .strong
        default: [.strong, .emphasis]
        }
    }
}

/// Pairs the signs of emphasis and gives each run its style.
///
/// Each symbol and style is a switch of its own: a sign that may close ends what is open, otherwise one that may open
/// begins it, and a beginning without an end is text. Styles may therefore overlap, which lists of delimiters that nest
/// cannot read and runs of styled text need.
enum MarkdownStyles {
    static func inlines(of pieces: [MarkdownInlineParser.Piece]) -> [RichText.Inline] {
        let toggles = paired(pieces)
        var active: [Unicode.Scalar: RichText.Style] = [:]
        var result: [RichText.Inline] = []
        for (index, piece) in pieces.enumerated() {
            var style = union(active)
            switch piece.kind {
            case .text, .bracket:
                result.append(.text(String(scalars: piece.scalars), style: style, link: piece.link))
            case .leaf(let content):
                result.append(RichText.Inline(content, style: style, link: piece.link))
            case .sign(let sign):
                let toggled = toggles[index] ?? []
                let literal = String(repeating: Character(sign.symbol), count: sign.count - width(toggled, sign))
                let isOpening = active[sign.symbol, default: []].isDisjoint(with: toggled)
                if !isOpening || toggled.isEmpty {
                    active[sign.symbol, default: []].formSymmetricDifference(toggled)
                    style = union(active)
                    result.append(.text(literal, style: style, link: piece.link))
                } else {
                    result.append(.text(literal, style: style, link: piece.link))
                    active[sign.symbol, default: []].formSymmetricDifference(toggled)
                }
            }
        }
        return result
    }

    private static func union(_ active: [Unicode.Scalar: RichText.Style]) -> RichText.Style {
        active.values.reduce(into: RichText.Style()) { $0.formUnion($1) }
    }

    /// How many characters of a sign its styles take.
    private static func width(_ toggled: RichText.Style, _ sign: MarkdownSign) -> Int {
        if sign.symbol == "~" { return toggled.isEmpty ? 0 : 2 }
        return (toggled.contains(.strong) ? 2 : 0) + (toggled.contains(.emphasis) ? 1 : 0)
    }

    /// The styles that each sign turns on or off, by its index in `pieces`.
    private static func paired(_ pieces: [MarkdownInlineParser.Piece]) -> [Int: RichText.Style] {
        struct Switch: Hashable {
            let symbol: Unicode.Scalar
            let style: UInt8
        }
        var open: [Switch: Int] = [:]
        var toggles: [Int: RichText.Style] = [:]
        for (index, piece) in pieces.enumerated() {
            guard case .sign(let sign) = piece.kind else { continue }
            for style: RichText.Style in [.strong, .emphasis, .strikethrough] where sign.styles.contains(style) {
                let key = Switch(symbol: sign.symbol, style: style.rawValue)
                if let start = open[key], sign.mayClose {
                    toggles[start, default: []].insert(style)
                    toggles[index, default: []].insert(style)
                    open[key] = nil
                } else if sign.mayOpen {
                    open[key] = index
                }
            }
        }
        return toggles
    }
}

extension Unicode.Scalar {
    /// True for the scalars that words consist of.
    var isWordScalar: Bool { properties.isAlphabetic || properties.numericType != nil }

    /// True for the ASCII characters that a backslash takes the meaning from.
    var isASCIIPunctuation: Bool {
        switch value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }
}
