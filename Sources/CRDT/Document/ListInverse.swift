/// Takes back what a change did to one list.
struct ListInverse {
    private let reference: ChangeReference
    private let former: ListView
    private let operations: [Operation]

    /// Prepares to take back `operations` of the change, before which the list read as `former`.
    init(_ reference: ChangeReference, _ former: ListView, _ operations: [Operation]) {
        self.reference = reference
        self.former = former
        self.operations = operations
    }

    /// Makes the operations. O(operations · slots).
    func run(_ editor: ListEditor) {
        deleteInserted(editor)
        restoreValues(editor)
        restorePlaces(editor)
    }

    private func deleteInserted(_ editor: ListEditor) {
        let elements = editor.elements
        for offset in elements.indices.reversed() where elements[offset].id.change == reference {
            editor.delete(at: offset)
        }
    }

    private func restoreValues(_ editor: ListEditor) {
        for case .listSet(_, let id, _, _) in operations {
            guard let offset = editor.elements.firstIndex(where: { $0.id == id }),
                let value = former.values(of: id).first?.value, value != .erased,
                let current = editor.view.values(of: id).first, current.id.change == reference, current.value != value
            else { continue }
            editor.set(at: offset, value)
        }
    }

    /// Puts what was moved or deleted behind its former predecessor, first things first, so that the predecessor is in
    /// its place already.
    private func restorePlaces(_ editor: ListEditor) {
        var (moved, deleted): (Set<OperationID>, Set<OperationID>) = ([], [])
        for operation in operations {
            if case .listMove(_, let id, _, _) = operation { moved.insert(id) }
            if case .listDelete(_, let id, _) = operation { deleted.insert(id) }
        }
        guard !moved.isEmpty || !deleted.isEmpty else { return }
        /// What came back, which has a new identifier.
        var restored: [OperationID: OperationID] = [:]
        let formerElements = former.elements
        for (position, element) in formerElements.enumerated() {
            let predecessors = formerElements[..<position].map { restored[$0.id] ?? $0.id }
            if deleted.contains(element.id) {
                guard element.value != .erased else { continue }
                let target = target(behind: predecessors, in: editor.elements)
                restored[element.id] = editor.insert(element.value, at: target)
            } else if moved.contains(element.id) {
                var others = editor.elements
                guard let source = others.firstIndex(where: { $0.id == element.id }) else { continue }
                others.remove(at: source)
                editor.move(from: source, to: target(behind: predecessors, in: others))
            }
        }
    }

    /// The offset behind the nearest former predecessor that is still there.
    private func target(behind predecessors: [OperationID], in elements: [ListElement]) -> Int {
        let present = Dictionary(elements.enumerated().map { ($1.id, $0) }) { first, _ in first }
        return predecessors.reversed().lazy.compactMap { present[$0] }.first.map { $0 + 1 } ?? 0
    }
}
