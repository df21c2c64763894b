import Synchronization

/// The one mutable thing behind a transaction and its editors: holds the document while it is edited.
///
/// The next edit of whatever document takes it up again, with the room that it took. Sendable because it is used by whoever
/// took it alone. What it holds is written to by calls that take it whole, since reading a part of it through the class
/// would copy the whole first.
final class TransactionCore: @unchecked Sendable {
    /// How much room a core may keep for the next edit, in bytes.
    private static let keptCapacityMax = 1 << 16

    /// The address of one that no edit uses and nothing else holds; 0 when there is none.
    private static let idle = Atomic<UInt>(0)

    @exclusivity(unchecked) private var held = Document()
    @exclusivity(unchecked) private var draft = ChangeDraft()

    /// One that nothing else holds; the caller owns it.
    static func take() -> Unmanaged<TransactionCore> {
        guard let free = UnsafeRawPointer(bitPattern: idle.exchange(0, ordering: .acquiring)) else {
            return .passRetained(TransactionCore())
        }
        let core = Unmanaged<TransactionCore>.fromOpaque(free)
        if isAlone(core) { return core }
        core.release()
        return .passRetained(TransactionCore())
    }

    /// Whether no editor that outlived its transaction holds a core.
    private static func isAlone(_ core: Unmanaged<TransactionCore>) -> Bool {
        // Looked at in place: to take hold of it would be one more reference.
        var address: UnsafeMutableRawPointer? = core.toOpaque()
        return withUnsafeMutablePointer(to: &address) { place in
            place.withMemoryRebound(to: TransactionCore?.self, capacity: 1) { isKnownUniquelyReferenced(&$0.pointee) }
        }
    }

    /// Gives back a core that was taken, for another edit.
    static func giveBack(_ core: Unmanaged<TransactionCore>) {
        guard core._withUnsafeGuaranteedRef({ $0.draft.capacity <= keptCapacityMax }) else { return core.release() }
        let former = idle.exchange(UInt(bitPattern: core.toOpaque()), ordering: .acquiringAndReleasing)
        guard let former = UnsafeRawPointer(bitPattern: former) else { return }
        Unmanaged<TransactionCore>.fromOpaque(former).release()
    }

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

    /// Takes back what a change did to a text without marks.
    func takeBack(inserted: [OperationIDRange], deleted: [OperationIDRange], in container: Int) {
        held.body.takeBack(inserted: inserted, deleted: deleted, in: container, &draft)
    }

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
