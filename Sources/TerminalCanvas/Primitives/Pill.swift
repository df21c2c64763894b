/// A word on a ground of its own, such as a ticket's status: readable without colours too.
public struct Pill: Hashable, Sendable {
    /// The word.
    public var text: String
    /// Its colour becomes the ground.
    public var style: Style

    /// Makes a pill.
    public init(_ text: String, _ style: Style) {
        self.text = text
        self.style = style
    }

    /// The pill as a piece of a line.
    public var span: Span { Span(" \(text) ", style.with(.reverse)) }
}

/// A sign and a word, such as a ticket's outcome: never told by colour alone.
public struct Badge: Hashable, Sendable {
    /// A sign of one column.
    public var sign: String
    /// The word.
    public var text: String
    /// The look of both.
    public var style: Style

    /// Makes a badge.
    public init(_ sign: String, _ text: String, _ style: Style) {
        self.sign = sign
        self.text = text
        self.style = style
    }

    /// The badge as a piece of a line.
    public var span: Span { Span("\(sign) \(text)", style) }
}

/// Words in a row of which one is chosen, such as the counts by status above a list; each can be clicked.
public struct PillRow: Hashable, Sendable {
    /// One of them.
    public struct Item: Hashable, Sendable {
        /// What stands in it.
        public var text: String
        /// What a click on it is called.
        public var target: String
        /// Whether it is chosen.
        public var isChosen: Bool

        /// Makes one.
        public init(_ text: String, target: String, isChosen: Bool = false) {
            self.text = text
            self.target = target
            self.isChosen = isChosen
        }
    }

    /// The words.
    public var items: [Item]

    /// Makes a row.
    public init(_ items: [Item]) { self.items = items }

    /// Draws it into the first row of a rectangle.
    ///
    /// - Returns: The columns it took.
    @discardableResult
    public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme) -> Int {
        var column = rect.column
        for item in items where column < rect.columnEnd {
            // Brackets say what is chosen where there are no colours.
            let text = item.isChosen ? "[\(item.text)]" : " \(item.text) "
            let style = item.isChosen ? theme.accent.with([.bold]) : theme.muted
            let taken = canvas.write(text, at: Point(column: column, row: rect.row), in: rect.line(0), style)
            canvas.mark(
                Rect(column: column, row: rect.row, columns: taken, rows: 1).intersection(rect), as: item.target)
            column += taken + 1
        }
        return min(column, rect.columnEnd) - rect.column
    }
}
