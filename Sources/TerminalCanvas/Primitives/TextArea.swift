/// Text that is being written, with a cursor: one line or many, wrapped and scrolled so that the cursor is seen.
///
/// Offsets count characters, as a model's cursor does.
public struct TextArea: Hashable, Sendable {
    /// What was written.
    public var text: String
    /// How many characters stand before the cursor.
    public var cursor: Int
    /// What is shown while nothing is written.
    public var placeholder: String
    /// Whether keys go here; only then there is a cursor.
    public var isFocused: Bool
    /// Whether it wraps; else it is one line that scrolls sideways.
    public var isMultiline: Bool

    /// Makes a text area.
    public init(
        _ text: String, cursor: Int, placeholder: String = "", isFocused: Bool = true, isMultiline: Bool = true
    ) {
        self.text = text
        self.cursor = cursor
        self.placeholder = placeholder
        self.isFocused = isFocused
        self.isMultiline = isMultiline
    }

    /// How many rows it takes at a width.
    public func rowCount(columns: Int) -> Int { isMultiline ? TextWrap.ranges(of: text, columns: columns).count : 1 }

    /// Draws it.
    public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme, _ style: Style = .plain) {
        guard !rect.isEmpty else { return }
        if text.isEmpty {
            canvas.write(TextLine(placeholder, theme.muted), in: rect.line(0))
            if isFocused { canvas.cursor = Canvas.Cursor(rect.origin) }
        } else if isMultiline {
            drawLines(on: &canvas, in: rect, style)
        } else {
            drawLine(on: &canvas, in: rect, style)
        }
    }

    /// The offset of the character that a click at a place in the rectangle means.
    public func offset(at point: Point, in rect: Rect) -> Int {
        guard isMultiline else {
            let skipped = scrolledColumns(width: rect.columns)
            return text.distance(
                from: text.startIndex, to: index(in: text[...], column: point.column - rect.column + skipped))
        }
        let lines = TextWrap.ranges(of: text, columns: rect.columns)
        let seen = visibleLines(lines, height: rect.rows)
        let line = min(max(seen.lowerBound, seen.lowerBound + point.row - rect.row), lines.count - 1)
        let place = index(in: text[lines[line]], column: point.column - rect.column)
        return text.distance(from: text.startIndex, to: place)
    }

    /// The offset one row above (`rows` −1) or below (+1) the cursor, in the same column as far as possible.
    public func offset(movedByRows rows: Int, columns: Int) -> Int {
        let lines = TextWrap.ranges(of: text, columns: columns)
        let row = cursorRow(in: lines)
        let column = width(of: text[lines[row].lowerBound..<max(lines[row].lowerBound, cursorIndex)])
        let wanted = row + rows
        if wanted < 0 { return 0 }
        if wanted >= lines.count { return text.count }
        return text.distance(from: text.startIndex, to: index(in: text[lines[wanted]], column: column))
    }

    private var cursorIndex: String.Index {
        text.index(text.startIndex, offsetBy: max(0, cursor), limitedBy: text.endIndex) ?? text.endIndex
    }

    private func cursorRow(in lines: [Range<String.Index>]) -> Int {
        lines.lastIndex { $0.lowerBound <= cursorIndex } ?? 0
    }

    private func visibleLines(_ lines: [Range<String.Index>], height: Int) -> Range<Int> {
        ListWindow.range(count: lines.count, selected: cursorRow(in: lines), height: height, top: 0)
    }

    private func drawLines(on canvas: inout Canvas, in rect: Rect, _ style: Style) {
        let lines = TextWrap.ranges(of: text, columns: rect.columns)
        let seen = visibleLines(lines, height: rect.rows)
        for row in seen {
            let place = Point(column: rect.column, row: rect.row + row - seen.lowerBound)
            canvas.write(text[lines[row]], at: place, in: rect, style)
        }
        guard isFocused else { return }
        let row = cursorRow(in: lines)
        let before = width(of: text[lines[row].lowerBound..<max(lines[row].lowerBound, cursorIndex)])
        let column = rect.column + min(before, rect.columns - 1)
        canvas.cursor = Canvas.Cursor(Point(column: column, row: rect.row + row - seen.lowerBound))
    }

    private func drawLine(on canvas: inout Canvas, in rect: Rect, _ style: Style) {
        let skipped = scrolledColumns(width: rect.columns)
        canvas.write(text, at: Point(column: rect.column - skipped, row: rect.row), in: rect.line(0), style)
        guard isFocused else { return }
        let column = rect.column + min(width(of: text[..<cursorIndex]) - skipped, rect.columns - 1)
        canvas.cursor = Canvas.Cursor(Point(column: column, row: rect.row))
    }

    /// How many columns of a single line lie left of what is seen.
    private func scrolledColumns(width columns: Int) -> Int {
        max(0, width(of: text[..<cursorIndex]) - max(1, columns) + 1)
    }

    /// The place in a line that lies nearest to a column.
    private func index(in line: Substring, column: Int) -> String.Index {
        var clusters = Clusters(line)
        var used = 0
        while true {
            let index = clusters.index
            guard let cluster = clusters.next(), used + (cluster.columns + 1) / 2 <= column else { return index }
            used += cluster.columns
        }
    }
}
