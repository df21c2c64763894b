/// Finds the marks that overlap a stretch of a text.
///
/// The marks lie in blocks whose lengths at least halve from each to the next, so that one more is mostly added to short
/// ones (Bentley and Saxe, "Decomposable searching problems", 1980). A block holds its marks in the order of their
/// starts, and for each part of it that a search halves, which mark of that part ends last.
///
/// Space: eight bytes a mark. Time: O(log² marks · log runs) to add one, on average; O(log² marks + found) comparisons to
/// find.
struct MarkIndex: Sendable {
    private struct Block: Sendable {
        var marks: ContiguousArray<UInt32>
        var lasts: ContiguousArray<UInt32>

        /// Takes marks that are in the order of their starts.
        init(_ marks: ContiguousArray<UInt32>, _ text: TextState) {
            self.marks = marks
            lasts = ContiguousArray(repeating: 0, count: marks.count)
            _ = findLast(0, marks.count, text)
        }

        /// Enters which mark ends last for a part and all parts of it, and returns it; nil when the part is empty.
        private mutating func findLast(_ low: Int, _ high: Int, _ text: TextState) -> UInt32? {
            guard low < high else { return nil }
            let middle = (low + high) / 2
            var last = marks[middle]
            for other in [findLast(low, middle, text), findLast(middle + 1, high, text)] {
                if let other, text.precedes(text.end(of: last), text.end(of: other)) { last = other }
            }
            lasts[middle] = last
            return last
        }
    }

    private var blocks: [Block] = []
    private var count = 0

    /// Adds the marks of the text that are not here yet.
    mutating func extend(_ text: TextState) {
        guard count < text.marks.count else { return }
        var marks = ContiguousArray((count..<text.marks.count).map { UInt32($0) })
        if marks.count > 1 { marks.sort { text.precedes(text.start(of: $0), text.start(of: $1)) } }
        while let last = blocks.last, last.marks.count <= marks.count {
            marks = Self.merged(last.marks, marks, text)
            blocks.removeLast()
        }
        blocks.append(Block(marks, text))
        count = text.marks.count
    }

    private static func merged(
        _ left: ContiguousArray<UInt32>, _ right: ContiguousArray<UInt32>, _ text: TextState
    ) -> ContiguousArray<UInt32> {
        var result: ContiguousArray<UInt32> = []
        result.reserveCapacity(left.count + right.count)
        var (one, other) = (0, 0)
        while one < left.count || other < right.count {
            let takesOther =
                one == left.count
                || other < right.count && text.precedes(text.start(of: right[other]), text.start(of: left[one]))
            result.append(takesOther ? right[other] : left[one])
            if takesOther { other += 1 } else { one += 1 }
        }
        return result
    }

    /// The marks that cover something between two spots, in no order.
    func marks(from start: TextState.Spot, to end: TextState.Spot, _ text: TextState) -> [Int] {
        var found: [Int] = []
        var left: [(low: Int, high: Int)] = []
        for block in blocks {
            left.append((0, block.marks.count))
            while let (low, high) = left.popLast() {
                guard low < high else { continue }
                let middle = (low + high) / 2
                guard text.precedes(start, text.end(of: block.lasts[middle])) else { continue }
                left.append((low, middle))
                let mark = block.marks[middle]
                let markStart = text.start(of: mark)
                guard text.precedes(markStart, end) else { continue }
                left.append((middle + 1, high))
                let markEnd = text.end(of: mark)
                if text.precedes(start, markEnd), text.precedes(markStart, markEnd) { found.append(Int(mark)) }
            }
        }
        return found
    }
}

extension TextState {
    /// Where an anchor is in the sequence, as long as that stays as it is.
    struct Spot: Equatable {
        fileprivate static let start = Spot(run: -1, unit: 0, isBehind: false)
        fileprivate static let end = Spot(run: .max, unit: 0, isBehind: false)

        fileprivate var run: Int
        fileprivate var unit: Unit
        /// Whether it is behind the unit.
        fileprivate var isBehind: Bool
    }

    /// The spot of an anchor. O(log runs).
    func spot(of anchor: Anchor) -> Spot {
        if anchor.unit == .none { return anchor.bias == .before ? .start : .end }
        return Spot(run: sequence.run(of: anchor.unit), unit: anchor.unit, isBehind: anchor.bias == .before)
    }

    fileprivate func start(of mark: UInt32) -> Spot { spot(of: marks[Int(mark)].start) }
    fileprivate func end(of mark: UInt32) -> Spot { spot(of: marks[Int(mark)].end) }

    /// Whether a spot is before another. O(log runs).
    func precedes(_ left: Spot, _ right: Spot) -> Bool {
        if left.run == right.run {
            return left.unit == right.unit ? !left.isBehind && right.isBehind : left.unit < right.unit
        }
        if left.run == -1 || right.run == .max { return true }
        if right.run == -1 || left.run == .max { return false }
        return sequence.order.precedes(left.run, right.run)
    }

    /// Brings the index of the marks up to date.
    mutating func indexMarks() {
        // Taken out, so that it is not copied.
        var index = MarkIndex()
        swap(&index, &markIndex)
        index.extend(self)
        markIndex = index
    }
}
