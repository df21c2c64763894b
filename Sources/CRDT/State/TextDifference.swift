/// What reads differently in two states of one text, whose units have the same numbers and order: of two versions, or
/// before and after an erasure or another stamp. O(runs · log runs + marks), and O(length) when text is new.
struct TextDifference {
    /// Consecutive units that are in both, or only in the new state.
    private struct Segment {
        var new: Range<Int>
        /// Where it begins in the old state; nil when it is not there.
        var old: Int?
    }

    /// The visible units of a state, which are walked through once.
    private struct Walk {
        private let ranges: [Range<Unit>]
        private var next = 0
        /// The unit that comes next; `.none` at the end.
        private(set) var unit: Unit
        /// How many came before.
        private(set) var offset = 0

        init(_ state: TextState) {
            var ranges: [Range<Unit>] = []
            state.sequence.forEachRun { if !$0.isHidden { ranges.append($0.start..<$0.end) } }
            self.ranges = ranges
            unit = ranges.first?.lowerBound ?? .none
        }

        /// The end of the range that the next unit is in.
        var end: Unit { ranges[next].upperBound }

        /// Goes on behind units of that range.
        mutating func advance(to end: Unit) {
            offset += Int(end - unit)
            unit = end
            if end == ranges[next].upperBound {
                next += 1
                unit = next < ranges.count ? ranges[next].lowerBound : .none
            }
        }

        /// Goes on to the next unit that is also in another state.
        mutating func skip(_ isAbsent: (Range<Unit>) -> Unit) {
            while unit != .none {
                let absent = isAbsent(unit..<end)
                guard absent > unit else { return }
                advance(to: absent)
            }
        }
    }

    private var edits: [(offset: Int, deleted: Int, inserted: Range<Int>)] = []
    private var segments: [Segment] = []
    private let old: TextState
    private let new: TextState

    init(from old: TextState, to new: TextState) {
        self.old = old
        self.new = new
        var (before, after) = (Walk(old), Walk(new))
        while before.unit != .none || after.unit != .none {
            let (position, offset) = (before.offset, after.offset)
            // What both hold is in one order in both, so at a difference one side's element is new or gone.
            before.skip { new.sequence.endOfAbsence(in: $0) }
            after.skip { old.sequence.endOfAbsence(in: $0) }
            if after.offset > offset { segments.append(Segment(new: offset..<after.offset, old: nil)) }
            if before.offset > position || after.offset > offset {
                edits.append((offset, before.offset - position, offset..<after.offset))
            }
            guard before.unit != .none, after.unit != .none else { continue }
            precondition(before.unit == after.unit, "two states of a text hold what they share in one order")
            let start = after.offset
            segments.append(Segment(new: start..<start, old: before.offset))
            let end = min(before.end, after.end)
            before.advance(to: end)
            after.advance(to: end)
            segments[segments.count - 1].new = start..<after.offset
        }
    }

    /// The entries of a patch. The histories may differ in stamps.
    func entries(_ id: ContainerID, _ past: History, _ present: History) -> [Patch.Entry] {
        let scalars = edits.contains { !$0.inserted.isEmpty } ? Array(new.string.unicodeScalars) : []
        let texts = edits.map { edit in
            var inserted = String.UnicodeScalarView()
            if !edit.inserted.isEmpty { inserted.append(contentsOf: scalars[edit.inserted]) }
            return Patch.Entry.text(
                container: id, offset: edit.offset, deleted: edit.deleted, inserted: String(inserted)
            )
        }
        return texts + markedRanges(past, present).map { .marks(container: id, range: $0) }
    }

    /// Where the marks are others than before; what is new had none.
    private func markedRanges(_ former: History, _ history: History) -> [Range<Int>] {
        guard !old.marks.isEmpty || !new.marks.isEmpty else { return [] }
        let (before, after) = (old.markedRanges(former), new.markedRanges(history))
        var (past, present) = (0, 0)
        var result: [Range<Int>] = []
        for segment in segments {
            var start = segment.new.lowerBound
            while start < segment.new.upperBound {
                while after[present].range.upperBound <= start { present += 1 }
                var end = min(segment.new.upperBound, after[present].range.upperBound)
                var marks: [String: Value] = [:]
                if let offset = segment.old {
                    let position = offset + start - segment.new.lowerBound
                    while before[past].range.upperBound <= position { past += 1 }
                    end = min(end, start + before[past].range.upperBound - position)
                    marks = before[past].marks
                }
                if marks != after[present].marks {
                    if let last = result.last, last.upperBound == start {
                        result[result.count - 1] = last.lowerBound..<end
                    } else {
                        result.append(start..<end)
                    }
                }
                start = end
            }
        }
        return result
    }
}

extension FugueSequence {
    /// Up to which of consecutive units none is visible here; the first when that is. O(runs of them · log runs).
    fileprivate func endOfAbsence(in units: Range<Unit>) -> Unit {
        var next = units.lowerBound
        while next < units.upperBound, let run = find(next) {
            if !runs[run].isHidden { return next }
            next = min(runs[run].end, units.upperBound)
        }
        return units.upperBound
    }
}
