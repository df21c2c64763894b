/// The change that a transaction is making.
struct ChangeDraft: ~Copyable {
    fileprivate(set) var reference = ChangeReference(actor: ActorID(high: 0, low: 0), number: 0)
    fileprivate var time = Stamp.pending
    fileprivate var stamp = Stamp.pending
    /// Its version.
    fileprivate(set) var own: UInt32 = 0
    fileprivate var writer = ChangeWriter()
    /// What reads differently; nil when nobody asks.
    var patch: Patch?
    /// Whether it was entered into history, as it is before anything but a single keystroke.
    fileprivate var isEntered = false
    /// The keystroke that is all that was done, so far, and goes on with the newest change.
    fileprivate var keystroke: Keystroke?
    /// Whether the transaction ended.
    var isOver = true

    /// Starts another.
    mutating func begin(_ reference: ChangeReference, time: Stamp, stamp: Stamp, patch: Patch?, own: UInt32) {
        self.reference = reference
        self.time = time
        self.stamp = stamp
        self.patch = patch
        self.own = own
        isEntered = false
        keystroke = nil
        isOver = false
        writer.restart(own: own)
    }

    /// How much room it takes for what it writes.
    var capacity: Int { writer.capacity }

    /// Whether nothing was done so far.
    fileprivate var isUntouched: Bool { !isOver && !isEntered && keystroke == nil && writer.operationCount == 0 }
}

extension DocumentBody {
    /// Enters the change, and writes the keystroke that was all it was.
    mutating func enter(_ draft: inout ChangeDraft) {
        guard !draft.isEntered, !draft.isOver else { return }
        draft.isEntered = true
        if history.headVersions.count == 1 {
            let parent = CollectionOfOne(history.headVersions[0])
            history.enter(draft.reference, time: draft.time, parents: parent, stamp: draft.stamp)
        } else {
            let parents = history.headVersions
            history.enter(draft.reference, time: draft.time, parents: parents, stamp: draft.stamp)
        }
        guard let keystroke = draft.keystroke else { return }
        draft.keystroke = nil
        draft.writer.begin(units: 1)
        write(keystroke, &draft.writer)
    }

    private mutating func begin(units: Int, _ draft: inout ChangeDraft) -> Element {
        precondition(!draft.isOver, "an editor is used within its transaction only")
        enter(&draft)
        let index = draft.writer.unitCount
        precondition(Int(index) + units <= Limit.index, "one change makes at most 2^31 elements")
        draft.writer.begin(units: UInt32(units))
        return Element(change: draft.own, index: index)
    }

    /// Performs an operation and returns the identifier of its first unit.
    mutating func perform(_ container: Int, _ body: LocalOperation.Body, _ draft: inout ChangeDraft) -> Element {
        let element = begin(units: Int(body.unitCount), &draft)
        let operation = LocalOperation(container: container, index: element.index, body: body)
        keystrokes.isPossible = false
        draft.writer.write(operation, state)
        state.perform(operation, change: draft.own, history, &draft.patch)
        return element
    }

    /// Inserts text, which is not empty.
    mutating func insert(
        _ text: UnsafeBufferPointer<UInt8>, at offset: Int, in container: Int, _ draft: inout ChangeDraft
    ) {
        let slot = state.containers[container].slot
        precondition(offset >= 0 && offset <= state.texts[slot].count, "an offset is within the text")
        if type(text, at: offset, in: container, &draft) { return }
        let place = state.texts[slot].place(at: offset)
        if draft.isUntouched, continues(text, at: place, in: container), followsNewest(draft.reference),
            hasKeystrokeForm()
        {
            draft.keystroke = .letter(text[0])
            return perform(.letter(text[0]), &draft.patch)
        }
        let count = text.count == 1 ? 1 : text.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
        let element = begin(units: count, &draft)
        let unit = history.unit(element)
        draft.writer.writeInsertion(text, count: UInt32(count), at: place, in: container, history, state)
        state.insert(text, count: UInt32(count), at: place, unit, in: container, history, &draft.patch)
        keystrokes.isPossible = false
        if draft.writer.operationCount == 1 {
            noteInsertion(in: container, unit..<unit + UInt64(count), at: place, isCanonical: true)
        }
    }

    /// Does what most of typing is: puts one more letter behind the one that the newest change put in. False when it is
    /// not so simple, and then nothing is done.
    private mutating func type(
        _ text: UnsafeBufferPointer<UInt8>, at offset: Int, in container: Int, _ draft: inout ChangeDraft
    ) -> Bool {
        guard text.count == 1, text[0] < 0x80, keystrokes.isTyping, keystrokes.container == container,
            draft.isUntouched, draft.patch == nil, followsNewest(draft.reference), hasKeystrokeForm()
        else { return false }
        let (last, rightOrigin) = (keystrokes.last, keystrokes.rightOrigin)
        let slot = state.containers[container].slot
        guard
            state.texts[slot].type(
                text[0], at: offset, behind: last, rightOrigin: rightOrigin, unit: history.unitCount
            )
        else { return false }
        draft.keystroke = .letter(text[0])
        return true
    }

    /// Deletes a range of text, which is not empty.
    mutating func delete(_ range: Range<Int>, in container: Int, _ draft: inout ChangeDraft) {
        let slot = state.containers[container].slot
        precondition(range.lowerBound >= 0 && range.upperBound <= state.texts[slot].count, "a range is within the text")
        if range.count == 1 { return delete(state.texts[slot].unit(at: range.lowerBound), in: container, &draft) }
        delete(state.texts[slot].sequence.units(in: range), in: container, &draft)
    }

    /// Deletes units.
    mutating func delete(_ units: [Range<Unit>], in container: Int, _ draft: inout ChangeDraft) {
        let element = begin(units: 1, &draft)
        let operation = history.unit(element)
        keystrokes.isPossible = false
        draft.writer.writeDeletion(units, in: container, history, state)
        for range in units { state.delete(range, by: operation, .together, in: container, history, &draft.patch) }
    }

    private mutating func delete(_ unit: Unit, in container: Int, _ draft: inout ChangeDraft) {
        if draft.isUntouched, continues(deletionOf: unit, in: container), followsNewest(draft.reference),
            hasKeystrokeForm()
        {
            draft.keystroke = .deletion(unit)
            return perform(.deletion(unit), &draft.patch)
        }
        let element = begin(units: 1, &draft)
        let operation = history.unit(element)
        draft.writer.writeDeletion(CollectionOfOne(unit..<unit + 1), in: container, history, state)
        state.delete(unit..<unit + 1, by: operation, .together, in: container, history, &draft.patch)
        keystrokes.isPossible = false
        if draft.writer.operationCount == 1 { noteDeletion(in: container, of: unit, isCanonical: true) }
    }

    /// Writes a keystroke that was performed as an operation like any other.
    private mutating func write(_ keystroke: Keystroke, _ writer: inout ChangeWriter) {
        keystrokes.isPossible = false
        switch keystroke {
        case .letter(let letter):
            let place = FugueSequence.Place(
                parent: keystrokes.last, side: .right, rightOrigin: keystrokes.rightOrigin
            )
            withUnsafeBytes(of: letter) { bytes in
                bytes.withMemoryRebound(to: UInt8.self) { text in
                    writer.writeInsertion(text, count: 1, at: place, in: keystrokes.container, history, state)
                }
            }
        case .deletion(let unit):
            writer.writeDeletion(CollectionOfOne(unit..<unit + 1), in: keystrokes.container, history, state)
        }
    }

    /// The anchor at an offset of a text.
    mutating func anchor(
        at offset: Int, _ bias: TextPosition.Bias, in container: Int, _ draft: inout ChangeDraft
    ) -> Anchor {
        enter(&draft)
        let anchor = state.texts[state.containers[container].slot].anchor(at: offset, bias)
        return Anchor(element: history.element(anchor.unit), bias: bias)
    }

    /// The number of a child container.
    mutating func child(
        _ name: State.Container.Name, _ kind: ContainerKind, of parent: Int, _ isOver: Bool
    ) -> Int {
        precondition(!isOver, "an editor is used within its transaction only")
        if let number = state.find(name, kind, in: parent) { return number }
        precondition(state.containers[parent].depth < Limit.depth, "containers nest too deeply")
        return state.ensure(name, kind, in: parent)
    }

    /// Completes the change; false when it does nothing.
    mutating func complete(_ draft: inout ChangeDraft) -> Bool {
        if let keystroke = draft.keystroke {
            complete(keystroke, time: draft.time, stamp: draft.stamp)
            return true
        }
        guard draft.writer.operationCount > 0 else {
            if draft.isEntered { history.retract() }
            return false
        }
        draft.writer.finish(history, state)
        history.append(
            units: draft.writer.unitCount, structure: draft.writer.head.written, draft.writer.body.written,
            content: draft.writer.content.written
        )
        return true
    }

    /// Takes back what was done.
    mutating func abandon(_ draft: inout ChangeDraft) {
        if draft.isEntered { history.retract() }
        if draft.keystroke != nil || draft.writer.operationCount > 0 { rebuild() }
    }

    /// The version that a change of this name, which must not be here yet, will have.
    mutating func nextVersion(for reference: ChangeReference) -> UInt32 {
        precondition(history.version(of: reference) == nil, "a change's number is used once")
        return UInt32(history.count)
    }

    /// Whether a change was erased before it was made, which is over then.
    mutating func isErasedAhead(_ reference: ChangeReference) -> Bool {
        !erasedAhead.isEmpty && erasedAhead.remove(reference) != nil
    }

    /// The core of an earlier edit, if no editor of it and no copy of the document is left.
    mutating func takeIdleCore() -> TransactionCore? {
        guard idleCore != nil, isKnownUniquelyReferenced(&idleCore) else { return nil }
        return idleCore.take()
    }

    /// Keeps the core of an edit for the next one, unless it takes much room.
    mutating func keepIdle(_ core: consuming TransactionCore) {
        if core.capacity <= 1 << 16 { idleCore = core }
    }
}
