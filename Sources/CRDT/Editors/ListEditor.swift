/// Writes a movable list. Offsets must be within the list.
public struct ListEditor {
    let core: TransactionCore
    let container: Int

    /// The list as it is now.
    public var view: ListView { ListView(document: core.document, container: container) }
    /// The elements as they are now. O(slots · log).
    public var elements: [ListElement] { view.elements }

    /// Inserts an element before the one at `offset` and returns its identifier. O(log slots).
    @discardableResult
    public func insert(_ value: Value, at offset: Int) -> OperationID {
        let place = core.read { $0.listPlace(at: offset, in: container) }
        return core.identifier(core.perform(container, .listInsert(value.storable, place)))
    }

    /// Appends an element and returns its identifier. O(log slots).
    @discardableResult
    public func append(_ value: Value) -> OperationID { insert(value, at: core.read { $0.listCount(container) }) }

    /// Deletes an element for good: a concurrent move or write does not bring it back. O(log slots).
    public func delete(at offset: Int) {
        core.perform(container, .listDelete(core.read { $0.listElement(at: offset, in: container) }))
    }

    /// Moves an element so that it is at `target` of the resulting list. O(log slots).
    public func move(from offset: Int, to target: Int) {
        let place = core.read { $0.listPlace(moving: offset, to: target, in: container) }
        guard offset != target else { return }
        core.perform(container, .listMove(core.read { $0.listElement(at: offset, in: container) }, place))
    }

    /// Writes an element's value. O(log slots).
    public func set(at offset: Int, _ value: Value) {
        core.perform(container, .listSet(core.read { $0.listElement(at: offset, in: container) }, value.storable))
    }

    /// The map that an element holds; the element must be in the list.
    public func map(_ element: OperationID) -> MapEditor {
        MapEditor(core: core, container: child(element, .map))
    }
    /// The text that an element holds.
    public func text(_ element: OperationID) -> TextEditor {
        TextEditor(core: core, container: child(element, .text))
    }
    /// The list that an element holds.
    public func list(_ element: OperationID) -> ListEditor {
        ListEditor(core: core, container: child(element, .list))
    }
    /// The set that an element holds.
    public func set(_ element: OperationID) -> SetEditor {
        SetEditor(core: core, container: child(element, .set))
    }
    /// The counter that an element holds.
    public func counter(_ element: OperationID) -> CounterEditor {
        CounterEditor(core: core, container: child(element, .counter))
    }
    /// The records that an element holds.
    public func records(_ element: OperationID) -> RecordsEditor {
        RecordsEditor(core: core, container: child(element, .records))
    }

    private func child(_ element: OperationID, _ kind: ContainerKind) -> Int {
        guard let local = view.local(element) else { preconditionFailure("the element is not in the list") }
        return core.child(.element(local), kind, of: container)
    }
}
