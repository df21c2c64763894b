/// The hybrid times of the changes of a document by their versions.
///
/// Space: eight bytes a change; eight more as soon as one has a stamp that is not its time, and eight more as soon as one
/// has seen a later stamp than its own.
struct ChangeTimes: Sendable {
    /// The times of one change.
    struct Entry: Sendable {
        /// The writer's time.
        let time: Stamp
        /// Orders it among those that have not seen it.
        var stamp: Stamp
        /// The largest stamp of itself and everything it has seen.
        var effective: Stamp
    }

    private var times: ContiguousArray<Stamp> = []
    /// Empty as long as every stamp is the change's time.
    private var stamps: ContiguousArray<Stamp> = []
    /// Empty as long as each is the change's stamp.
    private var effectives: ContiguousArray<Stamp> = []

    /// How many changes there are.
    @inline(__always) var count: Int { times.count }

    /// The times of a change.
    subscript(position: Int) -> Entry {
        @inline(__always) get {
            let stamp = stamp(position)
            return Entry(
                time: times[position], stamp: stamp, effective: effectives.isEmpty ? stamp : effectives[position]
            )
        }
    }

    @inline(__always)
    private func stamp(_ position: Int) -> Stamp { stamps.isEmpty ? times[position] : stamps[position] }

    /// Whether a stamp is pending.
    var hasPending: Bool { (stamps.isEmpty ? times : stamps).contains(.pending) }

    /// Makes room for as many changes.
    mutating func reserveCapacity(_ count: Int) { times.reserveCapacity(count) }

    /// Appends the times of a change whose parents' largest stamp is `seen`.
    @inline(__always)
    mutating func append(time: Stamp, stamp: Stamp, seen: Stamp) {
        times.append(time)
        if !stamps.isEmpty {
            stamps.append(stamp)
        } else if stamp != time {
            spread(stamp)
        }
        if !effectives.isEmpty {
            effectives.append(max(stamp, seen))
        } else if seen > stamp {
            spread(effective: seen)
        }
    }

    private mutating func spread(_ stamp: Stamp) {
        stamps = times
        stamps[stamps.count - 1] = stamp
    }

    private mutating func spread(effective: Stamp) {
        effectives.reserveCapacity(times.capacity)
        effectives.append(contentsOf: stamps.isEmpty ? times : stamps)
        effectives[effectives.count - 1] = effective
    }

    /// Takes back the times that were appended last.
    mutating func removeLast() {
        times.removeLast()
        if !stamps.isEmpty { stamps.removeLast() }
        if !effectives.isEmpty { effectives.removeLast() }
    }

    /// Gives a change another stamp; the largest that others have seen has to be set then.
    mutating func setStamp(_ stamp: Stamp, at position: Int) {
        if effectives.isEmpty { effectives = stamps.isEmpty ? times : stamps }
        if stamps.isEmpty { stamps = times }
        stamps[position] = stamp
    }

    /// Sets the largest stamp that a change has or has seen, after one was given another.
    mutating func setEffective(_ effective: Stamp, at position: Int) { effectives[position] = effective }
}
