extension History {
    /// Whether `later` has seen `earlier`; a change has not seen itself. O(1) in a line, else O(changes between).
    func hasSeen(_ later: UInt32, _ earlier: UInt32) -> Bool {
        guard earlier < later else { return false }
        var current = later
        while true {
            let node = nodes[Int(current)]
            if node.lineStart <= earlier { return true }
            let start = nodes[Int(node.lineStart)]
            if !start.otherParents.isEmpty { return searchBelow(node.lineStart, for: earlier) }
            guard start.firstParent != .max, start.firstParent >= earlier else { return false }
            if start.firstParent == earlier { return true }
            current = start.firstParent
        }
    }

    private func searchBelow(_ version: UInt32, for earlier: UInt32) -> Bool {
        var stack: [UInt32] = []
        var visited: Set<UInt32> = []
        forEachParent(of: version) { stack.append($0) }
        while let next = stack.popLast() {
            if next == earlier { return true }
            guard next > earlier, visited.insert(next).inserted else { continue }
            let start = nodes[Int(next)].lineStart
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
        let (left, right) = (nodes[Int(left)], nodes[Int(right)])
        return left.stamp == right.stamp ? left.reference < right.reference : left.stamp < right.stamp
    }

    /// The order of history: one that puts each change after those it has seen, and otherwise orders by stamp, actor,
    /// number. It sorts by the largest stamp seen, then by depth, actor and number, so that two changes compare without
    /// a look at any third.
    func precedes(_ left: UInt32, _ right: UInt32) -> Bool {
        let (left, right) = (nodes[Int(left)], nodes[Int(right)])
        if left.effective != right.effective { return left.effective < right.effective }
        return left.depth == right.depth ? left.reference < right.reference : left.depth < right.depth
    }

    /// The order of history for elements.
    func precedes(_ left: Element, _ right: Element) -> Bool {
        left.change == right.change ? left.index < right.index : precedes(left.change, right.change)
    }

    /// All versions in the order of history. O(n log n).
    var ordered: [UInt32] { (0..<UInt32(changes.count)).sorted { precedes($0, $1) } }

    /// The identifiers' order, which breaks ties between elements at one place.
    func identifierPrecedes(_ left: Element, _ right: Element) -> Bool {
        if left.change == right.change { return left.index < right.index }
        return nodes[Int(left.change)].reference < nodes[Int(right.change)].reference
    }

    /// The global identifier of an element.
    func identifier(_ element: Element) -> OperationID {
        OperationID(change: nodes[Int(element.change)].reference, index: element.index)
    }

    /// The local form of an identifier; nil when its change is not here.
    func element(_ identifier: OperationID) -> Element? {
        version(of: identifier.change).map { Element(change: $0, index: identifier.index) }
    }

    /// The local form of an identifier, that of the change which is being made included.
    func localElement(_ identifier: OperationID) -> Element? {
        if let last = nodes.last, last.reference == identifier.change {
            return Element(change: UInt32(nodes.count - 1), index: identifier.index)
        }
        return element(identifier)
    }

    /// Marks the changes that `heads`, which must be here, have seen, and themselves.
    func seen(by heads: [UInt32]) -> [Bool] {
        var seen = [Bool](repeating: false, count: changes.count)
        var stack = heads
        while let next = stack.popLast() {
            if seen[Int(next)] { continue }
            seen[Int(next)] = true
            forEachParent(of: next) { stack.append($0) }
        }
        return seen
    }
}
