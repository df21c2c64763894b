extension DocumentBody {
    /// Takes back what a change did to a text without marks: deletes what it inserted, and brings back what it deleted,
    /// as new text in the place of the old. O(log runs) for each piece.
    mutating func takeBack(
        inserted: [OperationIDRange], deleted: [OperationIDRange], in container: Int, _ draft: inout ChangeDraft
    ) {
        enter(&draft)
        let slot = state.containers[container].slot
        let visible = units(inserted).flatMap { state.texts[slot].sequence.visibleParts(of: $0) }
        if !visible.isEmpty { delete(visible, in: container, &draft) }
        for piece in state.texts[slot].hiddenPieces(units(deleted)) {
            let offset = state.texts[slot].sequence.offset(before: piece.unit)
            piece.text.withUnsafeBufferPointer { insert($0, at: offset, in: container, &draft) }
        }
    }

    private func units(_ ranges: [OperationIDRange]) -> [Range<Unit>] {
        ranges.compactMap { range in
            guard let start = history.localUnit(range.start) else { return nil }
            return start..<start + UInt64(range.count)
        }
    }
}

extension FugueSequence {
    /// The visible ones of consecutive units.
    func visibleParts(of units: Range<Unit>) -> [Range<Unit>] {
        parts(of: units).filter { !runs[$0.run].isHidden }.map(\.units)
    }

    /// Consecutive units, cut where their runs end.
    func parts(of units: Range<Unit>) -> [(run: Int, units: Range<Unit>)] {
        var parts: [(run: Int, units: Range<Unit>)] = []
        var next = units.lowerBound
        while next < units.upperBound, let run = find(next) {
            let end = min(runs[run].end, units.upperBound)
            parts.append((run, next..<end))
            next = end
        }
        return parts
    }
}

extension TextState {
    /// Text that was deleted, and the unit that it began with.
    struct HiddenPiece {
        var unit: Unit
        var text: [UInt8]
    }

    /// The text of deleted units in the order of the sequence; what lies side by side is one piece. Erased text is none.
    func hiddenPieces(_ ranges: [Range<Unit>]) -> [HiddenPiece] {
        let parts = ranges.flatMap { sequence.parts(of: $0) }.filter { part in
            sequence.runs[part.run].isHidden && sequence.runs[part.run].textCount > 0
        }
        let sorted = parts.sorted { left, right in
            left.run == right.run
                ? left.units.lowerBound < right.units.lowerBound : sequence.order.precedes(left.run, right.run)
        }
        var pieces: [HiddenPiece] = []
        var former: (run: Int, end: Unit)?
        for (number, units) in sorted {
            let run = sequence.runs[number]
            let start = run.byteCount(ofScalars: Int(units.lowerBound - run.start), bytes)
            let end = run.byteCount(ofScalars: Int(units.upperBound - run.start), bytes)
            let text = bytes[run.textStart + start..<run.textStart + end]
            if let former, isDirectlyBehind(former, number, units.lowerBound) {
                pieces[pieces.count - 1].text += text
            } else {
                pieces.append(HiddenPiece(unit: units.lowerBound, text: Array(text)))
            }
            former = (number, units.upperBound)
        }
        return pieces
    }

    private func isDirectlyBehind(_ former: (run: Int, end: Unit), _ run: Int, _ unit: Unit) -> Bool {
        if former.run == run { return former.end == unit }
        guard former.end == sequence.runs[former.run].end, unit == sequence.runs[run].start else { return false }
        return sequence.order.next(sequence.order.place(of: former.run)).map { sequence.order.run(at: $0) } == run
    }
}
