/// A place on the screen, counted from zero at the top left.
public struct Point: Hashable, Sendable {
    /// The column, from zero at the left.
    public var column: Int
    /// The row, from zero at the top.
    public var row: Int

    /// Makes a place from its column and row.
    public init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }
}

/// How many columns and rows something takes; never negative.
public struct Size: Hashable, Sendable {
    /// The number of columns.
    public let columns: Int
    /// The number of rows.
    public let rows: Int

    /// Makes a size; negative numbers become zero.
    public init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }
}

/// A rectangle of cells; it may be empty and it may lie outside of a canvas, where nothing of it is drawn.
public struct Rect: Hashable, Sendable {
    /// The first column.
    public let column: Int
    /// The first row.
    public let row: Int
    /// How much it covers.
    public let size: Size

    /// Makes a rectangle; negative extents become zero.
    public init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        size = Size(columns: columns, rows: rows)
    }

    /// The number of columns.
    public var columns: Int { size.columns }
    /// The number of rows.
    public var rows: Int { size.rows }
    /// The column after the last one.
    public var columnEnd: Int { column + columns }
    /// The row after the last one.
    public var rowEnd: Int { row + rows }
    /// Whether there is no cell in it.
    public var isEmpty: Bool { columns == 0 || rows == 0 }
    /// The top left corner.
    public var origin: Point { Point(column: column, row: row) }

    /// Whether a place lies in it.
    public func contains(_ point: Point) -> Bool {
        (column..<columnEnd).contains(point.column) && (row..<rowEnd).contains(point.row)
    }

    /// What lies in both rectangles.
    public func intersection(_ other: Rect) -> Rect {
        let (left, top) = (max(column, other.column), max(row, other.row))
        return Rect(
            column: left, row: top, columns: min(columnEnd, other.columnEnd) - left,
            rows: min(rowEnd, other.rowEnd) - top
        )
    }

    /// The rectangle without so many columns at the left and right and rows at the top and bottom.
    public func inset(columns: Int = 0, rows: Int = 0) -> Rect {
        Rect(
            column: column + columns, row: row + rows, columns: self.columns - 2 * columns, rows: self.rows - 2 * rows
        )
    }

    /// One row of it, counted from its top; empty when it has no such row.
    public func line(_ index: Int) -> Rect {
        Rect(column: column, row: row + index, columns: columns, rows: (0..<rows).contains(index) ? 1 : 0)
    }

    /// The rectangle without its first rows.
    public func dropFirst(rows count: Int) -> Rect {
        Rect(column: column, row: row + min(count, rows), columns: columns, rows: rows - count)
    }

    /// The rectangle without its first columns.
    public func dropFirst(columns count: Int) -> Rect {
        Rect(column: column + min(count, columns), row: row, columns: columns - count, rows: rows)
    }

    /// A rectangle of a size in the middle of this one, and no larger than it.
    public func centred(_ size: Size) -> Rect {
        let (columns, rows) = (min(size.columns, columns), min(size.rows, rows))
        return Rect(
            column: column + (self.columns - columns) / 2, row: row + (self.rows - rows) / 2, columns: columns,
            rows: rows
        )
    }
}
