/// Which operations deleted which units of a text, so that a version of it can be read without a replay: a unit is there
/// when its insertion is of the version and none of its deletions is.
///
/// Space: 24 bytes for each stretch that was deleted in one go, at once or letter by letter.
struct DeletionLog: Sendable {
    /// How units were deleted.
    enum Order: UInt8, Sendable {
        /// By one operation.
        case together
        /// One by one from the first on, by operations whose units follow each other.
        case forward
        /// One by one from the last on.
        case backward
    }

    private struct Entry: Sendable {
        var start: Unit
        /// The unit of the first operation.
        var operation: Unit
        var count: UInt32
        var order: Order

        /// The unit of the operation after the last.
        var operationEnd: Unit { operation + (order == .together ? 1 : UInt64(count)) }

        /// Lengthens it by one unit; false when that does not continue it.
        mutating func extend(_ unit: Unit, by operation: Unit) -> Bool {
            guard operation == operationEnd, count < .max else { return false }
            if unit == start + UInt64(count), order == .forward || count == 1 {
                order = .forward
            } else if unit + 1 == start, order == .backward || count == 1 {
                order = .backward
                start = unit
            } else {
                return false
            }
            count += 1
            return true
        }
    }

    private var entries: ContiguousArray<Entry> = []

    /// Notes that units were deleted.
    ///
    /// - Parameter operation: The unit of the operation; of the first, when each was deleted by one.
    mutating func note(_ units: Range<Unit>, by operation: Unit, _ order: Order) {
        let isExtended =
            units.count == 1
            && entries.withUnsafeMutableBufferPointer { entries in
                !entries.isEmpty && entries[entries.count - 1].extend(units.lowerBound, by: operation)
            }
        if isExtended { return }
        entries.append(
            Entry(start: units.lowerBound, operation: operation, count: UInt32(units.count), order: order)
        )
    }

    /// What the operations of a version deleted: ascending ranges without overlap. O(n log n).
    func deleted(in version: DocumentVersionSet, _ history: History) -> [Range<Unit>] {
        var ranges: [Range<Unit>] = []
        for entry in entries {
            let (start, end) = (entry.start, entry.start + UInt64(entry.count))
            history.forEachRange(of: entry.operation..<entry.operationEnd, in: version) { operations in
                let low = operations.lowerBound - entry.operation
                let count = operations.upperBound - operations.lowerBound
                switch entry.order {
                case .together: ranges.append(start..<end)
                case .forward: ranges.append(start + low..<start + low + count)
                case .backward: ranges.append(end - low - count..<end - low)
                }
            }
        }
        ranges.sort { $0.lowerBound < $1.lowerBound }
        var merged: [Range<Unit>] = []
        for range in ranges {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}
