/// Rich text: a sequence of scalars, and marks between anchors in it.
struct TextState: Sendable {
    /// `TextPosition` in local terms.
    struct Anchor: Sendable {
        var unit: Unit
        var bias: TextPosition.Bias
    }

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
    private(set) var bytes: ContiguousArray<UInt8> = []
    private(set) var marks: [Mark] = []
    /// The units that anchors of marks stick to from behind, ascending.
    private var anchored: ContiguousArray<Unit> = []
    /// Who deleted what.
    var deletions = DeletionLog()
    /// Finds the marks over a piece of text; made when undo first asks.
    var markIndex = MarkIndex()

    /// A text without anything.
    init() {}

    /// A text to be read only.
    init(past sequence: FugueSequence, _ bytes: ContiguousArray<UInt8>, _ marks: [Mark]) {
        self.sequence = sequence
        self.bytes = bytes
        self.marks = marks
    }

    /// Length in scalars.
    var count: Int { sequence.visibleCount }

    /// Inserts text whose first scalar is `unit`; nil is erased text.
    mutating func insert(
        _ text: (some Collection<UInt8>)?, count: UInt32, at place: FugueSequence.Place, unit: Unit, _ history: History
    ) {
        let textStart = bytes.count
        if let text { bytes.append(contentsOf: text) }
        let run = FugueSequence.Run(
            start: unit, count: count, place: place, isHidden: text == nil, textStart: textStart,
            textCount: bytes.count - textStart
        )
        sequence.insert(run, bytes, history)
    }

    /// Inserts a letter at an offset, directly behind the unit that was put in last; false when it is not so simple, and
    /// then nothing is done.
    mutating func type(_ letter: UInt8, at offset: Int, behind last: Unit, rightOrigin: Unit, unit: Unit) -> Bool {
        // An anchor may draw what is typed here to another place.
        guard anchored.isEmpty,
            sequence.type(at: offset, behind: last, rightOrigin: rightOrigin, unit: unit, textStart: bytes.count)
        else { return false }
        bytes.append(letter)
        return true
    }

    /// Deletes consecutive units, of which some may be deleted already, and tells of each piece where it is and how
    /// long, when `isTold`.
    mutating func delete(_ units: Range<Unit>, isTold: Bool, _ body: (_ offset: Int, _ count: Int) -> Void) {
        var next = units.lowerBound
        while next < units.upperBound {
            let found = sequence.run(of: next)
            let runEnd = sequence.runs[found].end
            guard !sequence.runs[found].isHidden else {
                next = runEnd
                continue
            }
            let end = min(runEnd, units.upperBound)
            if isTold { body(sequence.offset(before: next), Int(end - next)) }
            sequence.hide(found, from: next, to: end, bytes)
            next = end
        }
    }

    /// Sets a mark and returns the visible range that it covers.
    mutating func mark(_ mark: Mark) -> Range<Int> {
        marks.append(mark)
        for anchor in [mark.start, mark.end] where anchor.bias == .before && anchor.unit != .none {
            anchored.insert(anchor.unit, at: anchorPosition(of: anchor.unit))
        }
        let start = offset(of: mark.start)
        return start..<max(start, offset(of: mark.end))
    }

    /// Where the first anchored unit beyond `unit` is. O(log marks).
    private func anchorPosition(of unit: Unit) -> Int {
        var (low, high) = (0, anchored.count)
        while low < high {
            let middle = (low + high) / 2
            if anchored[middle] <= unit { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Where an anchor is, in scalars. O(log runs).
    func offset(of anchor: Anchor) -> Int {
        switch (anchor.unit == .none, anchor.bias) {
        case (true, .before): return 0
        case (true, .after): return count
        case (false, .after): return sequence.offset(before: anchor.unit)
        case (false, .before):
            guard let run = sequence.find(anchor.unit) else { return count }
            return sequence.offset(before: anchor.unit) + (sequence.runs[run].isHidden ? 0 : 1)
        }
    }

    /// The anchor at an offset that sticks to the neighbour of `bias`. O(log runs).
    func anchor(at offset: Int, _ bias: TextPosition.Bias) -> Anchor {
        let neighbour = bias == .after ? offset : offset - 1
        guard neighbour >= 0, neighbour < count else { return Anchor(unit: .none, bias: bias) }
        return Anchor(unit: sequence.unit(at: neighbour).unit, bias: bias)
    }

    /// Where text goes that is inserted at an offset: after the character before, and after deleted ones there that
    /// carry the end of a mark which does not expand, or the start of one that does (Litt et al., "Peritext", 2022).
    mutating func place(at offset: Int) -> FugueSequence.Place {
        guard offset > 0 else { return place(after: nil, at: nil) }
        let previous = sequence.rememberedUnit(at: offset - 1)
        return place(after: previous.unit, at: previous.place)
    }

    /// The same, without remembering where that was.
    func constantPlace(at offset: Int) -> FugueSequence.Place {
        guard offset > 0 else { return place(after: nil, at: nil) }
        let previous = sequence.unit(at: offset - 1)
        return place(after: previous.unit, at: previous.place)
    }

    /// The only offset that may have a place; nil when none has. O(log runs).
    func offset(of place: FugueSequence.Place) -> Int? {
        if place.parent == .none { return 0 }
        guard let run = sequence.find(place.parent) else { return nil }
        let offset = sequence.offset(before: place.parent)
        return place.side == .left || sequence.runs[run].isHidden ? offset : offset + 1
    }

    /// The offset of a visible unit; nil when it is not visible. O(log runs).
    func offset(ofVisible unit: Unit) -> Int? {
        guard let run = sequence.find(unit), !sequence.runs[run].isHidden else { return nil }
        return sequence.offset(before: unit)
    }

    /// The unit at an offset below the count. O(log runs).
    mutating func unit(at offset: Int) -> Unit {
        sequence.rememberedUnit(at: offset).unit
    }

    // Not inlined, it would be called with a copy of everything.
    @inline(__always)
    private func place(after previous: Unit?, at place: OrderTree.Place?) -> FugueSequence.Place {
        if !anchored.isEmpty, place.map({ sequence.runs[sequence.order.run(at: $0)].last == previous }) ?? true {
            var next = place.map { sequence.order.next($0) } ?? sequence.order.first
            var furthest: (unit: Unit, place: OrderTree.Place)?
            while let current = next {
                let run = sequence.runs[sequence.order.run(at: current)]
                guard run.isHidden else { break }
                let position = anchorPosition(of: run.last)
                if position > 0, anchored[position - 1] >= run.start { furthest = (anchored[position - 1], current) }
                next = sequence.order.next(current)
            }
            if let furthest { return sequence.place(after: furthest.unit, at: furthest.place) }
        }
        return sequence.place(after: previous, at: place)
    }

    /// The visible text. O(runs + bytes).
    var string: String {
        var visible: [UInt8] = []
        visible.reserveCapacity(bytes.count)
        sequence.forEachRun { run in
            if !run.isHidden { visible.append(contentsOf: bytes[run.textStart..<run.textStart + run.textCount]) }
        }
        return String(decoding: visible, as: UTF8.self)
    }
}
