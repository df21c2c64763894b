/// A line around a part of the screen, with a title in it.
public struct Frame: Hashable, Sendable {
    /// What stands in the upper line.
    public var title: TextLine
    /// What stands in the lower line.
    public var footer: TextLine
    /// Whether the part has the focus.
    public var isFocused: Bool

    /// Makes a frame.
    public init(title: TextLine = TextLine(), footer: TextLine = TextLine(), isFocused: Bool = false) {
        self.title = title
        self.footer = footer
        self.isFocused = isFocused
    }

    /// Draws it around a rectangle.
    ///
    /// - Returns: What lies inside.
    @discardableResult
    public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme) -> Rect {
        guard rect.columns >= 2, rect.rows >= 2 else { return rect }
        let style = isFocused ? theme.accent : theme.border
        let signs = theme.isASCII ? ["+", "-", "+", "|", "+", "+"] : ["╭", "─", "╮", "│", "╰", "╯"]
        let line = String(repeating: signs[1], count: rect.columns - 2)
        canvas.write(signs[0] + line + signs[2], at: rect.origin, in: rect, style)
        canvas.write(signs[4] + line + signs[5], at: Point(column: rect.column, row: rect.rowEnd - 1), in: rect, style)
        for row in rect.row + 1..<rect.rowEnd - 1 {
            canvas.write(signs[3], at: Point(column: rect.column, row: row), in: rect, style)
            canvas.write(signs[3], at: Point(column: rect.columnEnd - 1, row: row), in: rect, style)
        }
        caption(title, on: &canvas, in: rect.line(0))
        caption(footer, on: &canvas, in: rect.line(rect.rows - 1))
        return rect.inset(columns: 1, rows: 1)
    }

    private func caption(_ line: TextLine, on canvas: inout Canvas, in row: Rect) {
        guard !line.spans.isEmpty, row.columns > 6 else { return }
        let shown = line.truncated(to: row.columns - 6)
        canvas.write(TextLine(" ") + shown + TextLine(" "), in: row.inset(columns: 2))
    }
}

/// A frame above everything else, emptied first, with a part of the screen below it.
public struct Popup: Hashable, Sendable {
    /// The line around it.
    public var frame: Frame
    /// How large it would like to be.
    public var size: Size

    /// Makes a popup.
    public init(_ frame: Frame, size: Size) {
        self.frame = frame
        self.size = size
    }

    /// Draws it in the middle of a rectangle, no larger than that.
    ///
    /// - Parameter target: What a click on it is called, so that none reaches what it covers.
    /// - Returns: What lies inside.
    @discardableResult
    public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme, target: String = "popup") -> Rect {
        let place = rect.centred(size)
        canvas.clear(place)
        canvas.cursor = nil
        canvas.mark(place, as: target)
        return frame.draw(on: &canvas, in: place, theme: theme).inset(columns: 1)
    }
}

extension Canvas {
    /// Draws a line from left to right through the first row of a rectangle.
    public mutating func rule(in rect: Rect, theme: Theme) {
        write(
            String(repeating: theme.isASCII ? "-" : "─", count: rect.columns), at: rect.origin, in: rect, theme.border)
    }

    /// Draws a line from top to bottom through the first column of a rectangle.
    public mutating func divider(in rect: Rect, theme: Theme) {
        for row in rect.row..<rect.rowEnd {
            write(theme.isASCII ? "|" : "│", at: Point(column: rect.column, row: row), in: rect, theme.border)
        }
    }
}
