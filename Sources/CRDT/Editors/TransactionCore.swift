/// The one mutable thing behind a transaction and its editors: holds the document while it is edited.
///
/// A document of many changes keeps it for its next edit. Sendable because only the document that holds it alone takes
/// it up again.
final class TransactionCore: @unchecked Sendable {
    @exclusivity(unchecked) private var held = Document()
    @exclusivity(unchecked) private var writer = ChangeWriter()
    @exclusivity(unchecked) private var patch: Patch?
    @exclusivity(unchecked) private var reference = ChangeReference(actor: ActorID(high: 0, low: 0), number: 0)
    @exclusivity(unchecked) private var time = Stamp.pending
    @exclusivity(unchecked) private var stamp = Stamp.pending
    /// The version of the change that is being made.
    @exclusivity(unchecked) private var own: UInt32 = 0
    /// Whether that was entered into history, as it is before anything but a single keystroke.
    @exclusivity(unchecked) private var isEntered = false
    /// The keystroke that is all that was done, so far, and goes on with the newest change.
    @exclusivity(unchecked) private var keystroke: Keystroke?
    @exclusivity(unchecked) private var isOver = true

    /// A document of no more changes does not keep a core for its next edit.
    private static let quietCountMax = 32

    /// Takes the document for a transaction; `commit` or `abandon` give it back.
    static func begin(
        _ reference: ChangeReference, time: Stamp, stamp: Stamp, patch: Patch?, editing source: inout Document
    ) -> TransactionCore {
        let core = source.takeIdleCore() ?? TransactionCore()
        swap(&core.held, &source)
        core.patch = patch
        core.reference = reference
        core.time = time
        core.stamp = stamp
        core.own = UInt32(core.held.changeCount)
        core.isEntered = false
        core.keystroke = nil
        core.isOver = false
        core.writer.restart(own: core.own)
        return core
    }

    /// The document as the operations so far have made it.
    var document: Document {
        enter()
        return held
    }

    /// Enters the change, and writes the keystroke that was all it was.
    private func enter() {
        guard !isEntered, !isOver else { return }
        isEntered = true
        held.body.enter(reference, time: time, stamp: stamp)
        guard let keystroke else { return }
        self.keystroke = nil
        writer.begin(units: 1)
        held.body.write(keystroke, &writer)
    }

    private func end(_ target: inout Document) {
        isOver = true
        swap(&held, &target)
        if target.changeCount > Self.quietCountMax { target.keepIdleCore(self) }
    }

    /// Performs an operation and returns the identifier of its first unit.
    @discardableResult
    func perform(_ container: Int, _ body: LocalOperation.Body) -> Element {
        let element = begin(units: body.unitCount)
        let operation = LocalOperation(container: container, index: element.index, body: body)
        held.body.perform(operation, own, &writer, &patch)
        return element
    }

    /// The global identifier of an element of the document.
    func identifier(_ element: Element) -> OperationID { held.history.identifier(element) }

    /// Inserts text, which is not empty.
    func insert(_ text: UnsafeBufferPointer<UInt8>, at offset: Int, in container: Int) {
        let place = held.body.place(at: offset, in: container)
        if isFirst, held.body.followsNewest(reference), held.body.continues(text, at: place, in: container),
            held.body.hasKeystrokeForm()
        {
            keystroke = .letter(text[0])
            return held.body.perform(.letter(text[0]), &patch)
        }
        let count = text.count == 1 ? 1 : text.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
        precondition(count <= Limit.index, "one change makes at most 2^31 elements")
        let element = begin(units: UInt32(count))
        held.body.insert(text, count: UInt32(count), at: place, element, in: container, &writer, &patch)
    }

    /// Deletes a range of text, which is not empty.
    func delete(_ range: Range<Int>, in container: Int) {
        guard range.count == 1 else {
            _ = begin(units: 1)
            return held.body.delete(range, in: container, &writer, &patch)
        }
        let unit = held.body.unit(at: range.lowerBound, in: container)
        if isFirst, held.body.followsNewest(reference), held.body.continues(deletionOf: unit, in: container),
            held.body.hasKeystrokeForm()
        {
            keystroke = .deletion(unit)
            return held.body.perform(.deletion(unit), &patch)
        }
        _ = begin(units: 1)
        held.body.delete(unit, in: container, &writer, &patch)
    }

    /// Whether nothing was done in the transaction so far.
    private var isFirst: Bool { !isOver && !isEntered && keystroke == nil && writer.operationCount == 0 }

    /// The length of a text.
    func textCount(_ container: Int) -> Int { held.state.texts[held.state.containers[container].slot].count }

    /// The anchor at an offset of a text.
    func anchor(at offset: Int, _ bias: TextPosition.Bias, in container: Int) -> Anchor {
        enter()
        let anchor = held.state.texts[held.state.containers[container].slot].anchor(at: offset, bias)
        return Anchor(element: held.history.element(anchor.unit), bias: bias)
    }

    private func begin(units: UInt32) -> Element {
        precondition(!isOver, "an editor is used within its transaction only")
        enter()
        let index = writer.unitCount
        precondition(Int(index) + Int(units) <= Limit.index, "one change makes at most 2^31 elements")
        writer.begin(units: units)
        return Element(change: own, index: index)
    }

    /// The number of a child container.
    func child(_ name: State.Container.Name, _ kind: ContainerKind, of parent: Int) -> Int {
        precondition(!isOver, "an editor is used within its transaction only")
        if let number = held.state.find(name, kind, in: parent) { return number }
        precondition(held.state.containers[parent].depth < Limit.depth, "containers nest too deeply")
        return held.body.state.ensure(name, kind, in: parent)
    }

    /// Ends the transaction with a change of its operations; nil when there are none.
    ///
    /// - Parameter wantsChange: Whether the change is wanted; else it is made when someone asks the document for it.
    func commit(wantsChange: Bool, returningTo target: inout Document, _ result: inout Patch?) -> Change? {
        defer { end(&target) }
        if let keystroke {
            held.body.complete(keystroke, time: time, stamp: stamp)
        } else if writer.operationCount > 0 {
            held.body.append(&writer)
        } else {
            if isEntered { held.body.history.retract() }
            return nil
        }
        let change = wantsChange ? held.history.change(own) : nil
        if !held.erasedAhead.isEmpty { eraseIfAhead() }
        if patch != nil {
            patch?.changes = [reference]
            swap(&patch, &result)
        }
        return change
    }

    private func eraseIfAhead() {
        guard held.body.erasedAhead.remove(reference) != nil else { return }
        let erasure = held.erase([reference])
        patch?.append(erasure)
    }

    /// Ends the transaction as if it had not been.
    func abandon(returningTo target: inout Document) {
        if isEntered { held.body.history.retract() }
        if keystroke != nil || writer.operationCount > 0 { held.body.rebuild() }
        end(&target)
    }
}

extension Document {
    /// The core of an earlier edit, if no editor of it is left.
    fileprivate mutating func takeIdleCore() -> TransactionCore? { isEmpty ? nil : body.takeIdleCore() }

    fileprivate mutating func keepIdleCore(_ core: TransactionCore) { body.idleCore = core }
}

extension DocumentBody {
    /// Where text goes that is inserted at an offset.
    fileprivate mutating func place(at offset: Int, in container: Int) -> FugueSequence.Place {
        state.texts[state.containers[container].slot].place(at: offset)
    }

    /// The unit at an offset of a text.
    fileprivate mutating func unit(at offset: Int, in container: Int) -> Unit {
        state.texts[state.containers[container].slot].unit(at: offset)
    }

    /// Performs an operation of the change that is being made, and writes it.
    fileprivate mutating func perform(
        _ operation: LocalOperation, _ own: UInt32, _ writer: inout ChangeWriter, _ patch: inout Patch?
    ) {
        keystrokes.isPossible = false
        writer.write(operation, state)
        state.perform(operation, change: own, history, &patch)
    }

    fileprivate mutating func insert(
        _ text: UnsafeBufferPointer<UInt8>, count: UInt32, at place: FugueSequence.Place, _ element: Element,
        in container: Int, _ writer: inout ChangeWriter, _ patch: inout Patch?
    ) {
        writer.writeInsertion(text, count: count, at: place, in: container, history, state)
        let unit = history.unit(element)
        state.insert(text, count: count, at: place, unit, in: container, history, &patch)
        keystrokes.isPossible = false
        if writer.operationCount == 1 { noteInsertion(in: container, unit..<unit + UInt64(count), at: place) }
    }

    fileprivate mutating func delete(
        _ unit: Unit, in container: Int, _ writer: inout ChangeWriter, _ patch: inout Patch?
    ) {
        writer.writeDeletion(CollectionOfOne(unit..<unit + 1), in: container, history, state)
        state.delete(unit..<unit + 1, in: container, history, &patch)
        keystrokes.isPossible = false
        if writer.operationCount == 1 { noteDeletion(in: container, of: unit) }
    }

    fileprivate mutating func delete(
        _ range: Range<Int>, in container: Int, _ writer: inout ChangeWriter, _ patch: inout Patch?
    ) {
        keystrokes.isPossible = false
        let units = state.texts[state.containers[container].slot].sequence.units(in: range)
        writer.writeDeletion(units, in: container, history, state)
        for range in units { state.delete(range, in: container, history, &patch) }
    }

    /// Writes a keystroke that was performed as an operation like any other.
    fileprivate mutating func write(_ keystroke: Keystroke, _ writer: inout ChangeWriter) {
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

    /// Completes the change that is being made.
    fileprivate mutating func append(_ writer: inout ChangeWriter) {
        writer.finish(history, state)
        history.append(
            units: writer.unitCount, structure: writer.head.slice, writer.body.slice, content: writer.content.slice
        )
    }

    /// Enters a change that has seen all that is here.
    fileprivate mutating func enter(_ reference: ChangeReference, time: Stamp, stamp: Stamp) {
        if history.headVersions.count == 1 {
            let parent = CollectionOfOne(history.headVersions[0])
            history.enter(reference, time: time, parents: parent, stamp: stamp)
        } else {
            let parents = history.headVersions
            history.enter(reference, time: time, parents: parents, stamp: stamp)
        }
    }

    fileprivate mutating func takeIdleCore() -> TransactionCore? {
        guard idleCore != nil, isKnownUniquelyReferenced(&idleCore) else { return nil }
        defer { idleCore = nil }
        return idleCore
    }
}
