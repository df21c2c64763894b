/// Who has seen whom, answered without a walk through history: changes are cut into *lanes*, each of which is a chain
/// of changes of one writer that saw its former ones, and where lines of history meet or part a *clock* holds how much
/// of each lane was seen there.
///
/// Space: four bytes a lane for every version that does not simply continue the one before it, up to
/// `Clocks.countMax` in all; beyond that a search answers.
struct Clocks: Sendable {
    /// Consecutive places of a lane that have consecutive versions, up to the next stretch's place.
    private struct Stretch: Sendable {
        let version: UInt32
        let place: UInt32
    }

    private struct Lane: Sendable {
        var stretches: ContiguousArray<Stretch>
        var count: UInt32
        var last: UInt32
    }

    /// The most counts that are kept: 64 MiB.
    private static let countMax = 1 << 24

    private var lanes: ContiguousArray<Lane> = []
    private var counts: ContiguousArray<UInt32> = []
    private var starts: ContiguousArray<Int> = []

    /// How many lanes there are.
    var laneCount: Int { lanes.count }

    /// The newest version of a lane.
    func last(ofLane lane: UInt32) -> UInt32 { lanes[Int(lane)].last }

    /// How much of a lane a clock has seen.
    func count(ofLane lane: UInt32, at clock: UInt32) -> UInt32 {
        let start = starts[Int(clock)]
        let end = Int(clock) + 1 < starts.count ? starts[Int(clock) + 1] : counts.count
        return start + Int(lane) < end ? counts[start + Int(lane)] : 0
    }

    /// Whether there is no room for one more clock.
    var isFull: Bool { counts.count + lanes.count > Self.countMax }

    /// Keeps a clock that has seen nothing yet, for which there must be room, and returns its number.
    mutating func add() -> UInt32 {
        starts.append(counts.count)
        for _ in 0..<lanes.count { counts.append(0) }
        return UInt32(starts.count - 1)
    }

    /// Notes that a clock has seen at least so much of a lane.
    mutating func raise(_ lane: UInt32, to count: UInt32, at clock: UInt32) {
        let position = starts[Int(clock)] + Int(lane)
        if counts[position] < count { counts[position] = count }
    }

    /// Notes that a clock, which is the newest, has seen all that another has.
    mutating func raise(_ clock: UInt32, toAtLeast other: UInt32) {
        let (start, source) = (starts[Int(clock)], starts[Int(other)])
        let count = min(starts[Int(other) + 1] - source, counts.count - start)
        counts.withUnsafeMutableBufferPointer { counts in
            for lane in 0..<count { counts[start + lane] = max(counts[start + lane], counts[source + lane]) }
        }
    }

    /// Drops the clock that was added last.
    mutating func removeLast() {
        guard let start = starts.popLast() else { preconditionFailure("there is a clock") }
        counts.removeSubrange(start...)
    }

    /// How many changes of a lane have a version of at most `version`, and whether the last of them is one of at least
    /// `start`. O(log).
    func count(ofLane lane: Int, upTo version: UInt32, from start: UInt32) -> (count: UInt32, isRecent: Bool) {
        if lanes[lane].last <= version { return (lanes[lane].count, lanes[lane].last >= start) }
        var (low, high) = (0, lanes[lane].stretches.count)
        while low < high {
            let middle = (low + high) / 2
            if lanes[lane].stretches[middle].version <= version { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return (0, false) }
        let stretch = lanes[lane].stretches[low - 1]
        let end = low < lanes[lane].stretches.count ? lanes[lane].stretches[low].place : lanes[lane].count
        let length = min(end - stretch.place, version - stretch.version + 1)
        return (stretch.place + length, stretch.version + (length - 1) >= start)
    }

    /// Appends a version to a lane, or to a new one, and returns the lane and the version's place in it.
    mutating func extend(_ lane: UInt32?, with version: UInt32) -> (lane: UInt32, place: UInt32) {
        guard let lane else {
            lanes.append(Lane(stretches: [Stretch(version: version, place: 0)], count: 1, last: version))
            return (UInt32(lanes.count - 1), 0)
        }
        let position = Int(lane)
        let place = lanes[position].count
        if lanes[position].last + 1 != version {
            lanes[position].stretches.append(Stretch(version: version, place: place))
        }
        lanes[position].last = version
        lanes[position].count = place + 1
        return (lane, place)
    }

    /// Appends `count` versions that follow the last to a lane.
    mutating func extend(_ lane: UInt32, by count: UInt32) {
        lanes[Int(lane)].count += count
        lanes[Int(lane)].last += count
    }
}
