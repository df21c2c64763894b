/// Rows of cells in columns, with a head, one selected row, and columns that give way on narrow screens.
public struct Table: Sendable {
    /// A column.
    public struct Column: Hashable, Sendable {
        /// What stands above it.
        public var title: String
        /// How wide it is.
        public var length: Length
        /// Where its cells stand.
        public var alignment: Canvas.Alignment
        /// Columns of low importance are left out first where there is not enough room; `.max` is never left out.
        public var importance: Int
        /// What a click on the title is called.
        public var target: String?

        /// Makes a column.
        public init(
            _ title: String, _ length: Length, alignment: Canvas.Alignment = .leading, importance: Int = .max,
            target: String? = nil
        ) {
            self.title = title
            self.length = length
            self.alignment = alignment
            self.importance = importance
            self.target = target
        }

        /// What it needs at the least.
        var columnsMin: Int {
            switch length {
            case .fixed(let count), .minimum(let count): count
            case .fraction: 8
            }
        }
    }

    /// The columns.
    public var columns: [Column]
    /// The rows without their cells.
    public var list: ListView
    /// Whether the titles are drawn.
    public var hasHead: Bool

    /// Makes a table.
    public init(columns: [Column], list: ListView, hasHead: Bool = true) {
        self.columns = columns
        self.list = list
        self.hasHead = hasHead
    }

    /// The indices of the columns that fit side by side into a width.
    public func shownColumns(in width: Int, gap: Int = 2) -> [Int] {
        var shown = Array(columns.indices)
        func needed() -> Int {
            shown.reduce(0) { $0 + columns[$1].columnsMin } + gap * max(0, shown.count - 1)
        }
        while needed() > width {
            let optional = shown.filter { columns[$0].importance != .max }
            guard let weakest = optional.min(by: { columns[$0].importance < columns[$1].importance }) else { break }
            shown.removeAll { $0 == weakest }
        }
        return shown
    }

    /// Draws the head and the rows that are seen.
    ///
    /// - Parameters:
    ///   - target: Gives what a click on a row is called.
    ///   - cell: Gives the cell of a row and a column, by their indices; it is called for what is seen only.
    /// - Returns: The indices of the rows that are seen.
    @discardableResult
    public func draw(
        on canvas: inout Canvas, in rect: Rect, theme: Theme, gap: Int = 2, target: ((Int) -> String)? = nil,
        cell: (_ row: Int, _ column: Int) -> TextLine
    ) -> Range<Int> {
        // The scroll bar's column is kept free whether there is one or not, so that nothing moves when it appears.
        let width = rect.columns - 1
        let shown = shownColumns(in: width, gap: gap)
        func places(in row: Rect) -> [Rect] {
            Rect(column: row.column, row: row.row, columns: width, rows: 1)
                .columns(shown.map { columns[$0].length }, gap: gap)
        }
        if hasHead {
            for (index, place) in zip(shown, places(in: rect.line(0))) {
                let column = columns[index]
                canvas.write(
                    TextLine(column.title, theme.muted.with(.bold)), in: place, alignment: column.alignment)
                if let name = column.target { canvas.mark(place, as: name) }
            }
        }
        return list.draw(on: &canvas, in: rect.dropFirst(rows: hasHead ? 1 : 0), theme: theme, target: target) {
            canvas, row, index in
            for (column, place) in zip(shown, places(in: row)) {
                canvas.write(cell(index, column), in: place, alignment: columns[column].alignment)
            }
        }
    }
}
