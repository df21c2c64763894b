extension DocumentBody {
    /// Takes back what a change did to a text without marks: deletes what it inserted, and brings back what it deleted,
    /// as new text in the place of the old. O(log runs) for each piece.
    mutating func takeBack(
        inserted: [OperationIDRange], deleted: [OperationIDRange], in container: Int, _ draft: inout ChangeDraft
    ) {
        enter(&draft)
        let slot = state.containers[container].slot
        var visible: [Range<Unit>] = []
        for range in units(inserted) { state.texts[slot].sequence.appendVisibleParts(of: range, to: &visible) }
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
    /// Appends the visible ones of consecutive units.
    func appendVisibleParts(of units: Range<Unit>, to visible: inout [Range<Unit>]) {
        var next = units.lowerBound
        while next < units.upperBound, let run = find(next) {
            let end = min(runs[run].end, units.upperBound)
            if !runs[run].isHidden { visible.append(next..<end) }
            next = end
        }
    }

    /// Consecutive units of a run.
    struct Part {
        var run: Int
        var units: Range<Unit>
    }

    /// Appends those of consecutive units that are deleted, but not erased, cut where their runs end.
    func appendDeletedParts(of units: Range<Unit>, to deleted: inout [Part]) {
        var next = units.lowerBound
        while next < units.upperBound, let run = find(next) {
            let end = min(runs[run].end, units.upperBound)
            if runs[run].isHidden, runs[run].textCount > 0 { deleted.append(Part(run: run, units: next..<end)) }
            next = end
        }
    }

    /// Puts parts of runs in the order of the sequence.
    func sort(_ parts: inout [Part]) {
        guard parts.count > 1 else { return }
        parts.sort { left, right in
            left.run == right.run
                ? left.units.lowerBound < right.units.lowerBound : order.precedes(left.run, right.run)
        }
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
        var parts: [FugueSequence.Part] = []
        for range in ranges { sequence.appendDeletedParts(of: range, to: &parts) }
        sequence.sort(&parts)
        var pieces: [HiddenPiece] = []
        var former: (run: Int, end: Unit)?
        for part in parts {
            let (run, units) = (sequence.runs[part.run], part.units)
            let start = run.byteCount(ofScalars: Int(units.lowerBound - run.start), bytes)
            let end = run.byteCount(ofScalars: Int(units.upperBound - run.start), bytes)
            let text = bytes[run.textStart + start..<run.textStart + end]
            if let former, isDirectlyBehind(former, part.run, units.lowerBound) {
                pieces[pieces.count - 1].text += text
            } else {
                pieces.append(HiddenPiece(unit: units.lowerBound, text: Array(text)))
            }
            former = (part.run, units.upperBound)
        }
        return pieces
    }

    private func isDirectlyBehind(_ former: (run: Int, end: Unit), _ run: Int, _ unit: Unit) -> Bool {
        if former.run == run { return former.end == unit }
        guard former.end == sequence.runs[former.run].end, unit == sequence.runs[run].start else { return false }
        return sequence.order.next(sequence.order.place(of: former.run)).map { sequence.order.run(at: $0) } == run
    }
}
