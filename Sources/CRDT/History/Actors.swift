/// The writers of a document, numbered in the order they came, and the versions of each by its numbers.
struct Actors: Sendable {
    private struct Entry: Sendable {
        let id: ActorID
        /// The versions of the writer's changes, by ascending number.
        var versions: ContiguousArray<UInt32> = []
        /// The lane that the writer's newest change is in.
        var lane: UInt32 = .max
    }

    /// Below this many writers a scan finds one sooner than a dictionary, which small documents do without.
    private static let scanCountMax = 8

    private var entries: ContiguousArray<Entry> = []
    private var numbers: [ActorID: UInt32] = [:]

    /// The identifier of a writer.
    subscript(number: UInt32) -> ActorID { entries[Int(number)].id }

    /// The number of a writer; nil when it has none.
    func number(of id: ActorID) -> UInt32? {
        if entries.count > Self.scanCountMax { return numbers[id] }
        for position in entries.indices where entries[position].id == id { return UInt32(position) }
        return nil
    }

    /// The number of a writer, which gets one when it has none.
    mutating func ensure(_ id: ActorID) -> UInt32 {
        if let number = number(of: id) { return number }
        let number = UInt32(entries.count)
        entries.append(Entry(id: id))
        if entries.count > Self.scanCountMax {
            if numbers.isEmpty {
                for (position, entry) in entries.enumerated() { numbers[entry.id] = UInt32(position) }
            } else {
                numbers[id] = number
            }
        }
        return number
    }

    /// The lane of a writer's newest change; `.max` when it has none.
    func lane(of actor: UInt32) -> UInt32 { entries[Int(actor)].lane }

    /// Notes the lane of a writer's newest change.
    mutating func setLane(of actor: UInt32, _ lane: UInt32) { entries[Int(actor)].lane = lane }

    /// The version of a writer's change; nil when it is not here. O(log changes), O(1) when no number is missing.
    func version(of number: UInt64, by actor: UInt32, _ nodes: ContiguousArray<History.Node>) -> UInt32? {
        let versions = entries[Int(actor)].versions
        let position = Self.insertionPoint(of: number, versions, nodes)
        guard position < versions.count, nodes[Int(versions[position])].number == number else { return nil }
        return versions[position]
    }

    private static func insertionPoint(
        of number: UInt64, _ versions: ContiguousArray<UInt32>, _ nodes: ContiguousArray<History.Node>
    ) -> Int {
        guard let last = versions.last else { return 0 }
        let newest = nodes[Int(last)].number
        if newest < number { return versions.count }
        let distance = newest - number
        if distance < UInt64(versions.count) {
            let guess = versions.count - 1 - Int(distance)
            if nodes[Int(versions[guess])].number == number { return guess }
        }
        var (low, high) = (0, versions.count)
        while low < high {
            let middle = (low + high) / 2
            if nodes[Int(versions[middle])].number < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Enters a version, whose node is there already.
    mutating func add(_ version: UInt32, number: UInt64, by actor: UInt32, _ nodes: ContiguousArray<History.Node>) {
        let position = Self.insertionPoint(of: number, entries[Int(actor)].versions, nodes)
        if position == entries[Int(actor)].versions.count {
            entries[Int(actor)].versions.append(version)
        } else {
            entries[Int(actor)].versions.insert(version, at: position)
        }
    }
}
