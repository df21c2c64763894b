extension TextState {
    /// A visible range under the same marks.
    struct MarkedRange {
        var range: Range<Int>
        var marks: [String: Value]
    }

    /// The visible text as ranges of equal marks, in order and without gaps. O(runs + marks² · log).
    ///
    /// Of marks of one key, one that has seen another counts instead of it, and of those that have not seen each other
    /// the last by (stamp, actor, number) counts. A null or erased value is no mark.
    func markedRanges(_ history: History) -> [MarkedRange] {
        guard count > 0 else { return [] }
        guard !marks.isEmpty else { return [MarkedRange(range: 0..<count, marks: [:])] }
        let ranges = marks.map { (mark: $0, start: offset(of: $0.start), end: offset(of: $0.end)) }
            .filter { $0.start < $0.end }
        let cuts = Set(ranges.flatMap { [$0.start, $0.end] } + [0, count]).sorted()
        var result: [MarkedRange] = []
        for (start, end) in zip(cuts, cuts.dropFirst()) {
            let covering = ranges.lazy.filter { $0.start <= start && $0.end >= end }.map(\.mark)
            let marks = winners(Array(covering), history)
            if let last = result.last, last.marks == marks {
                result[result.count - 1].range = last.range.lowerBound..<end
            } else {
                result.append(MarkedRange(range: start..<end, marks: marks))
            }
        }
        return result
    }

    private func winners(_ covering: [Mark], _ history: History) -> [String: Value] {
        var registers: [ContainerID.Name: Register] = [:]
        for mark in covering {
            let write = Write(id: mark.id, value: mark.value)
            if registers[.key(mark.key)]?.write(write, history) == nil { registers[.key(mark.key)] = Register(write) }
        }
        let named = registers.compactMap { name, register -> (key: String, value: Value)? in
            if case .key(let key) = name { (key, register.winner(history).value) } else { nil }
        }
        // A dictionary takes two spellings of one name for one key, so the order decides which of them it holds.
        var values: [String: Value] = [:]
        for (key, value) in named.sorted(by: { $0.key.precedesInBytes($1.key) }) where value.storable != .null {
            values[key] = value
        }
        return values
    }
}
