/// A sequence in the order of FugueMax (Weidner and Kleppmann, "The Art of the Fugue", TPDS 2025): a tree whose
/// traversal (left children, node, right children) is the order, kept as runs of consecutive elements in that order.
///
/// Within a run each element is the right child of the one before it and all have one right origin; a run is split
/// where something else hangs.
///
/// Space: one `Run` (about 60 bytes) a run, eight more for the two indexes. Time: O(runs) to find a place, with the
/// constant of a scan over 4-byte numbers; O(log runs) to find an element.
struct FugueSequence: Sendable {
    /// Consecutive elements of one insertion.
    struct Run: Sendable {
        var start: Element
        var count: UInt32
        /// The place of the first element.
        var place: LocalPlace
        /// Deleted or erased.
        var isHidden: Bool
        /// Whether something hangs left of the first element.
        var hasLeftChildren = false
        /// Whether something hangs right of the last element.
        var hasRightChildren = false
        /// Where the run's text lies in the text's buffer.
        var textStart: Int
        var textCount: Int

        var end: UInt32 { start.index + count }
        var last: Element { start.advanced(by: count - 1) }
        /// The right origin of every element but the first.
        var laterRightOrigin: Element { place.side == .left ? place.parent : place.rightOrigin }
        var visibleCount: Int { isHidden ? 0 : Int(count) }
    }

    private(set) var runs: [Run] = []
    /// Positions in `runs`, in the order of the sequence.
    private(set) var order: [UInt32] = []
    /// Positions in `runs`, by first element.
    private var sorted: [UInt32] = []

    /// The run that holds an element; nil when it is not here. O(log runs).
    func find(_ element: Element) -> Int? {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if element < runs[Int(sorted[middle])].start { high = middle } else { low = middle + 1 }
        }
        guard low > 0 else { return nil }
        let run = Int(sorted[low - 1])
        return runs[run].start.change == element.change && element.index < runs[run].end ? run : nil
    }

    /// Whether consecutive elements are all here.
    func contains(_ start: Element, count: UInt32) -> Bool {
        let end = UInt64(start.index) + UInt64(count)
        var next = start
        while let run = find(next) {
            if UInt64(runs[run].end) >= end { return true }
            next.index = runs[run].end
        }
        return false
    }

    /// The position of a run in the order. O(runs).
    func orderIndex(of run: Int) -> Int {
        guard let index = order.firstIndex(of: UInt32(run)) else { preconditionFailure("every run is in the order") }
        return index
    }

    /// Marks a run as deleted.
    mutating func hide(_ run: Int) { runs[run].isHidden = true }

    /// Makes `element` the first of its run and returns the run. `text` is the buffer of the runs' text.
    mutating func splitBefore(_ element: Element, _ text: [UInt8]) -> Int {
        guard let run = find(element) else { preconditionFailure("the element was checked to be here") }
        let offset = element.index - runs[run].start.index
        guard offset > 0 else { return run }
        var tail = runs[run]
        let head = UTF8Text.byteCount(ofScalars: Int(offset), from: tail.textStart, count: tail.textCount, in: text)
        tail.start = element
        tail.count -= offset
        tail.textStart += head
        tail.textCount -= head
        tail.place = LocalPlace(
            parent: Element(change: element.change, index: element.index - 1), side: .right,
            rightOrigin: tail.laterRightOrigin
        )
        tail.hasLeftChildren = false
        runs[run].count = offset
        runs[run].textCount = head
        runs[run].hasRightChildren = true
        add(tail, at: orderIndex(of: run) + 1)
        return runs.count - 1
    }

    private mutating func add(_ run: Run, at index: Int) {
        let number = UInt32(runs.count)
        runs.append(run)
        order.insert(number, at: index)
        if let last = sorted.last, run.start < runs[Int(last)].start {
            var (low, high) = (0, sorted.count)
            while low < high {
                let middle = (low + high) / 2
                if runs[Int(sorted[middle])].start < run.start { low = middle + 1 } else { high = middle }
            }
            sorted.insert(number, at: low)
        } else {
            sorted.append(number)
        }
    }

    /// Puts a run in at its place.
    mutating func insert(_ run: Run, _ text: [UInt8], _ history: History) {
        let (index, isFirstRightChild) = index(of: run, text, history)
        if isFirstRightChild, extend(Int(order[index - 1]), with: run) { return }
        add(run, at: index)
    }

    /// Joins a run to the one that it continues, when one change made both.
    private mutating func extend(_ previous: Int, with run: Run) -> Bool {
        let head = runs[previous]
        guard run.start.change == head.start.change, run.start.index == head.end, !head.isHidden, !run.isHidden,
            run.place.rightOrigin == head.laterRightOrigin, head.textCount > 0, run.textCount > 0,
            head.textStart + head.textCount == run.textStart
        else { return false }
        runs[previous].count += run.count
        runs[previous].textCount += run.textCount
        runs[previous].hasRightChildren = false
        return true
    }

    private mutating func index(
        of run: Run, _ text: [UInt8], _ history: History
    ) -> (index: Int, isFirstRightChild: Bool) {
        let place = run.place
        if place.parent.isNone { return (indexAmongRightChildren(of: .none, from: 0, run, history), false) }
        if place.side == .left {
            let parent = splitBefore(place.parent, text)
            let index = orderIndex(of: parent)
            guard runs[parent].hasLeftChildren else {
                runs[parent].hasLeftChildren = true
                return (index, false)
            }
            return (indexAmongLeftChildren(of: place.parent, before: index, run, history), false)
        }
        guard let parent = find(place.parent) else { preconditionFailure("the element was checked to be here") }
        if place.parent != runs[parent].last { _ = splitBefore(place.parent.advanced(by: 1), text) }
        let index = orderIndex(of: parent) + 1
        guard runs[parent].hasRightChildren else {
            runs[parent].hasRightChildren = true
            return (index, true)
        }
        return (indexAmongRightChildren(of: place.parent, from: index, run, history), false)
    }

    /// Right children are ordered by descending right origin, then by identifier.
    private func indexAmongRightChildren(
        of parent: Element, from start: Int, _ run: Run, _ history: History
    ) -> Int {
        var index = start
        while index < order.count, let sibling = child(of: parent, .right, above: Int(order[index])) {
            if precedes(run, runs[sibling], history) { break }
            repeat {
                index += 1
            } while index < order.count
                && child(of: parent, .right, above: Int(order[index])) == sibling
        }
        return index
    }

    private func precedes(_ run: Run, _ sibling: Run, _ history: History) -> Bool {
        let (left, right) = (run.place.rightOrigin, sibling.place.rightOrigin)
        if left == right { return history.identifierPrecedes(run.start, sibling.start) }
        if left.isNone { return true }
        if right.isNone { return false }
        return isAfter(left, right)
    }

    /// Whether `left` comes after `right` in the sequence. O(runs).
    private func isAfter(_ left: Element, _ right: Element) -> Bool {
        guard let first = find(left), let second = find(right) else {
            preconditionFailure("the elements were checked to be here")
        }
        return first == second ? left.index > right.index : orderIndex(of: first) > orderIndex(of: second)
    }

    /// Left children are ordered by identifier.
    private func indexAmongLeftChildren(
        of parent: Element, before end: Int, _ run: Run, _ history: History
    ) -> Int {
        var index = end
        while index > 0, let sibling = child(of: parent, .left, above: Int(order[index - 1])) {
            if history.identifierPrecedes(runs[sibling].start, run.start) { break }
            repeat {
                index -= 1
            } while index > 0
                && child(of: parent, .left, above: Int(order[index - 1])) == sibling
        }
        return index
    }

    /// The run that hangs on a side of `parent` and holds `run` in its subtree, or is it; nil when none does.
    private func child(of parent: Element, _ side: Place.Side, above run: Int) -> Int? {
        var current = run
        while true {
            let place = runs[current].place
            if place.parent == parent, place.side == side { return current }
            // What hangs below an element has seen it, so it never has a lower version.
            guard !place.parent.isNone, parent.isNone || place.parent >= parent, let next = find(place.parent) else {
                return nil
            }
            current = next
        }
    }

    /// The place directly after the element that ends at `offset` in the run at `index` of the order; nil is the start.
    func place(after previous: Element?, at index: Int) -> LocalPlace {
        guard let previous else {
            let first = order.first.map { runs[Int($0)].start } ?? .none
            // The start of the sequence has right children as soon as there is anything.
            if first.isNone { return LocalPlace(parent: .none, side: .right, rightOrigin: .none) }
            return LocalPlace(parent: first, side: .left, rightOrigin: .none)
        }
        let run = runs[Int(order[index])]
        if previous != run.last { return LocalPlace(parent: previous.advanced(by: 1), side: .left, rightOrigin: .none) }
        let next = index + 1 < order.count ? runs[Int(order[index + 1])].start : .none
        return run.hasRightChildren
            ? LocalPlace(parent: next, side: .left, rightOrigin: .none)
            : LocalPlace(parent: previous, side: .right, rightOrigin: next)
    }
}

/// Offsets in UTF-8.
enum UTF8Text {
    /// How many bytes the first `scalars` scalars of a valid piece of text take. O(bytes), O(1) for ASCII's length.
    static func byteCount(ofScalars scalars: Int, from start: Int, count: Int, in text: [UInt8]) -> Int {
        guard count > 0 else { return 0 }
        var (left, position) = (scalars, start)
        while position < start + count {
            if text[position] & 0xC0 != 0x80 {
                if left == 0 { break }
                left -= 1
            }
            position += 1
        }
        return position - start
    }
}
