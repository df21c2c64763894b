/// What a document read as at a version, from what its containers keep.
extension State {
    /// The state at a version, to be read only: containers have the numbers that they have now, and those that did not
    /// exist are empty. O(document): spans, elements and entries, each with the writes since that the version does not
    /// hold.
    func past(_ version: DocumentVersionSet, _ history: History) -> State {
        var past = self
        var registers = PastRegisters(version: version, history: history, formerWrites: formerWrites)
        past.maps = maps.map { $0.past(&registers) }
        past.texts = texts.map { $0.past(version, history) }
        past.lists = lists.map { $0.past(&registers) }
        past.sets = sets.map { $0.past(version) }
        past.counters = counters.map { $0.past(version) }
        past.records = records.map { $0.past(version) }
        return past
    }
}

/// Finds what registers held at a version.
struct PastRegisters {
    let version: DocumentVersionSet
    let history: History
    let formerWrites: FormerWrites
    private var values = WrittenValues()

    init(version: DocumentVersionSet, history: History, formerWrites: FormerWrites) {
        self.version = version
        self.history = history
        self.formerWrites = formerWrites
    }

    /// The writes of the version that stood in a register; nil when it was not written. O(log writes) for each write
    /// that the version does not hold.
    mutating func register(_ register: Register) -> Register? {
        let present = register.identifiers
        if present.allSatisfy({ version.contains($0.change) }) { return register }
        let standing = formerWrites.standing(from: present, history) { version.contains($0) }
        return Register(standing.map { Write(id: $0, value: values.value($0, history)) })
    }

    /// The same for a register of slots, whose writes have no values.
    func slots(_ register: Register) -> Register? {
        let standing = formerWrites.standing(from: register.identifiers, history) { version.contains($0) }
        return Register(standing.map { Write(id: $0, value: .null) })
    }
}

extension TextState {
    /// The text at a version, to be read only. O(runs + deleted stretches · log).
    func past(_ version: DocumentVersionSet, _ history: History) -> TextState {
        let deleted = deletions.deleted(in: version, history)
        var runs: [FugueSequence.Run] = []
        sequence.forEachRun { run in
            // What was erased reads as nothing at any version.
            guard run.textCount > 0 else { return runs.append(run) }
            var next = run.start
            var textStart = run.textStart
            func append(upTo end: Unit, isHidden: Bool) {
                guard next < end else { return }
                var part = run
                part.start = next
                part.count = UInt32(end - next)
                part.textStart = textStart
                part.textCount = run.textEnd - textStart
                if end < run.end {
                    part.textCount = part.byteCount(ofScalars: Int(part.count), of: run.end - next, bytes)
                }
                part.isHidden = isHidden
                runs.append(part)
                (next, textStart) = (end, part.textEnd)
            }
            history.forEachRange(of: run.start..<run.end, in: version) { units in
                append(upTo: units.lowerBound, isHidden: true)
                for hidden in Self.ranges(deleted, within: units) {
                    append(upTo: max(hidden.lowerBound, units.lowerBound), isHidden: false)
                    append(upTo: min(hidden.upperBound, units.upperBound), isHidden: true)
                }
                append(upTo: units.upperBound, isHidden: false)
            }
            append(upTo: run.end, isHidden: true)
        }
        return TextState(
            past: FugueSequence(past: runs), bytes, marks.filter { version.contains($0.id.change) }
        )
    }

    /// Those of ascending ranges that overlap others. O(log ranges + found).
    private static func ranges(_ ranges: [Range<Unit>], within units: Range<Unit>) -> ArraySlice<Range<Unit>> {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound <= units.lowerBound { low = middle + 1 } else { high = middle }
        }
        return ranges[low...].prefix { $0.lowerBound < units.upperBound }
    }
}
