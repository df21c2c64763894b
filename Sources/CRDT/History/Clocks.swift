/// Who has seen whom, answered in constant time: changes are cut into *lanes*, each of which is a chain of changes of
/// one writer that saw its former ones, and where lines of history meet or part a *clock* holds how much of each lane
/// was seen there.
///
/// Space: four bytes a lane for every version that does not simply continue the one before it, up to
/// `Clocks.countMax` in all; beyond that a search answers.
struct Clocks: Sendable {
    /// The most counts that are kept: 64 MiB.
    private static let countMax = 1 << 24

    /// The versions of each lane.
    private(set) var lanes: ContiguousArray<ContiguousArray<UInt32>> = []
    private var counts: ContiguousArray<UInt32> = []
    private var starts: ContiguousArray<Int> = []

    /// How much of a lane a clock has seen.
    func count(ofLane lane: UInt32, at clock: UInt32) -> UInt32 {
        let start = starts[Int(clock)]
        let end = Int(clock) + 1 < starts.count ? starts[Int(clock) + 1] : counts.count
        return start + Int(lane) < end ? counts[start + Int(lane)] : 0
    }

    /// Keeps a clock and returns its number; nil when there is no more room.
    mutating func add(_ clock: ContiguousArray<UInt32>) -> UInt32? {
        guard counts.count + clock.count <= Self.countMax else { return nil }
        starts.append(counts.count)
        counts.append(contentsOf: clock)
        return UInt32(starts.count - 1)
    }

    /// Drops the clock that was added last.
    mutating func removeLast() {
        guard let start = starts.popLast() else { preconditionFailure("there is a clock") }
        counts.removeSubrange(start...)
    }

    /// How many changes of a lane have a version of at most `version`. O(log).
    func count(ofLane lane: Int, upTo version: UInt32) -> Int {
        let versions = lanes[lane]
        guard let last = versions.last, last > version else { return versions.count }
        var (low, high) = (0, versions.count)
        while low < high {
            let middle = (low + high) / 2
            if versions[middle] <= version { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Appends a version to a lane, or to a new one, and returns the lane and the version's place in it.
    mutating func extend(_ lane: UInt32?, with version: UInt32) -> (lane: UInt32, position: UInt32) {
        guard let lane else {
            lanes.append([version])
            return (UInt32(lanes.count - 1), 0)
        }
        lanes[Int(lane)].append(version)
        return (lane, UInt32(lanes[Int(lane)].count - 1))
    }

    /// Takes the last version of a lane out, and the lane when it is empty then, which only the newest can be.
    mutating func retract(_ lane: UInt32) {
        lanes[Int(lane)].removeLast()
        if lanes[Int(lane)].isEmpty { lanes.removeLast() }
    }
}
