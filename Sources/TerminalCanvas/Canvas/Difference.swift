/// Cells in a row that must be drawn anew.
struct ChangedRun: Equatable {
    let row: Int
    /// Never starts or ends inside of a wide cluster.
    let columns: Range<Int>
}

extension Canvas {
    /// How many unchanged cells between two changed ones are rather sent again than jumped over.
    private static let gapMax = 4

    /// What must be drawn on a terminal that shows `old`; everything when there is none or it has another size.
    ///
    /// `O(cells)`. Where a cluster is drawn that some terminal takes for wider, the cells it may reach are drawn after
    /// it, changed or not.
    func difference(from old: Canvas?) -> [ChangedRun] {
        guard let old, old.size == size else {
            return (0..<size.rows).compactMap {
                size.columns > 0 ? ChangedRun(row: $0, columns: 0..<size.columns) : nil
            }
        }
        var runs: [ChangedRun] = []
        for row in 0..<size.rows {
            let base = row * size.columns
            var run: Range<Int>?
            var column = 0
            // The cells before this column are drawn because a cluster may have reached them.
            var reached = 0
            while column < size.columns {
                let index = base + column
                if column >= reached, showsTheSame(as: old, at: index) {
                    column += 1
                    continue
                }
                let start = cells[index].code == Cell.continuation ? column - 1 : column
                let isWide = column + 1 < size.columns && cells[index + 1].code == Cell.continuation
                let end = column + (isWide ? 2 : 1)
                if let open = run, start - open.upperBound <= Self.gapMax {
                    run = open.lowerBound..<end
                    reached = max(reached, reach(of: open.upperBound..<end, inRowAt: base))
                } else {
                    if let run { runs.append(ChangedRun(row: row, columns: run)) }
                    run = start..<end
                    reached = max(reached, reach(of: start..<end, inRowAt: base))
                }
                column = end
            }
            if let run { runs.append(ChangedRun(row: row, columns: run)) }
        }
        return runs
    }

    /// The column after the last one that a terminal may touch when it draws these cells.
    private func reach(of columns: Range<Int>, inRowAt base: Int) -> Int {
        columns.reduce(columns.upperBound) { reach, column in
            guard let number = cells[base + column].clusterIndex else { return reach }
            return max(reach, column + Cluster.columnsMax(of: clusters[number]))
        }
    }
}
