import Hub
import TerminalCanvas

/// Rows of cells in aligned columns.
struct Columns {
    private var rows: [[String]] = []
    private let header: [String]
    /// The columns whose cells stand at the right.
    private let right: Set<Int>

    /// Starts a table; the cells of `header` say what stands below.
    init(_ header: [String], right: Set<Int> = []) {
        self.header = header
        self.right = right
    }

    /// Adds a row; cells hold people's words as they are.
    mutating func add(_ cells: [String]) { rows.append(cells.map(Plain.line)) }

    /// Whether there are no rows.
    var isEmpty: Bool { rows.isEmpty }

    /// The table, each line ended by a line feed; the last column is cut where the line would grow too long.
    func text(columnCount: Int) -> String {
        let all = [header] + rows
        var widths = [Int](repeating: 0, count: header.count)
        for row in all {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], width(of: cell)) }
        }
        let last = header.count - 1
        let before = widths[..<last].reduce(0, +) + 2 * last
        widths[last] = min(widths[last], max(20, columnCount - before))
        return all.map { row in
            let cells = row.enumerated().map { index, cell in
                index == last && !right.contains(last)
                    ? truncated(cell, to: widths[last]) : padded(cell, index, widths[index])
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }

    private func padded(_ cell: String, _ index: Int, _ width: Int) -> String {
        let filler = String(repeating: " ", count: max(0, width - TerminalCanvas.width(of: cell)))
        return right.contains(index) ? filler + cell : cell + filler
    }
}
