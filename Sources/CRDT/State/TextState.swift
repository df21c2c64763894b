/// Rich text: a sequence of scalars, and marks between anchors in it.
struct TextState: Sendable {
    /// A mark as it was set; null removes what it covers. None is ever dropped, since an anchor may come to cover more.
    struct Mark: Sendable {
        var id: Element
        var key: String
        var value: Value
        var start: Anchor
        var end: Anchor
    }

    private(set) var sequence = FugueSequence()
    /// The text of all runs, deleted ones included.
    private(set) var bytes: [UInt8] = []
    private(set) var marks: [Mark] = []
    /// Length in scalars.
    private(set) var count = 0

    /// Inserts text and tells what that changed; nil when it was erased.
    mutating func insert(
        _ text: InsertedText, at place: LocalPlace, id: Element, _ history: History
    ) -> TextEdit? {
        let textStart = bytes.count
        if let inserted = text.bytes { bytes.append(contentsOf: inserted) }
        let run = FugueSequence.Run(
            start: id, count: text.count, place: place, isHidden: text.bytes == nil, textStart: textStart,
            textCount: text.bytes == nil ? 0 : text.byteCount
        )
        sequence.insert(run, bytes, history)
        guard let inserted = text.bytes else { return nil }
        count += Int(text.count)
        return TextEdit(offset: offset(before: id), deleted: 0, inserted: String(decoding: inserted, as: UTF8.self))
    }

    /// Deletes elements, of which some may be deleted already, and tells what that changed.
    mutating func delete(_ range: ElementRange) -> [TextEdit] {
        var edits: [TextEdit] = []
        let end = range.start.advanced(by: range.count)
        var next = range.start
        while next < end {
            guard let found = sequence.find(next) else { preconditionFailure("the elements were checked to be here") }
            let runEnd = sequence.runs[found].end
            guard !sequence.runs[found].isHidden else {
                next.index = runEnd
                continue
            }
            let run = sequence.splitBefore(next, bytes)
            if runEnd > end.index { _ = sequence.splitBefore(end, bytes) }
            let deleted = sequence.runs[run].visibleCount
            edits.append(TextEdit(offset: offset(before: next), deleted: deleted, inserted: ""))
            sequence.hide(run)
            count -= deleted
            next.index = min(runEnd, end.index)
        }
        return edits
    }

    /// Sets a mark and returns the visible range that it covers.
    mutating func mark(_ mark: Mark, _ history: History) -> Range<Int> {
        marks.append(mark)
        let start = offset(of: mark.start)
        return start..<max(start, offset(of: mark.end))
    }

    /// How many visible scalars precede an element. O(runs).
    func offset(before element: Element) -> Int {
        guard let run = sequence.find(element) else { preconditionFailure("the element was checked to be here") }
        var offset = 0
        for other in sequence.order {
            if Int(other) == run { break }
            offset += sequence.runs[Int(other)].visibleCount
        }
        let found = sequence.runs[run]
        return found.isHidden ? offset : offset + Int(element.index - found.start.index)
    }

    /// Where an anchor is, in scalars. O(runs).
    func offset(of anchor: Anchor) -> Int {
        switch (anchor.element.isNone, anchor.bias) {
        case (true, .before): return 0
        case (true, .after): return count
        case (false, .after): return offset(before: anchor.element)
        case (false, .before):
            guard let run = sequence.find(anchor.element) else { return count }
            return offset(before: anchor.element) + (sequence.runs[run].isHidden ? 0 : 1)
        }
    }

    /// The visible element at an offset, and the position of its run in the order; nil at the end. O(runs).
    func element(at offset: Int) -> (element: Element, orderIndex: Int)? {
        var left = offset
        for (index, number) in sequence.order.enumerated() {
            let run = sequence.runs[Int(number)]
            if left < run.visibleCount { return (run.start.advanced(by: UInt32(left)), index) }
            left -= run.visibleCount
        }
        return nil
    }

    /// The anchor at an offset that sticks to the neighbour of `bias`.
    func anchor(at offset: Int, _ bias: TextPosition.Bias) -> Anchor {
        let neighbour: Int? = bias == .after ? offset : offset > 0 ? offset - 1 : nil
        return Anchor(element: neighbour.flatMap { element(at: $0)?.element } ?? .none, bias: bias)
    }

    /// Where text goes that is inserted at an offset: after the character before, and after deleted ones there that
    /// carry the end of a mark which does not expand, or the start of one that does (Litt et al., "Peritext", 2022).
    func place(at offset: Int) -> LocalPlace {
        guard offset > 0 else { return place(after: nil, at: -1) }
        guard let previous = element(at: offset - 1) else { preconditionFailure("an offset is at most the count") }
        return place(after: previous.element, at: previous.orderIndex)
    }

    private func place(after previous: Element?, at index: Int) -> LocalPlace {
        if !marks.isEmpty, previous == nil || previous == sequence.runs[Int(sequence.order[index])].last {
            var tombstones = index + 1
            while tombstones < sequence.order.count, sequence.runs[Int(sequence.order[tombstones])].isHidden {
                tombstones += 1
            }
            for position in stride(from: tombstones - 1, to: index, by: -1) {
                let run = sequence.runs[Int(sequence.order[position])]
                let anchored = marks.lazy.flatMap { [$0.start, $0.end] }
                    .filter { $0.bias == .before && $0.element >= run.start && $0.element <= run.last }
                    .map(\.element).max()
                if let anchored { return sequence.place(after: anchored, at: position) }
            }
        }
        return sequence.place(after: previous, at: index)
    }

    /// The visible elements of a range, as ranges of elements. O(runs).
    func elements(in range: Range<Int>) -> [ElementRange] {
        var result: [ElementRange] = []
        var offset = 0
        for number in sequence.order where offset < range.upperBound {
            let run = sequence.runs[Int(number)]
            let part = range.clamped(to: offset..<offset + run.visibleCount)
            if !part.isEmpty {
                let start = run.start.advanced(by: UInt32(part.lowerBound - offset))
                result.append(ElementRange(start: start, count: UInt32(part.count)))
            }
            offset += run.visibleCount
        }
        return result
    }

    /// The visible text. O(runs + bytes).
    var string: String {
        var visible: [UInt8] = []
        visible.reserveCapacity(bytes.count)
        for number in sequence.order {
            let run = sequence.runs[Int(number)]
            if !run.isHidden { visible.append(contentsOf: bytes[run.textStart..<run.textStart + run.textCount]) }
        }
        return String(decoding: visible, as: UTF8.self)
    }
}

/// One edit of visible text, in scalars.
struct TextEdit {
    var offset: Int
    var deleted: Int
    var inserted: String

    func entry(_ container: ContainerID) -> Patch.Entry {
        .text(container: container, offset: offset, deleted: deleted, inserted: inserted)
    }
}
