/// How long one part of a row or column is.
public enum Length: Hashable, Sendable {
    /// So many cells, or what is left when there are fewer.
    case fixed(Int)
    /// A share of what the others leave, by weight.
    case fraction(Int)
    /// At least so many cells, and a share of weight one of what the others leave.
    case minimum(Int)
}

extension Rect {
    /// Splits the rectangle from left to right, with so many empty columns between the parts.
    ///
    /// Fixed and minimum parts are served first, from the left; a part for which nothing is left is empty.
    public func columns(_ lengths: [Length], gap: Int = 0) -> [Rect] {
        var start = column
        return Self.extents(of: lengths, total: columns, gap: gap).map { extent in
            defer { start += extent + gap }
            return Rect(column: start, row: row, columns: extent, rows: rows).intersection(self)
        }
    }

    /// Splits the rectangle from top to bottom, with so many empty rows between the parts; see `columns(_:gap:)`.
    public func rows(_ lengths: [Length], gap: Int = 0) -> [Rect] {
        var start = row
        return Self.extents(of: lengths, total: rows, gap: gap).map { extent in
            defer { start += extent + gap }
            return Rect(column: column, row: start, columns: columns, rows: extent).intersection(self)
        }
    }

    /// The extents of the parts; their sum with the gaps is `total`, unless no part may grow or all are too long.
    static func extents(of lengths: [Length], total: Int, gap: Int) -> [Int] {
        var left = max(0, total - gap * max(0, lengths.count - 1))
        var extents = lengths.map { length in
            let wanted =
                switch length {
                case .fixed(let count), .minimum(let count): max(0, count)
                case .fraction: 0
                }
            let extent = min(wanted, left)
            left -= extent
            return extent
        }
        let weights = lengths.map { length in
            switch length {
            case .fixed: 0
            case .fraction(let weight): max(0, weight)
            case .minimum: 1
            }
        }
        var weightLeft = weights.reduce(0, +)
        for (index, weight) in weights.enumerated() where weight > 0 {
            // Each takes its share of what is still left, so that rounding never loses a cell.
            let share = left * weight / weightLeft
            extents[index] += share
            left -= share
            weightLeft -= weight
        }
        return extents
    }
}
