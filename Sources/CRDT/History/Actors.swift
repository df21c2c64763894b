/// The writers of a document, numbered in the order they came, and the versions of each by its numbers.
struct Actors: Sendable {
    /// Consecutive numbers of a writer that have consecutive versions.
    private struct Stretch: Sendable {
        let number: UInt64
        let version: UInt32
        var count: UInt32
    }

    private struct Entry: Sendable {
        let id: ActorID
        /// By ascending number.
        var stretches: ContiguousArray<Stretch> = []
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
        for position in 0..<entries.count where entries[position].id == id { return UInt32(position) }
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

    /// The version of a writer's change; nil when it is not here. O(log changes).
    func version(of number: UInt64, by actor: UInt32) -> UInt32? {
        let entry = Int(actor)
        let position = position(of: number, entry) - 1
        guard position >= 0 else { return nil }
        let stretch = entries[entry].stretches[position]
        let offset = number - stretch.number
        return offset < UInt64(stretch.count) ? stretch.version + UInt32(offset) : nil
    }

    /// The position of the first stretch that begins beyond a number.
    private func position(of number: UInt64, _ entry: Int) -> Int {
        let count = entries[entry].stretches.count
        guard count > 0, entries[entry].stretches[count - 1].number > number else { return count }
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if entries[entry].stretches[middle].number <= number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Enters consecutive numbers and their versions, which most often follow those that were entered last.
    mutating func extend(_ version: UInt32, number: UInt64, count: UInt32, by actor: UInt32) {
        let isDone = entries[Int(actor)].stretches.withUnsafeMutableBufferPointer { stretches in
            guard let last = stretches.last, number >= last.number, number - last.number == UInt64(last.count),
                last.version + last.count == version
            else { return false }
            stretches[stretches.count - 1].count += count
            return true
        }
        if !isDone { add(version, number: number, count: count, by: actor) }
    }

    /// Enters consecutive numbers and their versions.
    mutating func add(_ version: UInt32, number: UInt64, count: UInt32, by actor: UInt32) {
        let entry = Int(actor)
        let position = position(of: number, entry)
        if position > 0 {
            let last = entries[entry].stretches[position - 1]
            if number - last.number == UInt64(last.count), last.version + last.count == version {
                entries[entry].stretches[position - 1].count += count
                return
            }
        }
        let stretch = Stretch(number: number, version: version, count: count)
        if position == entries[entry].stretches.count {
            entries[entry].stretches.append(stretch)
        } else {
            entries[entry].stretches.insert(stretch, at: position)
        }
    }
}
