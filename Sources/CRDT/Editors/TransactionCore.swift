/// The one mutable thing behind a transaction and its editors: holds the document while it is edited.
///
/// A document keeps it for its next edit, with the room that it took. Sendable because only the document that holds it
/// alone takes it up again. What it holds is written to by calls that take it whole, since reading a part of it through
/// the class would copy the whole first.
final class TransactionCore: @unchecked Sendable {
    @exclusivity(unchecked) private var held = Document()
    @exclusivity(unchecked) private var draft = ChangeDraft()

    /// How much room it takes for what it writes, in bytes.
    var capacity: Int { draft.capacity }

    /// Takes the document for a transaction; `commit` or `abandon` give it back.
    func begin(
        _ reference: ChangeReference, time: Stamp, stamp: Stamp, patch: Patch?, editing source: inout Document
    ) {
        swap(&held, &source)
        draft.begin(reference, time: time, stamp: stamp, patch: patch, own: held.body.nextVersion(for: reference))
    }

    /// The document as the operations so far have made it.
    var document: Document {
        held.body.enter(&draft)
        return held
    }

    /// Looks at what the document holds where it is, which nothing but taking it to be written to does.
    @inline(__always)
    func read<Result>(_ look: (inout DocumentBody) -> Result) -> Result { look(&held.body) }

    /// Performs an operation and returns the identifier of its first unit.
    @discardableResult
    func perform(_ container: Int, _ body: LocalOperation.Body) -> Element {
        held.body.perform(container, body, &draft)
    }

    /// The global identifier of an element of the document.
    func identifier(_ element: Element) -> OperationID { held.body.history.identifier(element) }

    /// Inserts text, which is not empty, into a text.
    func insert(_ text: UnsafeBufferPointer<UInt8>, at offset: Int, in container: Int) {
        held.body.insert(text, at: offset, in: container, &draft)
    }

    /// Deletes a range of text, which is not empty.
    func delete(_ range: Range<Int>, in container: Int) { held.body.delete(range, in: container, &draft) }

    /// Takes back what a change did.
    func takeBack(_ reference: ChangeReference) { held.body.takeBack(reference, &draft) }

    /// The length of a text.
    func textCount(_ container: Int) -> Int {
        held.body.state.texts[held.body.state.containers[container].slot].count
    }

    /// The anchor at an offset of a text.
    func anchor(at offset: Int, _ bias: TextPosition.Bias, in container: Int) -> Anchor {
        held.body.anchor(at: offset, bias, in: container, &draft)
    }

    /// The number of a child container.
    func child(_ name: State.Container.Name, _ kind: ContainerKind, of parent: Int) -> Int {
        held.body.child(name, kind, of: parent, draft.isOver)
    }

    /// Ends the transaction with a change of its operations and returns its version; nil when there are none.
    func commit(returningTo target: inout Document, _ result: inout Patch?) -> UInt32? {
        defer { end(&target) }
        guard held.body.complete(&draft) else { return nil }
        if held.body.isErasedAhead(draft.reference) {
            let erasure = held.erase([draft.reference])
            draft.patch?.append(erasure)
        }
        if draft.patch != nil {
            draft.patch?.changes = [draft.reference]
            swap(&draft.patch, &result)
        }
        return draft.own
    }

    /// Ends the transaction as if it had not been.
    func abandon(returningTo target: inout Document) {
        held.body.abandon(&draft)
        end(&target)
    }

    private func end(_ target: inout Document) {
        draft.isOver = true
        swap(&held, &target)
    }
}
