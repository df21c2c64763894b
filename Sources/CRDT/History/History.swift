/// The changes of a document in the order they were applied, and who has seen whom.
///
/// A change's position is its *local version*; it always follows those of its parents. The units that its operations
/// make (a scalar, a record, a register's write) are numbered on through all changes: a *unit* names one of them.
///
/// Space: one `Streak` (112 bytes) for a change and all that only go on with it, one to three stamps of 8 bytes a change,
/// and the bytes of structure and content, end to end in one buffer.
struct History: Sendable {
    /// Room for the changes of most documents.
    private static let firstCapacity = 4
    /// So many streaks for each lane of a line are looked at one by one; in a longer line the lanes are.
    private static let lineLength = 4

    private(set) var streaks: ContiguousArray<Streak> = []
    private(set) var times = ChangeTimes()
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
        streaks.withUnsafeBufferPointer { Self.lastPosition(in: $0) { $0.firstVersion <= version } }
    }

    /// The position of the streak that holds a unit, which must be here. O(log streaks), O(1) for the newest.
    func position(ofStreakWith unit: Unit) -> Int {
        streaks.withUnsafeBufferPointer { Self.lastPosition(in: $0) { $0.unitStart <= unit } }
    }

    /// The position of the last streak that `isBefore`, which holds for the first.
    @inline(__always)
    private static func lastPosition(
        in streaks: UnsafeBufferPointer<Streak>, _ isBefore: (borrowing Streak) -> Bool
    ) -> Int {
        var high = streaks.count
        if isBefore(streaks[high - 1]) { return high - 1 }
        // What is asked for is mostly one of the newest, which are in the cache.
        var low = max(0, high - 32)
        if !isBefore(streaks[low]) { (low, high) = (0, low) }
        while high - low > 1 {
            let middle = (low + high) / 2
            if isBefore(streaks[middle]) { low = middle } else { high = middle }
        }
        return low
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
        let first = parents.first ?? .max
        let extendsLine = parents.count == 1 && first + 1 == version
        let hasClock = !extendsLine && !parents.isEmpty && !clocks.isFull
        let clock = extendsLine ? streaks[streaks.count - 1].clock : hasClock ? clocks.add() : .max
        var seen = Stamp(rawValue: 0)
        var depth: UInt32 = 0
        var seenUnits: Unit = 0
        for parent in parents {
            let position = position(ofStreakOf: parent)
            seen = max(seen, times[Int(parent)].effective)
            depth = max(depth, streaks[position].depth + (parent - streaks[position].firstVersion) + 1)
            seenUnits = max(seenUnits, streaks[position].seenUnits)
            if hasClock { merge(clockOf: parent, position, into: clock) }
        }
        if headVersions.count <= parents.count, headVersions.allSatisfy({ parents.contains($0) }) {
            seenUnits = unitCount
        }
        let lineStart = extendsLine ? streaks[streaks.count - 1].lineStart : version
        let othersStart = UInt32(otherParents.count)
        if version == 0 {
            streaks.reserveCapacity(Self.firstCapacity)
            times.reserveCapacity(Self.firstCapacity)
        }
        if parents.count > 1 { otherParents.append(contentsOf: parents.dropFirst()) }
        streaks.append(
            Streak(
                firstNumber: reference.number, unitStart: unitCount, seenUnits: seenUnits, firstVersion: version,
                actor: actors.ensure(reference.actor), depth: depth, lineStart: lineStart, firstParent: first,
                otherParentsStart: othersStart, otherParentsCount: UInt32(max(0, parents.count - 1)), clock: clock
            )
        )
        times.append(time: time, stamp: stamp, seen: seen)
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
        let position = complete(units: units)
        let start = bytes.count
        if bytes.isEmpty { bytes.reserveCapacity(2 * (structure.count + rest.count + (content?.count ?? 0))) }
        bytes.append(contentsOf: structure)
        bytes.append(contentsOf: rest)
        streaks[position].setStructure(start..<bytes.count)
        append(content, to: position)
        streaks[position].isErased = content == nil
    }

    /// Completes the change that was entered last, of one operation on text whose structure is made when someone asks for
    /// it.
    ///
    /// - Parameters:
    ///   - units: How many units its operation makes.
    ///   - deferred: The operation.
    ///   - source: A version whose structure has the same form and is kept.
    ///   - content: Its content.
    mutating func append(
        units: UInt32, _ deferred: Streak.Deferred, formOf source: UInt32, content: UnsafeBufferPointer<UInt8>
    ) {
        let position = complete(units: units)
        streaks[position].setDeferred(deferred, formOf: source)
        append(content, to: position)
    }

    private mutating func append(_ content: UnsafeBufferPointer<UInt8>?, to position: Int) {
        streaks[position].contentStart = bytes.count
        streaks[position].contentCount = UInt32(content?.count ?? 0)
        if let content, !content.isEmpty { bytes.append(contentsOf: content) }
    }

    /// Completes the change that was entered last but for its bytes, and returns the position of its streak.
    private mutating func complete(units: UInt32) -> Int {
        precondition(isOpen, "a change is appended after it was entered")
        isOpen = false
        let position = streaks.count - 1
        streaks[position].firstUnitCount = units
        unitCount += UInt64(units)
        let (version, number, actor) = (
            streaks[position].firstVersion, streaks[position].firstNumber, streaks[position].actor
        )
        actors.extend(version, number: number, count: 1, by: actor)
        enterLane(version, position, actor)
        enterHead(version, position)
        return position
    }

    private mutating func enterLane(_ version: UInt32, _ position: Int, _ actor: UInt32) {
        let former = actors.lane(of: actor)
        let last = former == .max ? .max : clocks.last(ofLane: former)
        let continues = last != .max && (isParent(last, ofStreakAt: position) || hasSeen(version, last))
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
            var kept = 0
            for head in 0..<headVersions.count where !isParent(headVersions[head], ofStreakAt: position) {
                headVersions[kept] = headVersions[head]
                kept += 1
            }
            headVersions.removeSubrange(kept...)
        } else {
            var isSeen: Set<UInt32> = []
            forEachParent(of: version) { isSeen.insert($0) }
            headVersions.removeAll { isSeen.contains($0) }
        }
        if headVersions.isEmpty { return headVersions.append(version) }
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
        if streak.clock != .max, streak.lineStart == streak.firstVersion { clocks.removeLast() }
        otherParents.removeLast(Int(streak.otherParentsCount))
    }

    /// Appends a change that goes on with the last streak; `letter` is what it types, if that is what it does.
    mutating func extend(_ kind: Streak.Kind, reference: Unit, letter: UInt8?, time: Stamp, stamp: Stamp) {
        let newest = extendStreak(kind, reference: reference, by: 1)
        if let letter { bytes.append(letter) }
        times.append(time: time, stamp: stamp, seen: times[times.count - 1].effective)
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

    /// Appends `count` changes that go on with the last streak; `enterTimes` gives them their times.
    ///
    /// - Parameters:
    ///   - kind: How they do.
    ///   - reference: What they refer to, for the first that does.
    ///   - letters: What they type.
    mutating func extend(_ kind: Streak.Kind, reference: Unit, letters: UnsafeBufferPointer<UInt8>, count: UInt32) {
        let last = streaks[streaks.count - 1].lastVersion
        let newest = extendStreak(kind, reference: reference, by: count)
        if !letters.isEmpty { bytes.append(contentsOf: letters) }
        if headVersions.count == 1 { headVersions[0] = newest } else { enterHead(newest, after: last) }
    }

    /// Enters the times of the next `count` changes that have none, which are `step` apart; a stamp is what `stamp` makes
    /// of a time.
    mutating func enterTimes(_ count: Int, after time: UInt64, step: Int64, _ stamp: (Stamp) -> Stamp) {
        var (time, seen) = (time, times[times.count - 1].effective)
        for _ in 0..<count {
            time = time &+ UInt64(bitPattern: step)
            let stamp = stamp(Stamp(rawValue: time))
            times.append(time: Stamp(rawValue: time), stamp: stamp, seen: seen)
            seen = max(seen, stamp)
        }
    }

    /// The newest change has seen all units before this one, and possibly others.
    var unitsSeenByNewest: Unit { streaks[streaks.count - 1].seenUnits }

    /// Makes room for changes.
    mutating func reserve(changes: Int, streaks count: Int) {
        times.reserveCapacity(changes)
        streaks.reserveCapacity(count)
    }

    /// Enters what a change of the streak at a position has seen, itself included, into a clock.
    private mutating func merge(clockOf version: UInt32, _ position: Int, into target: UInt32) {
        let (lineStart, clock) = (streaks[position].lineStart, streaks[position].clock)
        if clock != .max { clocks.raise(target, toAtLeast: clock) }
        let first = streaks[position].firstVersion == lineStart ? position : self.position(ofStreakOf: lineStart)
        if position - first < Self.lineLength * clocks.laneCount {
            for step in first...position {
                let last = step == position ? version : streaks[step].lastVersion
                let count = streaks[step].lanePosition + (last - streaks[step].firstVersion) + 1
                clocks.raise(streaks[step].lane, to: count, at: target)
            }
        } else {
            for lane in 0..<UInt32(clocks.laneCount) {
                let (count, isRecent) = clocks.count(ofLane: Int(lane), upTo: version, from: lineStart)
                if isRecent { clocks.raise(lane, to: count, at: target) }
            }
        }
    }

    /// How much of a lane was seen where the line of a streak starts; nil when no clock says.
    func seenCount(ofLane lane: UInt32, atLineStartOf position: Int) -> UInt32? {
        let clock = streaks[position].clock
        if clock != .max { return clocks.count(ofLane: lane, at: clock) }
        let start = self.position(ofStreakOf: streaks[position].lineStart)
        return streaks[start].firstParent == .max ? 0 : nil
    }

    /// Gives a change another stamp. O(changes after it).
    mutating func restamp(_ version: UInt32, _ stamp: Stamp) {
        times.setStamp(stamp, at: Int(version))
        for position in Int(version)..<times.count {
            var effective = times[position].stamp
            forEachParent(of: UInt32(position)) { effective = max(effective, times[Int($0)].effective) }
            times.setEffective(effective, at: position)
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
        tail.lanePosition += offset
        tail.unitStart = streaks[position].unitStart(of: version)
        tail.firstUnitCount = 1
        tail.setStructure(structureStart..<bytes.count)
        tail.contentCount = tail.kind == .typing ? 1 : 0
        tail.contentStart += Int(streaks[position].contentCount) + Int(offset) - 1
        tail.reference = reference
        if tail.count == 1 { tail.kind = .single }
        streaks[position].count = offset
        if offset == 1 { streaks[position].kind = .single }
        streaks.insert(tail, at: position + 1)
    }

    /// Keeps the structure of the first change of a streak as bytes from here on.
    mutating func keepStructure(_ version: UInt32) {
        let position = position(ofStreakOf: version)
        guard streaks[position].deferred != nil else { return }
        let structure = structure(of: streaks[position])
        streaks[position].setStructure(bytes.count..<bytes.count + structure.count)
        bytes.append(contentsOf: structure)
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
