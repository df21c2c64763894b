extension History {
    /// The streaks in the order that a document is saved in, which depends on nothing but its changes: each after what
    /// it has seen; what one writer did without a look at others stays together, and otherwise the order of history
    /// decides. O(n log n).
    func streaksInChainOrder() -> [Int] {
        var next = [Int](repeating: -1, count: streaks.count)
        var isContinuation = [Bool](repeating: false, count: streaks.count)
        for position in streaks.indices {
            guard let previous = continued(by: streaks[position]) else { continue }
            next[previous] = position
            isContinuation[position] = true
        }
        var missing = [Int](repeating: 0, count: streaks.count)
        var dependents: [Int: [Int]] = [:]
        for position in streaks.indices where !isContinuation[position] {
            forEachParent(of: streaks[position].firstVersion) { parent in
                dependents[self.position(ofStreakOf: parent), default: []].append(position)
                missing[position] += 1
            }
        }
        var ready = Heap { self.precedes(self.streaks[$0].firstVersion, self.streaks[$1].firstVersion) }
        for position in streaks.indices where !isContinuation[position] && missing[position] == 0 {
            ready.insert(position)
        }
        var result: [Int] = []
        result.reserveCapacity(streaks.count)
        while let head = ready.removeFirst() {
            var current = head
            while current >= 0 {
                result.append(current)
                for dependent in dependents[current] ?? [] {
                    missing[dependent] -= 1
                    if missing[dependent] == 0 { ready.insert(dependent) }
                }
                current = next[current]
            }
        }
        return result
    }

    /// The streak whose last change is all that the first of `streak` has seen, and its writer's former one; nil when
    /// there is none.
    private func continued(by streak: Streak) -> Int? {
        guard streak.firstParent != .max, streak.otherParentsCount == 0 else { return nil }
        let (actor, number) = author(of: streak.firstParent)
        guard actor == streak.actor, number &+ 1 == streak.firstNumber else { return nil }
        let position = position(ofStreakOf: streak.firstParent)
        return streaks[position].lastVersion == streak.firstParent ? position : nil
    }
}

/// A binary heap.
private struct Heap {
    private var items: [Int] = []
    private let precedes: (Int, Int) -> Bool

    init(_ precedes: @escaping (Int, Int) -> Bool) { self.precedes = precedes }

    mutating func insert(_ item: Int) {
        items.append(item)
        var child = items.count - 1
        while child > 0, precedes(items[child], items[(child - 1) / 2]) {
            items.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeFirst() -> Int? {
        guard let first = items.first, let last = items.popLast() else { return nil }
        guard !items.isEmpty else { return first }
        items[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < items.count && precedes(items[child], items[least]) {
                least = child
            }
            if least == parent { return first }
            items.swapAt(least, parent)
            parent = least
        }
    }
}
