extension TextState {
    /// A visible range under the same marks.
    struct MarkedRange {
        var range: Range<Int>
        var marks: [String: Value]
    }

    /// Where a mark is now, and which it is in the order of their application.
    private struct Cover {
        var number: Int
        var start: Int
        var end: Int
    }

    /// The visible text as ranges of equal marks, in order and without gaps. O(runs + marks · (log + marks of one key that
    /// overlap)).
    ///
    /// Of marks of one key, one that has seen another counts instead of it, and of those that have not seen each other
    /// the last by (stamp, actor, number) counts. A null or erased value is no mark.
    func markedRanges(_ history: History) -> [MarkedRange] {
        guard count > 0 else { return [] }
        guard !marks.isEmpty else { return [MarkedRange(range: 0..<count, marks: [:])] }
        let covers = marks.indices.map { number in
            Cover(number: number, start: offset(of: marks[number].start), end: offset(of: marks[number].end))
        }.filter { $0.start < $0.end }
        let (opening, closing) = (covers.sorted { $0.start < $1.start }, covers.sorted { $0.end < $1.end })
        let cuts = Set(covers.flatMap { [$0.start, $0.end] } + [0, count]).sorted()
        var (opened, closed) = (0, 0)
        /// The marks of each key that cover the current range, in the order of their application.
        var active: [ContainerID.Name: [Int]] = [:]
        var values: [ContainerID.Name: Value] = [:]
        var result: [MarkedRange] = []
        for (start, end) in zip(cuts, cuts.dropFirst()) {
            var changed: Set<ContainerID.Name> = []
            while closed < closing.count, closing[closed].end <= start {
                let number = closing[closed].number
                active[.key(marks[number].key)]?.removeAll { $0 == number }
                changed.insert(.key(marks[number].key))
                closed += 1
            }
            while opened < opening.count, opening[opened].start <= start {
                let (number, name) = (opening[opened].number, ContainerID.Name.key(marks[opening[opened].number].key))
                let position = active[name]?.firstIndex { $0 > number } ?? active[name]?.count ?? 0
                active[name, default: []].insert(number, at: position)
                changed.insert(name)
                opened += 1
            }
            for name in changed { values[name] = winner(active[name] ?? [], history) }
            let marks = marks(of: values)
            if let last = result.last, last.marks == marks {
                result[result.count - 1].range = last.range.lowerBound..<end
            } else {
                result.append(MarkedRange(range: start..<end, marks: marks))
            }
        }
        return result
    }

    /// The value that counts of marks of one key; nil when there are none, or the value is no mark.
    private func winner(_ numbers: [Int], _ history: History) -> Value? {
        guard let first = numbers.first else { return Value?.none }
        var register = Register(Write(id: marks[first].id, value: marks[first].value))
        for number in numbers.dropFirst() {
            register.write(Write(id: marks[number].id, value: marks[number].value), history)
        }
        let value = register.winner(history).value.storable
        // A bare `nil` would be a value that is null.
        return value == .null ? Value?.none : value
    }

    private func marks(of values: [ContainerID.Name: Value]) -> [String: Value] {
        let named = values.compactMap { name, value -> (key: String, value: Value)? in
            if case .key(let key) = name { (key, value) } else { nil }
        }
        // A dictionary takes two spellings of one name for one key, so the order decides which of them it holds.
        var result: [String: Value] = [:]
        for (key, value) in named.sorted(by: { $0.key.precedesInBytes($1.key) }) { result[key] = value }
        return result
    }
}
