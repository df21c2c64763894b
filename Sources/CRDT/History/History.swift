/// The changes of a document in the order they were applied, and who has seen whom.
///
/// A change's position is its *local version*; it always follows those of its parents. The units that its operations
/// make (a scalar, a record, a register's write) are numbered on through all changes: a *unit* names one of them.
///
/// Space: one `Node` (88 bytes) a change, eight more for its first unit, four each for its places among its writer's
/// and its lane's, and the bytes of its structure and content, end to end in one buffer.
struct History: Sendable {
    /// What decides the place of a change among others, and where its bytes lie.
    struct Node: Sendable {
        /// The writer's number for the change.
        let number: UInt64
        /// The writer's time.
        let time: Stamp
        /// Orders it among those that have not seen it.
        var stamp: Stamp
        /// The largest stamp of itself and everything it has seen.
        var effective: Stamp
        /// The writer, in `actors`.
        let actor: UInt32
        /// The length of the longest way down to a change without parents.
        let depth: UInt32
        /// From here to itself the history is one line of versions without gaps.
        let lineStart: UInt32
        /// The first parent's version; `.max` for none.
        let firstParent: UInt32
        /// Where the parents beyond the first are in `otherParents`, and how many they are.
        let otherParentsStart: UInt32
        let otherParentsCount: UInt32
        /// The clock of a version that starts a line; `.max` for none.
        var clock: UInt32
        var lane: UInt32 = .max
        var lanePosition: UInt32 = .max
        var isErased = false
        var bytesStart = 0
        var structureCount: UInt32 = 0
        var contentCount: UInt32 = 0
    }

    private(set) var nodes: ContiguousArray<Node> = []
    /// The first unit of each change.
    private(set) var unitStarts: ContiguousArray<UInt64> = []
    /// How many units all changes that are complete have made.
    private(set) var unitCount: UInt64 = 0
    private(set) var actors = Actors()
    private var clocks = Clocks()
    private var otherParents: ContiguousArray<UInt32> = []
    private var bytes: ContiguousArray<UInt8> = []
    /// The versions that no other has seen; ascending by reference.
    private(set) var headVersions: ContiguousArray<UInt32> = []
    /// Whether a change was entered that is not complete.
    private var isOpen = false

    /// How many changes are complete.
    var count: Int { isOpen ? nodes.count - 1 : nodes.count }

    /// Whether each change has seen all before it.
    var isLinear: Bool { nodes.last.map { $0.lineStart == 0 } ?? true }

    /// The changes that no other has seen; ascending.
    var heads: [ChangeReference] { headVersions.map { reference($0) } }

    /// The name of a change.
    func reference(_ version: UInt32) -> ChangeReference {
        let node = nodes[Int(version)]
        return ChangeReference(actor: actors[node.actor], number: node.number)
    }

    /// The local version of a change; nil when it is not here, or not complete. O(log n).
    func version(of reference: ChangeReference) -> UInt32? {
        guard let actor = actors.number(of: reference.actor) else { return nil }
        return actors.version(of: reference.number, by: actor, nodes)
    }

    /// Enters the place of a change whose parents are here; `append` completes it, `retract()` takes it back.
    @discardableResult
    mutating func enter(_ reference: ChangeReference, time: Stamp, parents: some Collection<UInt32>, stamp: Stamp)
        -> UInt32
    {
        precondition(!isOpen, "one change is entered at a time")
        precondition(nodes.count < Int(UInt32.max), "a document holds fewer than 2^32 changes")
        let version = UInt32(nodes.count)
        var effective = stamp
        var depth: UInt32 = 0
        for parent in parents {
            effective = max(effective, nodes[Int(parent)].effective)
            depth = max(depth, nodes[Int(parent)].depth + 1)
        }
        let first = parents.first ?? .max
        let extendsLine = parents.count == 1 && first + 1 == version
        let lineStart = extendsLine ? nodes[Int(version) - 1].lineStart : version
        let clock = extendsLine || parents.isEmpty ? nil : clocks.add(mergedClock(of: parents))
        let othersStart = UInt32(otherParents.count)
        if parents.count > 1 { otherParents.append(contentsOf: parents.dropFirst()) }
        nodes.append(
            Node(
                number: reference.number, time: time, stamp: stamp, effective: effective,
                actor: actors.ensure(reference.actor), depth: depth, lineStart: lineStart, firstParent: first,
                otherParentsStart: othersStart, otherParentsCount: UInt32(max(0, parents.count - 1)),
                clock: clock ?? .max
            )
        )
        unitStarts.append(unitCount)
        isOpen = true
        return version
    }

    /// Completes the change that was entered last.
    ///
    /// - Parameters:
    ///   - units: How many units its operations make.
    ///   - structure: Its structure.
    ///   - content: Its content; nil when that is erased.
    mutating func append(units: UInt32, structure: some Collection<UInt8>, content: (some Collection<UInt8>)?) {
        precondition(isOpen, "a change is appended after it was entered")
        isOpen = false
        let version = UInt32(nodes.count - 1)
        let position = Int(version)
        nodes[position].bytesStart = bytes.count
        nodes[position].structureCount = UInt32(structure.count)
        nodes[position].contentCount = UInt32(content?.count ?? 0)
        nodes[position].isErased = content == nil
        bytes.append(contentsOf: structure)
        if let content { bytes.append(contentsOf: content) }
        unitCount += UInt64(units)
        let (actor, number) = (nodes[position].actor, nodes[position].number)
        actors.add(version, number: number, by: actor, nodes)
        enterLane(version, actor)
        enterHead(version)
    }

    private mutating func enterLane(_ version: UInt32, _ actor: UInt32) {
        let former = actors.lane(of: actor)
        let continues = former != .max && clocks.lanes[Int(former)].last.map { hasSeen(version, $0) } ?? false
        let (lane, place) = clocks.extend(continues ? former : nil, with: version)
        if lane != former { actors.setLane(of: actor, lane) }
        nodes[Int(version)].lane = lane
        nodes[Int(version)].lanePosition = place
    }

    private mutating func enterHead(_ version: UInt32) {
        let node = nodes[Int(version)]
        if headVersions.count == 1, node.firstParent == headVersions[0] {
            headVersions[0] = version
            return
        }
        var isSeen: Set<UInt32> = []
        forEachParent(of: version) { isSeen.insert($0) }
        headVersions.removeAll { isSeen.contains($0) }
        let own = reference(version)
        headVersions.insert(version, at: headVersions.firstIndex { own < reference($0) } ?? headVersions.count)
    }

    /// Takes back the change that was entered last.
    mutating func retract() {
        precondition(isOpen, "only a change that was entered is retracted")
        isOpen = false
        let node = nodes.removeLast()
        unitStarts.removeLast()
        if node.clock != .max { clocks.removeLast() }
        otherParents.removeLast(Int(node.otherParentsCount))
    }

    /// What the parents of a change have seen, themselves included.
    private func mergedClock(of parents: some Collection<UInt32>) -> ContiguousArray<UInt32> {
        var merged = ContiguousArray<UInt32>(repeating: 0, count: clocks.lanes.count)
        for parent in parents {
            let lineStart = nodes[Int(parent)].lineStart
            let clock = nodes[Int(lineStart)].clock
            for lane in merged.indices {
                let count = clocks.count(ofLane: lane, upTo: parent)
                if count > 0, clocks.lanes[lane][count - 1] >= lineStart {
                    merged[lane] = max(merged[lane], UInt32(count))
                } else if clock != .max {
                    merged[lane] = max(merged[lane], clocks.count(ofLane: UInt32(lane), at: clock))
                }
            }
        }
        return merged
    }

    /// How much of a lane the start of a line has seen; nil when no clock says.
    func seenCount(ofLane lane: UInt32, atLineStart version: UInt32) -> UInt32? {
        let node = nodes[Int(version)]
        if node.firstParent == .max { return 0 }
        return node.clock == .max ? nil : clocks.count(ofLane: lane, at: node.clock)
    }

    /// The change, with its bytes copied out.
    func change(_ version: UInt32) -> Change {
        let node = nodes[Int(version)]
        let contentStart = node.bytesStart + Int(node.structureCount)
        let content = bytes[contentStart..<contentStart + Int(node.contentCount)]
        var heads: [ChangeReference] = []
        forEachParent(of: version) { heads.append(reference($0)) }
        heads.sort()
        return Change(
            reference: reference(version), heads: heads, time: node.time,
            structure: Array(bytes[node.bytesStart..<contentStart]),
            content: node.isErased ? .erased : .present(Array(content))
        )
    }

    /// Drops the content of a change and overwrites its bytes.
    mutating func erase(_ version: UInt32) {
        let node = nodes[Int(version)]
        let contentStart = node.bytesStart + Int(node.structureCount)
        for position in contentStart..<contentStart + Int(node.contentCount) { bytes[position] = 0 }
        nodes[Int(version)].isErased = true
        nodes[Int(version)].contentCount = 0
    }

    /// Gives a change another stamp. O(changes after it).
    mutating func restamp(_ version: UInt32, _ stamp: Stamp) {
        nodes[Int(version)].stamp = stamp
        for position in Int(version)..<nodes.count {
            var effective = nodes[position].stamp
            forEachParent(of: UInt32(position)) { effective = max(effective, nodes[Int($0)].effective) }
            nodes[position].effective = effective
        }
    }

    /// The versions of a change's parents.
    func forEachParent(of version: UInt32, _ body: (UInt32) -> Void) {
        let node = nodes[Int(version)]
        if node.firstParent != .max { body(node.firstParent) }
        let start = Int(node.otherParentsStart)
        for position in start..<start + Int(node.otherParentsCount) { body(otherParents[position]) }
    }
}
