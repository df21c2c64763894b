extension TextState {
    /// A part of a stretch over which marks say what they are asked to say no longer.
    struct Correction {
        var key: String
        var value: Value
        var range: Range<Int>
    }

    /// Units that follow each other in the sequence, and no other between them.
    struct Piece {
        /// Ranges of units in the order of the sequence, with how many units of the piece precede each.
        private(set) var parts: [(units: Range<Unit>, offset: Int)] = []
        private(set) var count = 0

        /// Appends units.
        mutating func append(_ units: Range<Unit>) {
            parts.append((units, count))
            count += units.count
        }

        var first: Unit { parts[0].units.lowerBound }
        var last: Unit { parts[parts.count - 1].units.upperBound - 1 }
    }

    // MARK: Marks of a change

    /// What has to be marked between two anchors so that a key reads as it did for the writer of a change, where a mark
    /// of this change counts. Ranges are of `anchors`.
    func corrections(
        of key: String, from start: Anchor, to end: Anchor, before version: UInt32, _ history: History
    ) -> (corrections: [Correction], anchors: [Anchor]) {
        let (low, high) = (spot(of: start), spot(of: end))
        guard precedes(low, high) else { return ([], []) }
        var boundaries = [(spot: low, anchor: start), (spot: high, anchor: end)]
        let found = markIndex.marks(from: low, to: high, self).filter { marks[$0].key.hasSameBytes(as: key) }
        for number in found {
            for anchor in [marks[number].start, marks[number].end] {
                let spot = spot(of: anchor)
                if precedes(low, spot), precedes(spot, high) { boundaries.append((spot, anchor)) }
            }
        }
        boundaries.sort { precedes($0.spot, $1.spot) }
        var (spots, anchors): ([Spot], [Anchor]) = ([], [])
        for boundary in boundaries where spots.last != boundary.spot {
            spots.append(boundary.spot)
            anchors.append(boundary.anchor)
        }
        /// How many boundaries are before a spot.
        func rank(_ spot: Spot) -> Int {
            var (low, high) = (0, spots.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if precedes(spots[middle], spot) { low = middle + 1 } else { high = middle }
            }
            return low
        }
        let covers = found.map { number in
            Cover(number: number, start: rank(spot(of: marks[number].start)), end: rank(spot(of: marks[number].end)))
        }
        var result: [Correction] = []
        forEachPart(of: covers, former: covers, upTo: anchors.count - 1, before: version, history) {
            range, now, former in
            guard let mark = now[.key(key)], marks[mark].id.change == version else { return }
            let wanted = value(ofMark: former[.key(key)])
            if wanted != value(ofMark: mark) {
                Self.append(Correction(key: key, value: wanted, range: range), to: &result)
            }
        }
        return (result, anchors)
    }

    // MARK: Restored text

    /// What has to be marked in a piece of text so that it reads as a former piece of the same length did for the writer
    /// of a change. Ranges are of offsets in the piece.
    func corrections(
        of piece: Piece, like former: Piece, before version: UInt32, _ history: History
    ) -> [Correction] {
        var result: [Correction] = []
        forEachPart(
            of: covers(of: piece), former: covers(of: former), upTo: piece.count, before: version, history
        ) { range, now, former in
            let names = Set(now.keys).union(former.keys)
            let keys = names.compactMap { if case .key(let key) = $0 { key } else { nil } }
            for key in keys.sorted(by: { $0.precedesInBytes($1) }) {
                let wanted = value(ofMark: former[.key(key)])
                guard wanted != value(ofMark: now[.key(key)]) else { continue }
                Self.append(Correction(key: key, value: wanted, range: range), to: &result)
            }
        }
        return result
    }

    /// The marks over a piece. O(log² marks + marks that were ever set there · log runs).
    private func covers(of piece: Piece) -> [Cover] {
        let low = spot(of: Anchor(unit: piece.first, bias: .after))
        let high = spot(of: Anchor(unit: piece.last, bias: .before))
        let parts = piece.parts.sorted { $0.units.lowerBound < $1.units.lowerBound }
        func offset(of anchor: Anchor) -> Int {
            var (before, after) = (0, parts.count)
            while before < after {
                let middle = (before + after) / 2
                if parts[middle].units.lowerBound <= anchor.unit { before = middle + 1 } else { after = middle }
            }
            if before > 0, parts[before - 1].units.contains(anchor.unit) {
                let part = parts[before - 1]
                return part.offset + Int(anchor.unit - part.units.lowerBound) + (anchor.bias == .before ? 1 : 0)
            }
            return precedes(low, spot(of: anchor)) ? piece.count : 0
        }
        return markIndex.marks(from: low, to: high, self).map { number in
            Cover(number: number, start: offset(of: marks[number].start), end: offset(of: marks[number].end))
        }
    }

    // MARK: Both

    /// The parts of a stretch with the marks that count there now, of one set, and that counted for the writer of a
    /// change, of another.
    private func forEachPart(
        of covers: [Cover], former: [Cover], upTo count: Int, before version: UInt32, _ history: History,
        _ body: (_ range: Range<Int>, _ now: [ContainerID.Name: Int], _ former: [ContainerID.Name: Int]) -> Void
    ) {
        let seen = former.filter { history.hasSeen(version, marks[$0.number].id.change) }
        let (present, past) = (layers(covers, upTo: count, history), layers(seen, upTo: count, history))
        var (one, other, start) = (0, 0, 0)
        while start < count {
            let end = min(present[one].range.upperBound, past[other].range.upperBound)
            body(start..<end, present[one].winners, past[other].winners)
            if present[one].range.upperBound == end { one += 1 }
            if past[other].range.upperBound == end { other += 1 }
            start = end
        }
    }

    /// Appends a correction, or lengthens the one of the same key that it continues.
    private static func append(_ correction: Correction, to corrections: inout [Correction]) {
        for index in corrections.indices.reversed() where corrections[index].key.hasSameBytes(as: correction.key) {
            guard corrections[index].range.upperBound == correction.range.lowerBound,
                corrections[index].value == correction.value
            else { break }
            corrections[index].range = corrections[index].range.lowerBound..<correction.range.upperBound
            return
        }
        corrections.append(correction)
    }
}
