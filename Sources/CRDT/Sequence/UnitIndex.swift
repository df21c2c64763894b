/// Finds the run that holds a unit: the runs by their first units, in chunks.
///
/// Space: twelve bytes a run, twelve to twenty-four with the room that chunks keep. Time: O(log runs) to find; O(chunk)
/// to put in, O(chunks) once in every half chunk.
struct UnitIndex: Sendable {
    private static let chunkCountMax = 256

    private struct Chunk: Sendable {
        var starts: ContiguousArray<Unit>
        var runs: ContiguousArray<UInt32>
    }

    /// The runs of a sequence of one chunk, and the newest ones of all others.
    private var newest = Chunk(starts: [], runs: [])
    private var chunks: ContiguousArray<Chunk> = []
    private var firsts: ContiguousArray<Unit> = []

    /// The run whose first unit is the last that is at most `unit`; nil when all begin later.
    func find(_ unit: Unit) -> Int? {
        if let first = newest.starts.first, first <= unit { return Self.find(unit, in: newest) }
        guard let chunk = chunk(of: unit) else { return nil }
        return Self.find(unit, in: chunks[chunk])
    }

    private func chunk(of unit: Unit) -> Int? {
        let position = Self.upperBound(of: unit, in: firsts)
        return position > 0 ? position - 1 : nil
    }

    private static func find(_ unit: Unit, in chunk: Chunk) -> Int? {
        let position = upperBound(of: unit, in: chunk.starts)
        return position > 0 ? Int(chunk.runs[position - 1]) : nil
    }

    /// The position of the first start that is beyond `unit`.
    private static func upperBound(of unit: Unit, in starts: ContiguousArray<Unit>) -> Int {
        guard let last = starts.last, last > unit else { return starts.count }
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= unit { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Puts a run in.
    mutating func insert(_ run: Int, start: Unit) {
        if chunks.isEmpty || newest.starts.first.map({ $0 <= start }) ?? true {
            Self.insert(run, start, &newest)
            if newest.starts.count > Self.chunkCountMax { retire() }
            return
        }
        let position = chunk(of: start) ?? 0
        Self.insert(run, start, &chunks[position])
        firsts[position] = chunks[position].starts[0]
        if chunks[position].starts.count > Self.chunkCountMax { split(position) }
    }

    /// Notes that the run that began with `former` begins with `start` now; no other run begins between them.
    mutating func move(from former: Unit, to start: Unit) {
        if let first = newest.starts.first, first <= former {
            newest.starts[Self.upperBound(of: former, in: newest.starts) - 1] = start
        } else if let chunk = chunk(of: former) {
            let position = Self.upperBound(of: former, in: chunks[chunk].starts) - 1
            chunks[chunk].starts[position] = start
            if position == 0 { firsts[chunk] = start }
        }
    }

    private static func insert(_ run: Int, _ start: Unit, _ chunk: inout Chunk) {
        let position = upperBound(of: start, in: chunk.starts)
        if position == chunk.starts.count {
            chunk.starts.append(start)
            chunk.runs.append(UInt32(run))
        } else {
            chunk.starts.insert(start, at: position)
            chunk.runs.insert(UInt32(run), at: position)
        }
    }

    /// Makes the older half of the newest runs a chunk.
    private mutating func retire() {
        let half = Self.chunkCountMax / 2
        chunks.append(
            Chunk(
                starts: ContiguousArray(newest.starts[..<half]), runs: ContiguousArray(newest.runs[..<half])
            )
        )
        firsts.append(newest.starts[0])
        newest.starts.removeSubrange(..<half)
        newest.runs.removeSubrange(..<half)
    }

    private mutating func split(_ position: Int) {
        let half = chunks[position].starts.count / 2
        let upper = Chunk(
            starts: ContiguousArray(chunks[position].starts[half...]),
            runs: ContiguousArray(chunks[position].runs[half...])
        )
        chunks[position].starts.removeSubrange(half...)
        chunks[position].runs.removeSubrange(half...)
        chunks.insert(upper, at: position + 1)
        firsts.insert(upper.starts[0], at: position + 1)
    }
}
