extension History {
    /// Whether `later` has seen `earlier`; a change has not seen itself. O(1); O(changes between) in a document of so
    /// many branches that there is no more room for clocks.
    func hasSeen(_ later: UInt32, _ earlier: UInt32) -> Bool {
        guard earlier < later else { return false }
        let laterPosition = position(ofStreakOf: later)
        let lineStart = streaks[laterPosition].lineStart
        if lineStart <= earlier { return true }
        let position = position(ofStreakOf: earlier)
        if let count = seenCount(ofLane: streaks[position].lane, atLineStartOf: laterPosition) {
            return streaks[position].lanePosition + (earlier - streaks[position].firstVersion) < count
        }
        return searchBelow(lineStart, for: earlier)
    }

    private func searchBelow(_ version: UInt32, for earlier: UInt32) -> Bool {
        var stack: [UInt32] = []
        var visited: Set<UInt32> = []
        forEachParent(of: version) { stack.append($0) }
        while let next = stack.popLast() {
            if next == earlier { return true }
            guard next > earlier, visited.insert(next).inserted else { continue }
            let start = streak(of: next).lineStart
            if start <= earlier { return true }
            forEachParent(of: start) { stack.append($0) }
        }
        return false
    }

    /// Whether neither has seen the other.
    func areConcurrent(_ left: UInt32, _ right: UInt32) -> Bool {
        left != right && !hasSeen(max(left, right), min(left, right))
    }

    /// Whether `left` is `right`, or one of those that `right` has seen.
    func isSame(_ left: UInt32, orSeenBy right: UInt32) -> Bool { left == right || hasSeen(right, left) }

    /// Order of writes that have not seen each other: by stamp, actor, number; the last wins.
    func ranksBefore(_ left: UInt32, _ right: UInt32) -> Bool {
        let (first, second) = (times[Int(left)].stamp, times[Int(right)].stamp)
        return first == second ? referencePrecedes(left, right) : first < second
    }

    /// The order of references.
    func referencePrecedes(_ left: UInt32, _ right: UInt32) -> Bool {
        let (first, second) = (author(of: left), author(of: right))
        return first.actor == second.actor ? first.number < second.number : actors[first.actor] < actors[second.actor]
    }

    /// The order of history: one that puts each change after those it has seen, and otherwise orders by stamp, actor,
    /// number. It sorts by the largest stamp seen, then by depth, actor and number, so that two changes compare without
    /// a look at any third.
    func precedes(_ left: UInt32, _ right: UInt32) -> Bool {
        let (first, second) = (times[Int(left)].effective, times[Int(right)].effective)
        if first != second { return first < second }
        let (depth, other) = (depth(of: left), self.depth(of: right))
        return depth == other ? referencePrecedes(left, right) : depth < other
    }

    /// The order of history for elements.
    func precedes(_ left: Element, _ right: Element) -> Bool {
        left.change == right.change ? left.index < right.index : precedes(left.change, right.change)
    }

    /// All versions in the order of history. O(n log n).
    var ordered: [UInt32] { (0..<UInt32(count)).sorted { precedes($0, $1) } }

    /// The identifiers' order, which breaks ties between elements at one place.
    func identifierPrecedes(_ left: Unit, _ right: Unit) -> Bool {
        let (first, second) = (element(left), element(right))
        if first.change == second.change { return left < right }
        return referencePrecedes(first.change, second.change)
    }

    /// The global identifier of an element.
    func identifier(_ element: Element) -> OperationID {
        OperationID(change: reference(element.change), index: element.index)
    }

    /// The local form of an identifier; nil when its change is not here.
    func element(_ identifier: OperationID) -> Element? {
        version(of: identifier.change).map { Element(change: $0, index: identifier.index) }
    }

    /// The local form of an identifier, that of the change which is being made included.
    func localElement(_ identifier: OperationID) -> Element? {
        if isOpen, reference(UInt32(times.count - 1)) == identifier.change {
            return Element(change: UInt32(times.count - 1), index: identifier.index)
        }
        return element(identifier)
    }

    /// The unit of an identifier, that of the change which is being made included; nil when it is not here.
    func localUnit(_ identifier: OperationID) -> Unit? { localElement(identifier).flatMap { unit($0, count: 1) } }

    /// Marks the changes that `heads`, which must be here, have seen, and themselves.
    func seen(by heads: [UInt32]) -> [Bool] {
        var seen = [Bool](repeating: false, count: count)
        var stack = heads
        while let next = stack.popLast() {
            if seen[Int(next)] { continue }
            seen[Int(next)] = true
            forEachParent(of: next) { stack.append($0) }
        }
        return seen
    }
}
