/// Which rows of a long list are seen.
public enum ListWindow {
    /// The indices to draw so that `selected` is seen.
    ///
    /// With `top`, the first index that was seen before, the window moves only as far as it must. Without it the
    /// selected row stays in the middle, so that rows which arrive above it never move it on the screen. An anchored
    /// window stays at `top` even where the list then ends above the last row of the screen.
    public static func range(
        count: Int, selected: Int?, height: Int, top: Int? = nil, isAnchored: Bool = false
    ) -> Range<Int> {
        guard count > 0, height > 0 else { return 0..<0 }
        let lastTop = isAnchored ? count - 1 : max(0, count - height)
        var first: Int
        if let top {
            first = min(max(0, top), lastTop)
            if let selected { first = min(max(first, selected - height + 1), selected) }
        } else {
            first = (selected ?? 0) - height / 2
        }
        first = min(max(0, first), lastTop)
        return first..<min(count, first + height)
    }
}

/// A list of rows of equal height with one selected.
public struct ListView: Sendable {
    /// How many rows there are.
    public var count: Int
    /// The row under the cursor.
    public var selected: Int?
    /// The first row that was seen before; nil keeps the selected one in the middle.
    public var top: Int?
    /// Whether `top` holds even where rows of the screen stay empty below the last one.
    public var isAnchored: Bool
    /// How many screen rows each takes.
    public var rowHeight: Int
    /// Whether the list has the focus.
    public var isFocused: Bool

    /// Makes a list.
    public init(
        count: Int, selected: Int?, top: Int? = nil, isAnchored: Bool = false, rowHeight: Int = 1,
        isFocused: Bool = true
    ) {
        self.count = count
        self.selected = selected
        self.top = top
        self.isAnchored = isAnchored
        self.rowHeight = max(1, rowHeight)
        self.isFocused = isFocused
    }

    /// Draws the rows that are seen, with a scroll bar at the right where there are more.
    ///
    /// - Parameters:
    ///   - target: Gives what a click on a row is called.
    ///   - row: Draws the row of an index into a rectangle; it is called for rows that are seen only.
    /// - Returns: The indices that are seen.
    @discardableResult
    public func draw(
        on canvas: inout Canvas, in rect: Rect, theme: Theme, target: ((Int) -> String)? = nil,
        row: (inout Canvas, Rect, Int) -> Void
    ) -> Range<Int> {
        let visible = ListWindow.range(
            count: count, selected: selected, height: rect.rows / rowHeight, top: top, isAnchored: isAnchored)
        let isLong = visible.count < count && rect.columns > 2
        let body = Rect(
            column: rect.column, row: rect.row, columns: rect.columns - (isLong ? 1 : 0), rows: rect.rows)
        for index in visible {
            let place = Rect(
                column: body.column, row: body.row + (index - visible.lowerBound) * rowHeight, columns: body.columns,
                rows: rowHeight
            )
            row(&canvas, place, index)
            if index == selected { canvas.fill(place, isFocused ? theme.selection : theme.selectionInactive) }
            if let target { canvas.mark(place, as: target(index)) }
        }
        if isLong {
            ScrollBar(count: count, visible: visible).draw(
                on: &canvas, in: rect.dropFirst(columns: rect.columns - 1), theme: theme
            )
        }
        return visible
    }
}

/// Where in a long whole the visible part lies.
public struct ScrollBar: Hashable, Sendable {
    /// The length of the whole.
    public var count: Int
    /// The part that is seen.
    public var visible: Range<Int>

    /// Makes a scroll bar.
    public init(count: Int, visible: Range<Int>) {
        self.count = count
        self.visible = visible
    }

    /// Draws it into the first column of a rectangle.
    public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme) {
        guard count > 0, rect.rows > 0 else { return }
        let length = min(rect.rows, max(1, rect.rows * visible.count / count))
        let hidden = max(1, count - visible.count)
        let start = (rect.rows - length) * min(visible.lowerBound, hidden) / hidden
        for row in 0..<rect.rows {
            let isHandle = (start..<start + length).contains(row)
            let sign = theme.isASCII ? (isHandle ? "#" : "|") : (isHandle ? "┃" : "│")
            canvas.write(
                sign, at: Point(column: rect.column, row: rect.row + row), in: rect,
                isHandle ? theme.muted : theme.border
            )
        }
    }
}
