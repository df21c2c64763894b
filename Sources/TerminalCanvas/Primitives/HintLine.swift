/// What can be done now: keys with what they do, as many as fit.
public struct HintLine: Hashable, Sendable {
    /// A key and what it does.
    public struct Hint: Hashable, Sendable {
        /// The key's name.
        public var key: String
        /// What it does, in a word or two.
        public var title: String
        /// What a click on it is called.
        public var target: String?

        /// Makes a hint.
        public init(_ key: String, _ title: String, target: String? = nil) {
            self.key = key
            self.title = title
            self.target = target
        }
    }

    /// The hints, the most important ones first.
    public var hints: [Hint]

    /// Makes a line of hints.
    public init(_ hints: [Hint]) { self.hints = hints }

    /// Draws those that fit whole into the first row of a rectangle.
    public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme) {
        var column = rect.column
        for hint in hints {
            let line = TextLine([Span(hint.key, theme.key), Span(" \(hint.title)", theme.muted)])
            let columns = line.columns
            guard column + columns <= rect.columnEnd else { break }
            canvas.write(line, at: Point(column: column, row: rect.row), in: rect)
            if let target = hint.target {
                canvas.mark(Rect(column: column, row: rect.row, columns: columns, rows: 1), as: target)
            }
            column += columns + 2
        }
    }
}
