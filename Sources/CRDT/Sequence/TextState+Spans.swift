extension TextState {
    /// A visible range under the same marks.
    struct MarkedRange {
        var range: Range<Int>
        var marks: [String: Value]
    }

    /// Which part of a stretch a mark covers, and which mark it is in the order of their application.
    struct Cover {
        var number: Int
        var start: Int
        var end: Int
    }

    /// A part of a stretch, and the marks that count there by their keys.
    struct Layer {
        var range: Range<Int>
        var winners: [ContainerID.Name: Int]
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
        var result: [MarkedRange] = []
        for layer in layers(covers, upTo: count, history) {
            let marks = marks(of: layer)
            if let last = result.last, last.marks == marks {
                result[result.count - 1].range = last.range.lowerBound..<layer.range.upperBound
            } else {
                result.append(MarkedRange(range: layer.range, marks: marks))
            }
        }
        return result
    }

    /// A stretch of `count` places in parts over which the same marks lie, in order and without gaps.
    func layers(_ covers: [Cover], upTo count: Int, _ history: History) -> [Layer] {
        let (opening, closing) = (covers.sorted { $0.start < $1.start }, covers.sorted { $0.end < $1.end })
        let cuts = Set(covers.flatMap { [$0.start, $0.end] } + [0, count]).sorted()
        var (opened, closed) = (0, 0)
        /// The marks of each key that cover the current part, in the order of their application.
        var active: [ContainerID.Name: [Int]] = [:]
        var winners: [ContainerID.Name: Int] = [:]
        var result: [Layer] = []
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
            for name in changed { winners[name] = winner(active[name] ?? [], history) }
            result.append(Layer(range: start..<end, winners: winners))
        }
        return result
    }

    /// The mark that counts of marks of one key, in the order of their application; nil when there are none.
    private func winner(_ numbers: [Int], _ history: History) -> Int? {
        var standing: [Int] = []
        for number in numbers.reversed() {
            let change = marks[number].id.change
            if !standing.contains(where: { history.isSame(change, orSeenBy: marks[$0].id.change) }) {
                standing.append(number)
            }
        }
        return standing.max { history.ranksBefore(marks[$0].id.change, marks[$1].id.change) }
    }

    /// What a mark says; null when it is nil or was erased, which is no mark.
    func value(ofMark number: Int?) -> Value { number.map { marks[$0].value.storable } ?? .null }

    private func marks(of layer: Layer) -> [String: Value] {
        let named = layer.winners.compactMap { name, number -> (key: String, value: Value)? in
            guard case .key(let key) = name, case let value = value(ofMark: number), value != .null else { return nil }
            return (key, value)
        }
        // A dictionary takes two spellings of one name for one key, so the order decides which of them it holds.
        var result: [String: Value] = [:]
        for (key, value) in named.sorted(by: { $0.key.precedesInBytes($1.key) }) { result[key] = value }
        return result
    }
}
