/// The changes of a document in the order they were applied, and who has seen whom.
///
/// A change's position is its *local version*; it always follows those of its parents. The units that its operations
/// make (a scalar, a record, a register's write) are numbered on through all changes: a *unit* names one of them.
///
/// Space: one `Streak` (about 110 bytes) for a change and all that only go on with it, three stamps (24 bytes) a change,
/// and the bytes of structure and content, end to end in one buffer.
struct History: Sendable {
    /// The hybrid times of a change.
    struct Times: Sendable {
        /// The writer's time.
        let time: Stamp
        /// Orders it among those that have not seen it.
        var stamp: Stamp
        /// The largest stamp of itself and everything it has seen.
        var effective: Stamp
    }

    /// Room for the changes of most documents.
    private static let firstCapacity = 4

    private(set) var streaks: ContiguousArray<Streak> = []
    private(set) var times: ContiguousArray<Times> = []
    /// How many units all changes that are complete have made.
    private(set) var unitCount: UInt64 = 0
    private(set) var actors = Actors()
    private var clocks = Clocks()
    private var otherParents: ContiguousArray<UInt32> = []
    var bytes: ContiguousArray<UInt8> = []
    /// The versions that no other has seen; ascending by reference.
    private(set) var headVersions: ContiguousArray<UInt32> = []
    /// Whether a change was entered that is not complete.
    private(set) var isOpen = false

    /// How many changes are complete.
    @inline(__always) var count: Int { isOpen ? times.count - 1 : times.count }

    /// Whether each change has seen all before it.
    var isLinear: Bool { streaks.last.map { $0.lineStart == 0 } ?? true }

    /// The changes that no other has seen; ascending.
    var heads: [ChangeReference] { headVersions.map { reference($0) } }

    /// The position of the streak that holds a version. O(log streaks), O(1) for the newest.
    func position(ofStreakOf version: UInt32) -> Int {
        var (low, high) = (0, streaks.count - 1)
        if streaks[high].firstVersion <= version { return high }
        while low < high {
            let middle = (low + high) / 2
            if streaks[middle].firstVersion <= version { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }

    /// The streak that holds a version.
    func streak(of version: UInt32) -> Streak { streaks[position(ofStreakOf: version)] }

    /// The name of a change.
    func reference(_ version: UInt32) -> ChangeReference {
        let (actor, number) = author(of: version)
        return ChangeReference(actor: actors[actor], number: number)
    }

    /// The writer of a change, in `actors`, and its number.
    func author(of version: UInt32) -> (actor: UInt32, number: UInt64) {
        let position = position(ofStreakOf: version)
        let offset = UInt64(version - streaks[position].firstVersion)
        return (streaks[position].actor, streaks[position].firstNumber + offset)
    }

    /// The local version of a change; nil when it is not here, or not complete. O(log n).
    func version(of reference: ChangeReference) -> UInt32? {
        guard let actor = actors.number(of: reference.actor) else { return nil }
        return actors.version(of: reference.number, by: actor)
    }

    /// Enters the place of a change whose parents are here; `append` completes it, `retract()` takes it back.
    @discardableResult
    mutating func enter(
        _ reference: ChangeReference, time: Stamp, parents: some Collection<UInt32>, stamp: Stamp
    ) -> UInt32 {
        precondition(!isOpen, "one change is entered at a time")
        precondition(times.count < Int(UInt32.max), "a document holds fewer than 2^32 changes")
        let version = UInt32(times.count)
        var effective = stamp
        var depth: UInt32 = 0
        for parent in parents {
            effective = max(effective, times[Int(parent)].effective)
            depth = max(depth, self.depth(of: parent) + 1)
        }
        let first = parents.first ?? .max
        let extendsLine = parents.count == 1 && first + 1 == version
        let lineStart = extendsLine ? streaks[streaks.count - 1].lineStart : version
        let hasClock = !extendsLine && !parents.isEmpty && !clocks.isFull
        let clock = hasClock ? clocks.add(mergedClock(of: parents)) : .max
        let othersStart = UInt32(otherParents.count)
        if version == 0 {
            streaks.reserveCapacity(Self.firstCapacity)
            times.reserveCapacity(Self.firstCapacity)
        }
        if parents.count > 1 { otherParents.append(contentsOf: parents.dropFirst()) }
        streaks.append(
            Streak(
                firstNumber: reference.number, unitStart: unitCount, firstVersion: version,
                actor: actors.ensure(reference.actor), depth: depth, lineStart: lineStart, firstParent: first,
                otherParentsStart: othersStart, otherParentsCount: UInt32(max(0, parents.count - 1)), clock: clock
            )
        )
        times.append(Times(time: time, stamp: stamp, effective: effective))
        isOpen = true
        return version
    }

    /// The length of the longest way down to a change without parents.
    func depth(of version: UInt32) -> UInt32 {
        let position = position(ofStreakOf: version)
        return streaks[position].depth + (version - streaks[position].firstVersion)
    }

    /// Completes the change that was entered last.
    ///
    /// - Parameters:
    ///   - units: How many units its operations make.
    ///   - structure: Its structure, in one piece or two.
    ///   - content: Its content; nil when that is erased.
    mutating func append(
        units: UInt32, structure: UnsafeBufferPointer<UInt8>,
        _ rest: UnsafeBufferPointer<UInt8> = UnsafeBufferPointer(start: nil, count: 0),
        content: UnsafeBufferPointer<UInt8>?
    ) {
        precondition(isOpen, "a change is appended after it was entered")
        isOpen = false
        let position = streaks.count - 1
        streaks[position].firstUnitCount = units
        streaks[position].structureStart = bytes.count
        if bytes.isEmpty { bytes.reserveCapacity(2 * (structure.count + rest.count + (content?.count ?? 0))) }
        streaks[position].structureCount = UInt32(structure.count + rest.count)
        bytes.append(contentsOf: structure)
        bytes.append(contentsOf: rest)
        streaks[position].contentStart = bytes.count
        streaks[position].contentCount = UInt32(content?.count ?? 0)
        streaks[position].isErased = content == nil
        if let content { bytes.append(contentsOf: content) }
        unitCount += UInt64(units)
        let version = streaks[position].firstVersion
        let actor = streaks[position].actor
        actors.add(version, number: streaks[position].firstNumber, count: 1, by: actor)
        enterLane(version, position, actor)
        enterHead(version, position)
    }

    private mutating func enterLane(_ version: UInt32, _ position: Int, _ actor: UInt32) {
        let former = actors.lane(of: actor)
        let continues = former != .max && hasSeen(version, clocks.last(ofLane: former))
        let (lane, place) = clocks.extend(continues ? former : nil, with: version)
        if lane != former { actors.setLane(of: actor, lane) }
        streaks[position].lane = lane
        streaks[position].lanePosition = place
    }

    private mutating func enterHead(_ version: UInt32, _ position: Int) {
        if headVersions.count == 1, streaks[position].firstParent == headVersions[0] {
            headVersions[0] = version
            return
        }
        if streaks[position].otherParentsCount < 8 {
            let kept = headVersions.filter { !isParent($0, ofStreakAt: position) }
            headVersions = ContiguousArray(kept)
        } else {
            var isSeen: Set<UInt32> = []
            forEachParent(of: version) { isSeen.insert($0) }
            headVersions.removeAll { isSeen.contains($0) }
        }
        let own = reference(version)
        headVersions.insert(version, at: headVersions.firstIndex { own < reference($0) } ?? headVersions.count)
    }

    private func isParent(_ version: UInt32, ofStreakAt position: Int) -> Bool {
        if streaks[position].firstParent == version { return true }
        let start = Int(streaks[position].otherParentsStart)
        return otherParents[start..<start + Int(streaks[position].otherParentsCount)].contains(version)
    }

    /// Takes back the change that was entered last.
    mutating func retract() {
        precondition(isOpen, "only a change that was entered is retracted")
        isOpen = false
        let streak = streaks.removeLast()
        times.removeLast()
        if streak.clock != .max { clocks.removeLast() }
        otherParents.removeLast(Int(streak.otherParentsCount))
    }

    /// Appends a change that goes on with the last streak; `letter` is what it types, if that is what it does.
    mutating func extend(_ kind: Streak.Kind, reference: Unit, letter: UInt8?, time: Stamp, stamp: Stamp) {
        let newest = extendStreak(kind, reference: reference, by: 1)
        if let letter { bytes.append(letter) }
        let effective = max(times[times.count - 1].effective, stamp)
        times.append(Times(time: time, stamp: stamp, effective: effective))
        if headVersions.count == 1 { headVersions[0] = newest } else { enterHead(newest, after: newest - 1) }
    }

    /// Notes that the last streak goes on, and returns its last version.
    private mutating func extendStreak(_ kind: Streak.Kind, reference: Unit, by count: UInt32) -> UInt32 {
        let position = streaks.count - 1
        let (version, number, actor, lane) = streaks.withUnsafeMutableBufferPointer { streaks in
            if streaks[position].kind == .single {
                streaks[position].kind = kind
                streaks[position].reference = reference
            }
            let streak = streaks[position]
            streaks[position].count += count
            return (streak.lastVersion + 1, streak.firstNumber + UInt64(streak.count), streak.actor, streak.lane)
        }
        actors.extend(version, number: number, count: count, by: actor)
        clocks.extend(lane, by: count)
        unitCount += UInt64(count)
        return version + (count - 1)
    }

    private mutating func enterHead(_ version: UInt32, after last: UInt32) {
        for head in 0..<headVersions.count where headVersions[head] == last { headVersions[head] = version }
    }

    /// Appends changes that go on with the last streak.
    ///
    /// - Parameters:
    ///   - kind: How they do.
    ///   - reference: What they refer to, for the first that does.
    ///   - letters: What they type.
    ///   - times: The time and stamp of each.
    mutating func extend(
        _ kind: Streak.Kind, reference: Unit, letters: ArraySlice<UInt8>, times more: [(time: Stamp, stamp: Stamp)]
    ) {
        let last = UInt32(times.count - 1)
        let newest = extendStreak(kind, reference: reference, by: UInt32(more.count))
        bytes.append(contentsOf: letters)
        var effective = times[Int(last)].effective
        for (time, stamp) in more {
            effective = max(effective, stamp)
            times.append(Times(time: time, stamp: stamp, effective: effective))
        }
        enterHead(newest, after: last)
    }

    /// What the parents of a change have seen, themselves included.
    private func mergedClock(of parents: some Collection<UInt32>) -> ContiguousArray<UInt32> {
        var merged = ContiguousArray<UInt32>(repeating: 0, count: clocks.laneCount)
        for parent in parents {
            let lineStart = streaks[position(ofStreakOf: parent)].lineStart
            let clock = streaks[position(ofStreakOf: lineStart)].clock
            for lane in 0..<merged.count {
                let (count, isRecent) = clocks.count(ofLane: lane, upTo: parent, from: lineStart)
                if isRecent {
                    merged[lane] = max(merged[lane], count)
                } else if clock != .max {
                    merged[lane] = max(merged[lane], clocks.count(ofLane: UInt32(lane), at: clock))
                }
            }
        }
        return merged
    }

    /// How much of a lane the start of a line has seen; nil when no clock says.
    func seenCount(ofLane lane: UInt32, atLineStart version: UInt32) -> UInt32? {
        let position = position(ofStreakOf: version)
        if streaks[position].firstParent == .max { return 0 }
        return streaks[position].clock == .max ? nil : clocks.count(ofLane: lane, at: streaks[position].clock)
    }

    /// Gives a change another stamp. O(changes after it).
    mutating func restamp(_ version: UInt32, _ stamp: Stamp) {
        times[Int(version)].stamp = stamp
        for position in Int(version)..<times.count {
            var effective = times[position].stamp
            forEachParent(of: UInt32(position)) { effective = max(effective, times[Int($0)].effective) }
            times[position].effective = effective
        }
    }

    /// The versions of a change's parents.
    func forEachParent(of version: UInt32, _ body: (UInt32) -> Void) {
        let position = position(ofStreakOf: version)
        if version > streaks[position].firstVersion { return body(version - 1) }
        if streaks[position].firstParent != .max { body(streaks[position].firstParent) }
        let start = Int(streaks[position].otherParentsStart)
        for other in start..<start + Int(streaks[position].otherParentsCount) { body(otherParents[other]) }
    }

    /// Makes a version of a streak the first of its own. Its structure must have been appended to `bytes` at
    /// `structureStart`.
    mutating func split(_ version: UInt32, structureStart: Int, reference: Unit) {
        let position = position(ofStreakOf: version)
        var tail = streaks[position]
        let offset = version - tail.firstVersion
        guard offset > 0 else { return }
        tail.firstVersion = version
        tail.count -= offset
        tail.firstNumber += UInt64(offset)
        tail.depth += offset
        tail.firstParent = version - 1
        tail.otherParentsStart = 0
        tail.otherParentsCount = 0
        tail.clock = .max
        tail.lanePosition += offset
        tail.unitStart = streaks[position].unitStart(of: version)
        tail.firstUnitCount = 1
        tail.structureStart = structureStart
        tail.structureCount = UInt32(bytes.count - structureStart)
        tail.contentCount = tail.kind == .typing ? 1 : 0
        tail.contentStart += Int(streaks[position].contentCount) + Int(offset) - 1
        tail.reference = reference
        if tail.count == 1 { tail.kind = .single }
        streaks[position].count = offset
        if offset == 1 { streaks[position].kind = .single }
        streaks.insert(tail, at: position + 1)
    }

    /// Overwrites the content of a change that is a streak of its own.
    mutating func overwriteContent(_ version: UInt32) {
        let position = position(ofStreakOf: version)
        precondition(streaks[position].count == 1, "what is erased is a streak of its own")
        let start = streaks[position].contentStart
        for offset in start..<start + Int(streaks[position].contentCount) { bytes[offset] = 0 }
        streaks[position].contentCount = 0
        streaks[position].isErased = true
    }
}
