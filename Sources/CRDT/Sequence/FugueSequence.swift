/// A sequence in the order of FugueMax (Weidner and Kleppmann, "The Art of the Fugue", TPDS 2025): a tree whose
/// traversal (left children, node, right children) is the order, kept as runs of consecutive units in that order.
///
/// Within a run each unit is the right child of the one before it and all have one right origin; a run is split where
/// something else hangs. What is typed on is one run, however many changes it took.
///
/// Space: one `Run` (64 bytes) a run, and the two indexes. Time: O(log runs) to find a place, an element or an offset;
/// beyond that one step for each run of what concurrent writers put in at the same place.
struct FugueSequence: Sendable {
    /// Where a unit was put in: `Place` in local terms.
    struct Place: Equatable, Sendable {
        var parent: Unit
        var side: CRDT.Place.Side
        var rightOrigin: Unit
    }

    /// Consecutive units of one insertion.
    struct Run: Sendable {
        var start: Unit
        /// The place of the first unit.
        var parent: Unit
        var rightOrigin: Unit
        /// Where the run's text lies in the text's buffer.
        var textStart: Int
        var textCount: Int
        var count: UInt32
        var side: CRDT.Place.Side
        /// Deleted or erased.
        var isHidden: Bool
        /// Whether something hangs left of the first unit.
        var hasLeftChildren = false
        /// Whether something hangs right of the last unit.
        var hasRightChildren = false
        /// Whether more than one thing does.
        var hasManyRightChildren = false

        init(start: Unit, count: UInt32, place: Place, isHidden: Bool, textStart: Int = 0, textCount: Int = 0) {
            self.start = start
            self.count = count
            parent = place.parent
            side = place.side
            rightOrigin = place.rightOrigin
            self.isHidden = isHidden
            self.textStart = textStart
            self.textCount = textCount
        }

        var end: Unit { start + UInt64(count) }
        var last: Unit { end - 1 }
        /// The right origin of every unit but the first.
        var laterRightOrigin: Unit { side == .left ? parent : rightOrigin }
        var visibleCount: Int { isHidden ? 0 : Int(count) }
        var textEnd: Int { textStart + textCount }

        /// How many bytes the first `scalars` scalars take. O(1) for ASCII, else O(scalars).
        func byteCount(ofScalars scalars: Int, _ text: ContiguousArray<UInt8>) -> Int {
            byteCount(ofScalars: scalars, of: UInt64(count), text)
        }

        /// The same where the run's text is that of `total` scalars.
        func byteCount(ofScalars scalars: Int, of total: UInt64, _ text: ContiguousArray<UInt8>) -> Int {
            if UInt64(textCount) == total || textCount == 0 { return min(scalars, textCount) }
            return UTF8Text.byteCount(ofScalars: scalars, from: textStart, count: textCount, in: text)
        }
    }

    private(set) var runs: ContiguousArray<Run> = []
    private(set) var order = OrderTree()
    private var index = UnitIndex()

    /// A sequence without anything.
    init() {}

    /// A sequence to be read only: runs that are in order and cut anywhere.
    init(past runs: [Run]) {
        self.runs.reserveCapacity(runs.count)
        for run in runs { _ = add(run, at: nil) }
    }

    /// How many units are visible.
    var visibleCount: Int { order.visibleCount }

    /// The run that holds a unit; nil when it is not here. O(log runs).
    func find(_ unit: Unit) -> Int? {
        guard let run = index.find(unit) else { return nil }
        return unit < runs[run].end ? run : nil
    }

    /// The run that holds a unit, which was checked to be here.
    func run(of unit: Unit) -> Int {
        guard let run = find(unit) else { preconditionFailure("the element was checked to be here") }
        return run
    }

    /// The runs in the order of the sequence.
    func forEachRun(_ body: (Run) -> Void) {
        var place = order.first
        while let current = place {
            body(runs[order.run(at: current)])
            place = order.next(current)
        }
    }

    /// Shows or hides a run.
    mutating func setHidden(_ run: Int, _ isHidden: Bool) {
        guard runs[run].isHidden != isHidden else { return }
        runs[run].isHidden = isHidden
        order.setWeight(runs[run].visibleCount, at: order.place(of: run))
    }

    /// Hides the units of a run from `start` on up to `end`, both within it.
    mutating func hide(_ run: Int, from start: Unit, to end: Unit, _ text: ContiguousArray<UInt8>) {
        if start > runs[run].start, end == runs[run].end, giveTail(of: run, from: start, text) { return }
        if start == runs[run].start, end < runs[run].end, giveHead(of: run, to: end, text) { return }
        let hidden = splitBefore(start, text)
        if end < runs[hidden].end { _ = splitBefore(end, text) }
        setHidden(hidden, true)
    }

    /// Whether `next` is what was cut off the end of `run`, and nothing else hangs between them.
    private func continues(_ run: Int, _ next: Int) -> Bool {
        runs[next].start == runs[run].end && runs[next].parent == runs[run].last && runs[next].side == .right
            && runs[next].rightOrigin == runs[run].laterRightOrigin && !runs[next].hasLeftChildren
            && !runs[run].hasManyRightChildren && runs[run].textCount > 0 && runs[next].textCount > 0
            && runs[run].textEnd == runs[next].textStart
    }

    /// Makes the end of a run part of the hidden run behind it that it continues into; false when there is none.
    private mutating func giveTail(of run: Int, from start: Unit, _ text: ContiguousArray<UInt8>) -> Bool {
        let place = order.place(of: run)
        guard let next = order.next(place).map({ order.run(at: $0) }), runs[next].isHidden, continues(run, next) else {
            return false
        }
        move(boundaryOf: run, and: next, to: start, text)
        order.setWeight(runs[run].visibleCount, at: place)
        return true
    }

    /// Makes the start of a run part of the hidden run before it that it continues; false when there is none.
    private mutating func giveHead(of run: Int, to end: Unit, _ text: ContiguousArray<UInt8>) -> Bool {
        let place = order.place(of: run)
        guard let previous = order.previous(place).map({ order.run(at: $0) }), runs[previous].isHidden,
            continues(previous, run)
        else { return false }
        move(boundaryOf: previous, and: run, to: end, text)
        order.setWeight(runs[run].visibleCount, at: place)
        return true
    }

    private mutating func move(
        boundaryOf run: Int, and next: Int, to unit: Unit, _ text: ContiguousArray<UInt8>
    ) {
        let scalars = Int(unit - runs[run].start)
        let bytes =
            unit < runs[next].start
            ? runs[run].byteCount(ofScalars: scalars, text)
            : runs[run].textCount + runs[next].byteCount(ofScalars: Int(unit - runs[next].start), text)
        index.move(from: runs[next].start, to: unit)
        runs[next].count = UInt32(runs[next].end - unit)
        runs[next].start = unit
        runs[next].parent = unit - 1
        runs[next].textCount = runs[next].textEnd - (runs[run].textStart + bytes)
        runs[next].textStart = runs[run].textStart + bytes
        runs[run].count = UInt32(scalars)
        runs[run].textCount = bytes
    }

    /// Makes `unit` the first of its run and returns the run. `text` is the buffer of the runs' text.
    mutating func splitBefore(_ unit: Unit, _ text: ContiguousArray<UInt8>) -> Int {
        let run = run(of: unit)
        let offset = UInt32(unit - runs[run].start)
        guard offset > 0 else { return run }
        var tail = runs[run]
        let head = tail.byteCount(ofScalars: Int(offset), text)
        tail.rightOrigin = tail.laterRightOrigin
        tail.start = unit
        tail.count -= offset
        tail.textStart += head
        tail.textCount -= head
        tail.parent = unit - 1
        tail.side = .right
        tail.hasLeftChildren = false
        runs[run].count = offset
        runs[run].textCount = head
        runs[run].hasRightChildren = true
        runs[run].hasManyRightChildren = false
        let place = order.place(of: run)
        order.setWeight(runs[run].visibleCount, at: place)
        return add(tail, behind: place)
    }

    /// Adds a run at a place of the order; nil is the end.
    private mutating func add(_ run: Run, at place: OrderTree.Place?) -> Int {
        let number = runs.count
        runs.append(run)
        order.insert(number, weight: run.visibleCount, at: place)
        index.insert(number, start: run.start)
        return number
    }

    private mutating func add(_ run: Run, behind place: OrderTree.Place) -> Int {
        add(run, at: OrderTree.Place(leaf: place.leaf, slot: place.slot + 1))
    }

    /// Puts a run in at its place.
    mutating func insert(_ run: Run, _ text: ContiguousArray<UInt8>, _ history: History) {
        switch run.side {
        case .left: insertLeft(run, text, history)
        case .right where run.parent == .none:
            _ = add(run, at: placeAmongRightChildren(from: order.first, run, history))
        case .right: insertRight(run, text, history)
        }
    }

    private mutating func insertLeft(_ run: Run, _ text: ContiguousArray<UInt8>, _ history: History) {
        let parent = splitBefore(run.parent, text)
        let place = order.place(of: parent)
        guard runs[parent].hasLeftChildren else {
            runs[parent].hasLeftChildren = true
            _ = add(run, at: place)
            return
        }
        _ = add(run, at: placeAmongLeftChildren(before: place, run, history))
    }

    private mutating func insertRight(_ run: Run, _ text: ContiguousArray<UInt8>, _ history: History) {
        let parent = self.run(of: run.parent)
        if run.parent != runs[parent].last { _ = splitBefore(run.parent + 1, text) }
        guard runs[parent].hasRightChildren else {
            if extend(parent, with: run) { return }
            runs[parent].hasRightChildren = true
            _ = add(run, behind: order.place(of: parent))
            return
        }
        runs[parent].hasManyRightChildren = true
        _ = add(run, at: placeAmongRightChildren(from: order.next(order.place(of: parent)), run, history))
    }

    /// Joins a run to the one that it continues.
    private mutating func extend(_ previous: Int, with run: Run) -> Bool {
        guard run.start == runs[previous].end, run.rightOrigin == runs[previous].laterRightOrigin,
            runs[previous].isHidden == run.isHidden,
            runs[previous].textEnd == run.textStart || run.textCount == 0 && runs[previous].textCount == 0,
            UInt64(runs[previous].count) + UInt64(run.count) <= UInt64(UInt32.max),
            (runs[previous].textCount > 0) == (run.textCount > 0)
        else { return false }
        runs[previous].count += run.count
        runs[previous].textCount += run.textCount
        order.setWeight(runs[previous].visibleCount, at: order.place(of: previous))
        return true
    }

    /// Lengthens a visible run of text by a letter that was typed behind its last unit, `last`, at an offset; false when
    /// it is not so simple, and then nothing is done. What followed `last` when it was put in follows it still. O(log
    /// runs), O(1) where the last edit was.
    mutating func type(at offset: Int, behind last: Unit, rightOrigin: Unit, unit: Unit, textStart: Int) -> Bool {
        guard offset > 0 else { return false }
        let found = order.find(offset - 1)
        let run = order.run(at: found.place)
        let isNext = runs.withUnsafeMutableBufferPointer { runs in
            guard runs[run].last == last, UInt32(found.rest) + 1 == runs[run].count, unit == last + 1,
                !runs[run].hasRightChildren, runs[run].laterRightOrigin == rightOrigin,
                runs[run].textEnd == textStart, runs[run].count < .max
            else { return false }
            runs[run].count += 1
            runs[run].textCount += 1
            return true
        }
        guard isNext else { return false }
        assert(order.next(found.place).map { runs[order.run(at: $0)].start } ?? .none == rightOrigin)
        order.remember(found.place, offset: offset - 1 - found.rest)
        order.setWeight(found.rest + 2, at: found.place)
        return true
    }

    /// Right children are ordered by descending right origin, then by identifier.
    private func placeAmongRightChildren(
        from start: OrderTree.Place?, _ run: Run, _ history: History
    ) -> OrderTree.Place? {
        var place = start
        while let current = place, let sibling = child(of: run.parent, .right, above: order.run(at: current)) {
            if precedes(run, runs[sibling], history) { break }
            repeat {
                place = order.next(place ?? current)
            } while place.map { child(of: run.parent, .right, above: order.run(at: $0)) == sibling } ?? false
        }
        return place
    }

    private func precedes(_ run: Run, _ sibling: Run, _ history: History) -> Bool {
        let (left, right) = (run.rightOrigin, sibling.rightOrigin)
        if left == right { return history.identifierPrecedes(run.start, sibling.start) }
        if left == .none { return true }
        if right == .none { return false }
        return isAfter(left, right)
    }

    /// Whether `left` comes after `right` in the sequence. O(log runs).
    func isAfter(_ left: Unit, _ right: Unit) -> Bool {
        let (first, second) = (run(of: left), run(of: right))
        return first == second ? left > right : order.precedes(second, first)
    }

    /// Left children are ordered by identifier.
    private func placeAmongLeftChildren(
        before end: OrderTree.Place, _ run: Run, _ history: History
    ) -> OrderTree.Place {
        var place = end
        var previous = order.previous(place)
        while let candidate = previous, let sibling = child(of: run.parent, .left, above: order.run(at: candidate)) {
            if history.identifierPrecedes(runs[sibling].start, run.start) { break }
            repeat {
                place = previous ?? place
                previous = order.previous(place)
            } while previous.map { child(of: run.parent, .left, above: order.run(at: $0)) == sibling } ?? false
        }
        return place
    }

    /// The run that hangs on a side of `parent` and holds `run` in its subtree, or is it; nil when none does.
    private func child(of parent: Unit, _ side: CRDT.Place.Side, above run: Int) -> Int? {
        var current = run
        while true {
            if runs[current].parent == parent, runs[current].side == side { return current }
            // What hangs below an element has seen it, so it never has an earlier unit.
            let next = runs[current].parent
            guard next != .none, parent == .none || next >= parent, let above = find(next) else { return nil }
            current = above
        }
    }

    /// The place directly after a unit of the run at a place of the order; nil is the start.
    @inline(__always)
    func place(after previous: Unit?, at position: OrderTree.Place?) -> Place {
        guard let previous, let position else {
            guard let first = order.first else { return Place(parent: .none, side: .right, rightOrigin: .none) }
            // The start of the sequence has right children as soon as there is anything.
            return Place(parent: runs[order.run(at: first)].start, side: .left, rightOrigin: .none)
        }
        let run = order.run(at: position)
        if previous != runs[run].last { return Place(parent: previous + 1, side: .left, rightOrigin: .none) }
        let next = order.next(position).map { runs[order.run(at: $0)].start } ?? .none
        return runs[run].hasRightChildren
            ? Place(parent: next, side: .left, rightOrigin: .none)
            : Place(parent: previous, side: .right, rightOrigin: next)
    }

    /// How many visible units precede a unit, which must be here. O(log runs).
    func offset(before unit: Unit) -> Int {
        let run = run(of: unit)
        let offset = order.offset(before: order.place(of: run))
        return runs[run].isHidden ? offset : offset + Int(unit - runs[run].start)
    }

    /// The visible unit at an offset below `visibleCount`, and the place of its run. O(log runs).
    func unit(at offset: Int) -> (unit: Unit, place: OrderTree.Place) {
        let found = order.find(offset)
        return (runs[order.run(at: found.place)].start + UInt64(found.rest), found.place)
    }

    /// The same, and remembers where it was, since the next edit is most often near.
    mutating func rememberedUnit(at offset: Int) -> (unit: Unit, place: OrderTree.Place) {
        let found = order.find(offset)
        order.remember(found.place, offset: offset - found.rest)
        return (runs[order.run(at: found.place)].start + UInt64(found.rest), found.place)
    }
}
