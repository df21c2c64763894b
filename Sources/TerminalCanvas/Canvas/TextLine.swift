/// A piece of text of one look.
public struct Span: Hashable, Sendable {
    /// The words, as people wrote them; they are cleaned when they are drawn.
    public var text: String
    /// How they look.
    public var style: Style
    /// An address that a click opens, where the terminal can; only `https`, `http` and `mailto` are passed on.
    public var link: String?

    /// Makes a piece.
    public init(_ text: String, _ style: Style = .plain, link: String? = nil) {
        self.text = text
        self.style = style
        self.link = link
    }
}

/// One line of text of several looks.
public struct TextLine: Hashable, Sendable, ExpressibleByStringInterpolation {
    /// The pieces, from left to right.
    public var spans: [Span]

    /// Makes a line of pieces.
    public init(_ spans: [Span] = []) { self.spans = spans }

    /// Makes a line of one look.
    public init(_ text: String, _ style: Style = .plain, link: String? = nil) {
        spans = [Span(text, style, link: link)]
    }

    /// Makes a line of a literal.
    public init(stringLiteral value: String) { self.init(value) }

    /// The columns it takes; `O(n)`.
    public var columns: Int { spans.reduce(0) { $0 + width(of: $1.text) } }

    /// The words without their looks.
    public var text: String { spans.map(\.text).joined() }

    /// Joins two lines.
    public static func + (left: TextLine, right: TextLine) -> TextLine { TextLine(left.spans + right.spans) }

    /// Adds a line at the end.
    public static func += (left: inout TextLine, right: TextLine) { left.spans += right.spans }

    /// The line with a style below those of its pieces.
    public func styled(_ style: Style) -> TextLine {
        TextLine(spans.map { Span($0.text, style.overlaid(by: $0.style), link: $0.link) })
    }
}
