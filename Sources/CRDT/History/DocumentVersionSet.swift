/// A version of a document: changes with all that they have seen.
struct DocumentVersionSet {
    /// In a history without branches, how many of its changes; else which of them.
    private enum Members {
        case first(UInt32)
        case some([Bool])
    }

    private let members: Members

    /// What changes have seen, and themselves. O(heads), O(changes) in a history with branches.
    init(seenBy heads: [UInt32], _ history: History) {
        members =
            history.isLinear ? .first(heads.max().map { $0 + 1 } ?? 0) : .some(history.seen(by: heads))
    }

    /// The changes that are accepted: they and all they have seen have a stamp. O(changes).
    init(acceptedIn history: History) {
        members = .some((0..<history.count).map { history.times[$0].effective != .pending })
    }

    /// Whether a change is of the version.
    func contains(_ version: UInt32) -> Bool {
        switch members {
        case .first(let count): version < count
        case .some(let members): Int(version) < members.count && members[Int(version)]
        }
    }
}

extension History {
    /// Those of consecutive units that changes of a version made, in ranges that streaks cut. O(log) a streak.
    func forEachRange(of units: Range<Unit>, in version: DocumentVersionSet, _ body: (Range<Unit>) -> Void) {
        var next = units.lowerBound
        while next < units.upperBound {
            let streak = streaks[position(ofStreakWith: next)]
            let end = min(streak.unitEnd, units.upperBound)
            // Each change of a streak has seen those before it.
            var (low, high) = (streak.firstVersion, streak.lastVersion + 1)
            if version.contains(streak.lastVersion) { low = high }
            while low < high {
                let middle = low + (high - low) / 2
                if version.contains(middle) { low = middle + 1 } else { high = middle }
            }
            if low > streak.firstVersion {
                let includedEnd = min(end, streak.unitStart(of: low - 1) + UInt64(streak.unitCount(of: low - 1)))
                if next < includedEnd { body(next..<includedEnd) }
            }
            next = end
        }
    }
}
