/// The one mutable thing behind a transaction and its editors: holds the document while it is edited.
final class TransactionCore {
    private(set) var document = Document()
    private let reference: ChangeReference
    private let own: UInt32
    private var operations: [LocalOperation] = []
    private var nextIndex: UInt32 = 0
    private var patch = Patch()
    private var listsBefore: [Int: [ListElement]] = [:]
    private var isOver = false

    /// Takes the document; `commit` or `abandon` give it back.
    init(_ reference: ChangeReference, stamp: Stamp, editing source: inout Document) {
        self.reference = reference
        swap(&document, &source)
        let parents = document.history.headVersions
        own = document.history.enter(reference, parents: parents, stamp: stamp)
    }

    /// Performs an operation and returns the identifier of its first unit.
    @discardableResult
    func perform(_ container: Int, _ body: LocalOperation.Body) -> Element {
        precondition(!isOver, "an editor is used within its transaction only")
        let operation = LocalOperation(container: container, index: nextIndex, body: body)
        precondition(Int(nextIndex) + Int(body.indexCount) <= Limit.index, "one change makes at most 2^31 elements")
        nextIndex += body.indexCount
        operations.append(operation)
        let history = document.history
        if body.kind == .list, listsBefore[container] == nil {
            let slot = document.state.containers[container].slot
            listsBefore[container] = document.state.lists[slot].elements(history)
        }
        document.state.perform(operation, change: own, history, &patch)
        return Element(change: own, index: operation.index)
    }

    /// The number of a child container.
    func child(_ name: State.Container.Name, _ kind: ContainerKind, of parent: Int) -> Int {
        precondition(!isOver, "an editor is used within its transaction only")
        let depth = document.state.containers[parent].id.steps.count
        precondition(depth < Limit.depth, "containers nest at most \(Limit.depth) deep")
        let history = document.history
        return document.state.ensure(name, kind, in: parent, history)
    }

    /// Ends the transaction with a change of its operations; nil when there are none.
    func commit(time: Stamp, returningTo target: inout Document, _ result: inout Patch) -> Change? {
        isOver = true
        defer { swap(&document, &target) }
        guard !operations.isEmpty else {
            document.history.retract()
            return nil
        }
        let encoded = ChangeEncoder.encode(
            operations, own: own, history: document.history, state: document.state
        )
        let isErased = document.erasedAhead.remove(reference) != nil
        let change = Change(
            reference: reference, heads: document.history.heads, time: time, structure: encoded.structure,
            content: .present(encoded.content)
        )
        document.history.append(change)
        for (container, old) in listsBefore.sorted(by: { $0.key < $1.key }) {
            let entry = document.state.containers[container]
            if let splice = Splice(from: old, to: document.state.lists[entry.slot].elements(document.history)) {
                patch.entries.append(splice.entry(entry.id))
            }
        }
        patch.changes = [reference]
        if isErased { patch.append(document.erase([reference])) }
        result.append(patch)
        return change
    }

    /// Ends the transaction as if it had not been.
    func abandon(returningTo target: inout Document) {
        isOver = true
        document.history.retract()
        if !operations.isEmpty { document.rebuild() }
        swap(&document, &target)
    }
}
