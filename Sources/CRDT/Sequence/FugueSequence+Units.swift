extension FugueSequence {
    /// Whether consecutive units are all here.
    func contains(_ start: Unit, count: UInt32) -> Bool {
        let end = start + UInt64(count)
        var next = start
        while let run = find(next) {
            if runs[run].end >= end { return true }
            next = runs[run].end
        }
        return false
    }

    /// Whether consecutive units are all here and visible.
    func isVisible(_ units: Range<Unit>) -> Bool {
        var next = units.lowerBound
        while next < units.upperBound {
            guard let run = find(next), !runs[run].isHidden else { return false }
            next = runs[run].end
        }
        return true
    }

    /// The visible units of a range, as ranges of units. O(log runs + ranges).
    func units(in range: Range<Int>) -> [Range<Unit>] {
        guard !range.isEmpty else { return [] }
        var result: [Range<Unit>] = []
        let first = order.find(range.lowerBound)
        var (place, skipped) = (first.place, UInt64(first.rest))
        var left = UInt64(range.count)
        while left > 0 {
            let run = runs[order.run(at: place)]
            if !run.isHidden {
                let start = run.start + skipped
                let count = min(left, run.end - start)
                if let last = result.last, last.upperBound == start {
                    result[result.count - 1] = last.lowerBound..<start + count
                } else {
                    result.append(start..<start + count)
                }
                left -= count
                skipped = 0
            }
            guard left > 0, let next = order.next(place) else { break }
            place = next
        }
        return result
    }
}
