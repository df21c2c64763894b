extension Canvas {
    /// Where text stands between the sides of its place.
    public enum Alignment: Sendable { case leading, centre, trailing }

    /// Writes text on one row from a place on, cut at the right side of a rectangle; line ends become spaces.
    ///
    /// What lies outside of `clip` or the canvas is left out. Costs as much as what is visible, however long the text.
    ///
    /// - Returns: The columns that it takes from `point` on, those that are left out before `clip` included.
    @discardableResult
    public mutating func write(
        _ text: some StringProtocol, at point: Point, in clip: Rect? = nil, _ style: Style = .plain, link: String? = nil
    ) -> Int {
        let clip = clip.map { $0.intersection(bounds) } ?? bounds
        guard (clip.row..<clip.rowEnd).contains(point.row) else { return 0 }
        let linkNumber = number(ofLink: link)
        var column = point.column
        var clusters = Clusters(text)
        while column < clip.columnEnd, let cluster = clusters.next() {
            let columns = cluster.columns
            guard columns > 0 else { continue }
            defer { column += columns }
            guard column >= clip.column else {
                // Half of a wide cluster that is cut is a blank.
                if column + columns > clip.column {
                    put(Cell.blank, columns: 1, Point(column: clip.column, row: point.row), style, linkNumber)
                }
                continue
            }
            let place = Point(column: column, row: point.row)
            if column + columns > clip.columnEnd {
                put(Cell.blank, columns: 1, place, style, linkNumber)
            } else {
                switch cluster {
                case .scalar(let code, _): put(code, columns: columns, place, style, linkNumber)
                case .several(let several): put(number(of: several), columns: columns, place, style, linkNumber)
                }
            }
        }
        return column - point.column
    }

    /// Writes a line of several looks from a place on; see `write(_:at:in:_:link:)`.
    @discardableResult
    public mutating func write(_ line: TextLine, at point: Point, in clip: Rect? = nil, _ style: Style = .plain) -> Int
    {
        var place = point
        for span in line.spans {
            if let clip, place.column >= clip.columnEnd { break }
            place.column += write(span.text, at: place, in: clip, style.overlaid(by: span.style), link: span.link)
        }
        return place.column - point.column
    }

    /// Writes a line into the first row of a rectangle, cut with an ellipsis where it is too long.
    ///
    /// - Returns: The columns that it takes.
    @discardableResult
    public mutating func write(
        _ line: TextLine, in rect: Rect, alignment: Alignment = .leading, _ style: Style = .plain
    ) -> Int {
        guard !rect.isEmpty else { return 0 }
        let shown = line.truncated(to: rect.columns)
        let free = alignment == .leading ? 0 : max(0, rect.columns - shown.columns)
        let start = rect.column + (alignment == .centre ? free / 2 : free)
        return write(shown, at: Point(column: start, row: rect.row), in: rect, style)
    }

    /// Writes lines below one another into a rectangle; those that do not fit are left out.
    ///
    /// - Returns: The number of rows that were written.
    @discardableResult
    public mutating func write(_ lines: some Collection<TextLine>, in rect: Rect, _ style: Style = .plain) -> Int {
        var row = 0
        for line in lines.prefix(rect.rows) {
            write(line, at: Point(column: rect.column, row: rect.row + row), in: rect, style)
            row += 1
        }
        return row
    }

    private mutating func put(_ code: UInt32, columns: Int, _ point: Point, _ style: Style, _ link: UInt16) {
        let index = point.row * size.columns + point.column
        splitWideCells(around: index..<index + columns)
        cells[index].code = code
        cells[index].lay(style)
        cells[index].link = link
        if columns == 2 {
            cells[index + 1] = cells[index]
            cells[index + 1].code = Cell.continuation
        }
    }

    /// Turns the halves of wide clusters that would be left at either side of what is overwritten into blanks.
    mutating func splitWideCells(around range: Range<Int>) {
        if cells[range.lowerBound].code == Cell.continuation { cells[range.lowerBound - 1].code = Cell.blank }
        if range.upperBound < cells.count, cells[range.upperBound].code == Cell.continuation {
            cells[range.upperBound].code = Cell.blank
        }
    }

    /// The range with the other halves of the wide clusters at its sides.
    func widened(_ range: Range<Int>) -> Range<Int> {
        let startsInside = cells[range.lowerBound].code == Cell.continuation
        let endsInside = range.upperBound < cells.count && cells[range.upperBound].code == Cell.continuation
        return range.lowerBound - (startsInside ? 1 : 0)..<range.upperBound + (endsInside ? 1 : 0)
    }
}
