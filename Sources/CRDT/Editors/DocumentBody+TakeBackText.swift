extension DocumentBody {
    /// Takes back what a change did to a text: deletes what it inserted, marks again as before what it marked, and brings
    /// back what it deleted, as new text in the place of the old and with its marks.
    mutating func takeBackText(_ work: TakenBackWork, _ draft: inout ChangeDraft) {
        let slot = state.containers[work.container].slot
        var (inserted, deleted): ([Range<Unit>], [Range<Unit>]) = ([], [])
        for operation in work.operations {
            if case .textInsert(let text, _) = operation.body {
                let start = history.unit(Element(change: work.version, index: operation.index))
                inserted.append(start..<start + UInt64(text.count))
            } else if case .textDelete(let ranges) = operation.body {
                // What the change itself had inserted is gone for good.
                for range in ranges where range.start.change != work.version {
                    let start = history.unit(range.start)
                    deleted.append(start..<start + UInt64(range.count))
                }
            }
        }
        var visible: [Range<Unit>] = []
        for range in inserted { state.texts[slot].sequence.appendVisibleParts(of: range, to: &visible) }
        if !visible.isEmpty { delete(visible, in: work.container, &draft) }
        for operation in work.operations.reversed() {
            guard case .mark(let key, _, let start, let end) = operation.body else { continue }
            takeBackMark(key, from: start, to: end, work, &draft)
        }
        restore(deleted, work, &draft)
    }

    private mutating func takeBackMark(
        _ key: String, from start: Anchor, to end: Anchor, _ work: TakenBackWork, _ draft: inout ChangeDraft
    ) {
        let slot = state.containers[work.container].slot
        state.texts[slot].indexMarks()
        let (corrections, anchors) = state.texts[slot].corrections(
            of: key, from: state.textAnchor(start, history), to: state.textAnchor(end, history), before: work.version,
            history
        )
        for correction in corrections {
            let (start, end) = (anchors[correction.range.lowerBound], anchors[correction.range.upperBound])
            guard state.texts[slot].offset(of: start) < state.texts[slot].offset(of: end) else { continue }
            mark(correction, from: start, to: end, work, &draft)
        }
    }

    private mutating func mark(
        _ correction: TextState.Correction, from start: TextState.Anchor, to end: TextState.Anchor,
        _ work: TakenBackWork, _ draft: inout ChangeDraft
    ) {
        let body = LocalOperation.Body.mark(
            key: correction.key, value: correction.value,
            start: Anchor(element: history.element(start.unit), bias: start.bias),
            end: Anchor(element: history.element(end.unit), bias: end.bias)
        )
        _ = perform(work.container, body, &draft)
    }

    private mutating func restore(_ deleted: [Range<Unit>], _ work: TakenBackWork, _ draft: inout ChangeDraft) {
        let slot = state.containers[work.container].slot
        let pieces = state.texts[slot].hiddenPieces(deleted)
        // Found before anything is put in: marks may draw text behind deleted text that is yet to come back.
        let offsets = pieces.map { state.texts[slot].sequence.offset(before: $0.piece.first) }
        var grown = 0
        for (former, offset) in zip(pieces, offsets) {
            former.text.withUnsafeBufferPointer { insert($0, at: offset + grown, in: work.container, &draft) }
            if !state.texts[slot].marks.isEmpty {
                restoreMarks(of: former.piece, at: offset + grown, work, &draft)
            }
            grown += former.piece.count
        }
    }

    /// Marks text that came back as the old was.
    private mutating func restoreMarks(
        of former: TextState.Piece, at offset: Int, _ work: TakenBackWork, _ draft: inout ChangeDraft
    ) {
        let slot = state.containers[work.container].slot
        let start = state.texts[slot].unit(at: offset)
        var piece = TextState.Piece()
        piece.append(start..<start + UInt64(former.count))
        state.texts[slot].indexMarks()
        let corrections = state.texts[slot].corrections(of: piece, like: former, before: work.version, history)
        for correction in corrections {
            let first = start + UInt64(correction.range.lowerBound)
            let last = start + UInt64(correction.range.upperBound - 1)
            mark(
                correction, from: TextState.Anchor(unit: first, bias: .after),
                to: TextState.Anchor(unit: last, bias: .before), work, &draft
            )
        }
    }
}

extension FugueSequence {
    /// Appends the visible ones of consecutive units.
    fileprivate func appendVisibleParts(of units: Range<Unit>, to visible: inout [Range<Unit>]) {
        var next = units.lowerBound
        while next < units.upperBound, let run = find(next) {
            let end = min(runs[run].end, units.upperBound)
            if !runs[run].isHidden { visible.append(next..<end) }
            next = end
        }
    }

    /// Consecutive units of a run.
    fileprivate struct Part {
        var run: Int
        var units: Range<Unit>
    }

    /// Appends those of consecutive units that are deleted, but not erased, cut where their runs end.
    fileprivate func appendDeletedParts(of units: Range<Unit>, to deleted: inout [Part]) {
        var next = units.lowerBound
        while next < units.upperBound, let run = find(next) {
            let end = min(runs[run].end, units.upperBound)
            if runs[run].isHidden, runs[run].textCount > 0 { deleted.append(Part(run: run, units: next..<end)) }
            next = end
        }
    }

    /// Puts parts of runs in the order of the sequence.
    fileprivate func sort(_ parts: inout [Part]) {
        guard parts.count > 1 else { return }
        parts.sort { left, right in
            left.run == right.run
                ? left.units.lowerBound < right.units.lowerBound : order.precedes(left.run, right.run)
        }
    }
}

extension TextState {
    /// Text that was deleted.
    fileprivate struct HiddenPiece {
        var piece: Piece
        var text: [UInt8]
    }

    /// The text of deleted units in the order of the sequence; what lies side by side is one piece. Erased text is none.
    fileprivate func hiddenPieces(_ ranges: [Range<Unit>]) -> [HiddenPiece] {
        var parts: [FugueSequence.Part] = []
        for range in ranges { sequence.appendDeletedParts(of: range, to: &parts) }
        sequence.sort(&parts)
        var pieces: [HiddenPiece] = []
        var former: (run: Int, end: Unit)?
        for part in parts {
            let (run, units) = (sequence.runs[part.run], part.units)
            let start = run.byteCount(ofScalars: Int(units.lowerBound - run.start), bytes)
            let end = run.byteCount(ofScalars: Int(units.upperBound - run.start), bytes)
            let isNext = former.map { isDirectlyBehind($0, part.run, units.lowerBound) } ?? false
            if !isNext { pieces.append(HiddenPiece(piece: Piece(), text: [])) }
            pieces[pieces.count - 1].piece.append(units)
            pieces[pieces.count - 1].text += bytes[run.textStart + start..<run.textStart + end]
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
