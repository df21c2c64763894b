extension Document {
    /// The edit that takes back one change, whatever came after it: selective undo. Run it in a later `edit`; taking
    /// back the change that this makes is redo.
    ///
    /// Only what still stands is taken back. A register gets its former value unless it was written again since;
    /// inserted text and elements are deleted; deleted ones come back, as new ones, in the place of the old and with
    /// their marks; a moved element goes back behind the one it followed; marks get their former values where no later
    /// mark counts; counters move back; sets lose and regain values. Records stay: they are append-only. Erased content
    /// does not come back, and child containers of a deleted list element do not either.
    ///
    /// - Complexity: O(log document) for each piece of text without marks, step of a counter, and write of a register or
    ///   a set that had seen all that was there; O(history) to find the former state when the change did anything else.
    public func inverse(of reference: ChangeReference) -> (inout Transaction) -> Void {
        guard let change = change(reference) else { return { _ in } }
        let operations = operations(of: reference)
        // Found now, since a copy of the document that is held would be what the edit has to copy.
        var former = FormerState()
        let needsView = operations.contains { operation in
            switch operation {
            case .textInsert(let container, _, _, _, _), .textDelete(let container, _, _):
                text(container).hasMarks
            case .set(_, _, _, let id): !former.enter(formerValue(ofRegister: id), of: id)
            case .setInsert(_, _, let id): !former.enter(wasInSet(id).map { .bool($0) }, of: id)
            case .setRemove, .add, .append: false
            case .mark, .listInsert, .listMove, .listDelete, .listSet: true
            }
        }
        if needsView { former.view = view(at: change.heads) }
        let inverse = Inverse(reference, operations, former)
        return { transaction in inverse.run(&transaction) }
    }
}

extension Transaction {
    /// Takes back a change; see `Document.inverse(of:)`.
    public mutating func undo(_ reference: ChangeReference) {
        let inverse = document.inverse(of: reference)
        inverse(&self)
    }
}

/// What a change found.
private struct FormerState {
    /// The document before the change; nil when nothing needs it.
    var view: Document?
    /// By write, what the register held, and by insertion, whether the value was in.
    private var values: [OperationID: Value] = [:]

    /// Enters what a write found and tells whether it is known.
    mutating func enter(_ value: Value?, of write: OperationID) -> Bool {
        values[write] = value
        return value != nil
    }

    /// What a register held before a write.
    func value(_ container: ContainerID, _ key: String, before write: OperationID) -> Value {
        view?.map(container).value(key) ?? values[write] ?? .null
    }

    /// Whether a set held a value before an insertion of it.
    func contains(_ container: ContainerID, _ value: Value, before insertion: OperationID) -> Bool {
        view?.set(container).contains(value) ?? (values[insertion] == .bool(true))
    }
}

/// Makes the operations that take a change back.
private struct Inverse {
    private let reference: ChangeReference
    private let operations: [Operation]
    private let former: FormerState

    init(_ reference: ChangeReference, _ operations: [Operation], _ former: FormerState) {
        self.reference = reference
        self.operations = operations
        self.former = former
    }

    func run(_ transaction: inout Transaction) {
        var handled: Set<ContainerID> = []
        for operation in operations.reversed() {
            let container = operation.container
            switch operation {
            case .set(_, let key, _, let id):
                guard handled.insert(container.child(key, .map)).inserted else { continue }
                restore(key, of: transaction.map(container), from: former.value(container, key, before: id))
            case .append: break
            case .setInsert(_, let value, let id):
                if !former.contains(container, value, before: id) { transaction.set(container).remove(value) }
            case .setRemove(_, let value, _, _):
                let editor = transaction.set(container)
                let wasIn = former.view?.set(container).contains(value) ?? (value != .erased)
                if wasIn, !editor.view.contains(value) { editor.insert(value) }
            case .add(_, let delta, _): takeBack(delta, transaction.counter(container))
            case .textInsert, .textDelete, .mark:
                guard handled.insert(container).inserted else { continue }
                guard let before = former.view else {
                    takeBackText(transaction.text(container), container)
                    continue
                }
                TextInverse(reference, before.text(container), operations.filter { $0.container == container })
                    .run(transaction.text(container))
            case .listInsert, .listMove, .listDelete, .listSet:
                guard handled.insert(container).inserted, let before = former.view else { continue }
                ListInverse(reference, before.list(container), operations.filter { $0.container == container })
                    .run(transaction.list(container))
            }
        }
    }

    private func takeBack(_ delta: Int64, _ editor: CounterEditor) {
        // The magnitude of the least integer is one more than the largest.
        if delta == .min { editor.add(1) }
        editor.add(delta == .min ? .max : -delta)
    }

    private func takeBackText(_ editor: TextEditor, _ container: ContainerID) {
        var (inserted, deleted): ([OperationIDRange], [OperationIDRange]) = ([], [])
        for operation in operations where operation.container == container {
            if case .textInsert(_, _, let count, _, let id) = operation {
                inserted.append(OperationIDRange(start: id, count: count))
            }
            // What the change itself had inserted is gone for good.
            if case .textDelete(_, let ranges, _) = operation {
                deleted += ranges.filter { $0.start.change != reference }
            }
        }
        editor.core.takeBack(inserted: inserted, deleted: deleted, in: editor.container)
    }

    private func restore(_ key: String, of editor: MapEditor, from value: Value) {
        guard let current = editor.view.values(key).first, current.id.change == reference else { return }
        if current.value != value, value != .erased { editor.set(key, value) }
    }
}

/// Takes back what a change did to one text.
private struct TextInverse {
    private let reference: ChangeReference
    private let former: TextView
    private let operations: [Operation]

    init(_ reference: ChangeReference, _ former: TextView, _ operations: [Operation]) {
        self.reference = reference
        self.former = former
        self.operations = operations
    }

    func run(_ editor: TextEditor) {
        let formerElements = former.elements
        let formerOffsets = Dictionary(formerElements.enumerated().map { ($1, $0) }) { first, _ in first }
        let formerMarks = former.marksByElement
        restoreMarks(editor, formerOffsets, formerMarks)
        deleteInserted(editor)
        for range in deletedRanges(formerElements) {
            restore(range, formerElements, formerMarks, editor)
        }
    }

    /// Gives the former marks back to what the change marked, where its marks still count.
    private func restoreMarks(
        _ editor: TextEditor, _ formerOffsets: [OperationID: Int], _ formerMarks: [OperationID: [String: Value]]
    ) {
        for case .mark(_, let key, let value, let start, let end, _) in operations.reversed() {
            let elements = editor.view.elements
            let now = editor.view.marksByElement
            let range = editor.view.offset(of: start)..<max(editor.view.offset(of: start), editor.view.offset(of: end))
            for offset in range where formerOffsets[elements[offset]] != nil {
                let current = now[elements[offset]]?[key] ?? .null
                let wanted = formerMarks[elements[offset]]?[key] ?? .null
                guard current == value.storable, current != wanted else { continue }
                editor.mark(offset..<offset + 1, key, wanted, expand: .none)
            }
        }
    }

    private func deleteInserted(_ editor: TextEditor) {
        let inserted = editor.view.elements.enumerated().filter { _, id in
            id.change == reference
        }
        for (offset, _) in inserted.reversed() { editor.delete(offset..<offset + 1) }
    }

    /// Former offsets of what the change deleted, as ranges. What erased text claims to hold is not counted through.
    private func deletedRanges(_ formerElements: [OperationID]) -> [Range<Int>] {
        var deleted: [ChangeReference: [Range<Int>]] = [:]
        for case .textDelete(_, let elements, _) in operations {
            for range in elements {
                let start = Int(range.start.index)
                deleted[range.start.change, default: []].append(start..<start + range.count)
            }
        }
        let offsets = formerElements.indices.filter { offset in
            let element = formerElements[offset]
            return deleted[element.change]?.contains { $0.contains(Int(element.index)) } ?? false
        }
        var ranges: [Range<Int>] = []
        for offset in offsets {
            if let last = ranges.last, last.upperBound == offset {
                ranges[ranges.count - 1] = last.lowerBound..<offset + 1
            } else {
                ranges.append(offset..<offset + 1)
            }
        }
        return ranges
    }

    private func restore(
        _ range: Range<Int>, _ formerElements: [OperationID], _ formerMarks: [OperationID: [String: Value]],
        _ editor: TextEditor
    ) {
        let scalars = Array(former.string.unicodeScalars)[range]
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        let position = TextPosition(element: formerElements[range.lowerBound], bias: .after)
        let offset = editor.view.offset(of: position)
        editor.insert(String(text), at: offset)
        for (index, former) in range.enumerated() {
            let place = offset + index..<offset + index + 1
            let wanted = formerMarks[formerElements[former]] ?? [:]
            let current = editor.view.marksByElement[editor.view.elements[place.lowerBound]] ?? [:]
            for key in Set(wanted.keys).union(current.keys).sorted(by: { $0.precedesInBytes($1) })
            where wanted[key] != current[key] {
                editor.mark(place, key, wanted[key] ?? .null, expand: .none)
            }
        }
    }
}
