/// The one mutable thing behind a transaction and its editors: holds the document while it is edited.
final class TransactionCore {
    /// The document as the operations so far have made it; written to through this class alone.
    @exclusivity(unchecked) private(set) var document = Document()
    @exclusivity(unchecked) private var writer: ChangeWriter
    @exclusivity(unchecked) private var patch: Patch?
    private let own: UInt32
    private let reference: ChangeReference
    @exclusivity(unchecked) private var isOver = false

    /// Takes the document; `commit` or `abandon` give it back.
    init(
        _ reference: ChangeReference, time: Stamp, stamp: Stamp, patch: Patch?, editing source: inout Document
    ) {
        self.reference = reference
        self.patch = patch
        swap(&document, &source)
        let parents = document.history.headVersions
        own = document.body.history.enter(reference, time: time, parents: parents, stamp: stamp)
        writer = ChangeWriter(own: own)
    }

    /// Performs an operation and returns the identifier of its first unit.
    @discardableResult
    func perform(_ container: Int, _ body: LocalOperation.Body) -> Element {
        let element = begin(units: body.unitCount)
        let operation = LocalOperation(container: container, index: element.index, body: body)
        document.body.perform(operation, own, &writer, &patch)
        return element
    }

    /// Inserts text, which is not empty.
    func insert(_ text: UnsafeBufferPointer<UInt8>, at offset: Int, in container: Int) {
        let count = text.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
        precondition(count <= Limit.index, "one change makes at most 2^31 elements")
        let element = begin(units: UInt32(count))
        document.body.insert(text, count: UInt32(count), at: offset, element, in: container, &writer, &patch)
    }

    /// Deletes a range of text, which is not empty.
    func delete(_ range: Range<Int>, in container: Int) {
        _ = begin(units: 1)
        document.body.delete(range, in: container, &writer, &patch)
    }

    /// The length of a text.
    func textCount(_ container: Int) -> Int {
        document.state.texts[document.state.containers[container].slot].count
    }

    /// The anchor at an offset of a text.
    func anchor(at offset: Int, _ bias: TextPosition.Bias, in container: Int) -> Anchor {
        let anchor = document.state.texts[document.state.containers[container].slot].anchor(at: offset, bias)
        return Anchor(element: document.history.element(anchor.unit), bias: bias)
    }

    private func begin(units: UInt32) -> Element {
        precondition(!isOver, "an editor is used within its transaction only")
        let index = writer.unitCount
        precondition(Int(index) + Int(units) <= Limit.index, "one change makes at most 2^31 elements")
        writer.begin(units: units)
        return Element(change: own, index: index)
    }

    /// The number of a child container.
    func child(_ name: State.Container.Name, _ kind: ContainerKind, of parent: Int) -> Int {
        precondition(!isOver, "an editor is used within its transaction only")
        if let number = document.state.find(name, kind, in: parent) { return number }
        precondition(document.state.containers[parent].depth < Limit.depth, "containers nest too deeply")
        return document.body.state.ensure(name, kind, in: parent)
    }

    /// Ends the transaction with a change of its operations; nil when there are none.
    ///
    /// - Parameter wantsChange: Whether the change is wanted; else it is made when someone asks the document for it.
    func commit(wantsChange: Bool, returningTo target: inout Document, _ result: inout Patch?) -> Change? {
        isOver = true
        defer { swap(&document, &target) }
        guard writer.operationCount > 0 else {
            document.body.history.retract()
            return nil
        }
        document.body.append(&writer)
        let isErased = !document.erasedAhead.isEmpty && document.body.erasedAhead.remove(reference) != nil
        let change = wantsChange ? document.history.change(own) : nil
        patch?.changes.append(reference)
        if isErased {
            let erasure = document.erase([reference])
            patch?.append(erasure)
        }
        swap(&patch, &result)
        return change
    }

    /// Ends the transaction as if it had not been.
    func abandon(returningTo target: inout Document) {
        isOver = true
        document.body.history.retract()
        if writer.operationCount > 0 { document.body.rebuild() }
        swap(&document, &target)
    }
}

extension DocumentBody {
    /// Performs an operation of the change that is being made, and writes it.
    fileprivate mutating func perform(
        _ operation: LocalOperation, _ own: UInt32, _ writer: inout ChangeWriter, _ patch: inout Patch?
    ) {
        writer.write(operation, state)
        state.perform(operation, change: own, history, &patch)
    }

    fileprivate mutating func insert(
        _ text: UnsafeBufferPointer<UInt8>, count: UInt32, at offset: Int, _ element: Element, in container: Int,
        _ writer: inout ChangeWriter, _ patch: inout Patch?
    ) {
        let place = state.texts[state.containers[container].slot].place(at: offset)
        writer.writeInsertion(text, count: count, at: place, in: container, history, state)
        state.insert(text, count: count, at: place, element, in: container, history, &patch)
    }

    fileprivate mutating func delete(
        _ range: Range<Int>, in container: Int, _ writer: inout ChangeWriter, _ patch: inout Patch?
    ) {
        let slot = state.containers[container].slot
        if range.count == 1 {
            let found = state.texts[slot].unit(at: range.lowerBound)
            writer.writeDeletion(CollectionOfOne(found..<found + 1), in: container, history, state)
            return state.delete(found..<found + 1, in: container, history, &patch)
        }
        let units = state.texts[slot].sequence.units(in: range)
        writer.writeDeletion(units, in: container, history, state)
        for range in units { state.delete(range, in: container, history, &patch) }
    }

    /// Completes the change that is being made.
    fileprivate mutating func append(_ writer: inout ChangeWriter) {
        let structure = writer.finish(history, state)
        history.append(units: writer.unitCount, structure: structure, content: writer.content.bytes)
    }
}
