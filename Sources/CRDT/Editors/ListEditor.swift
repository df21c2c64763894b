/// Writes a movable list. Offsets must be within the list.
public struct ListEditor {
    let core: TransactionCore
    let container: Int

    /// The list as it is now.
    public var view: ListView { ListView(document: core.document, container: container) }
    /// The elements as they are now. O(slots).
    public var elements: [ListElement] { view.elements }

    private var state: ListState { core.document.state.lists[core.document.state.containers[container].slot] }
    private var arranged: [(item: Int, orderIndex: Int)] { state.arranged(core.document.history) }

    /// Inserts an element before the one at `offset` and returns its identifier. O(slots).
    @discardableResult
    public func insert(_ value: Value, at offset: Int) -> OperationID {
        let arranged = arranged
        precondition(offset >= 0 && offset <= arranged.count, "an offset is within the list")
        let place = state.place(afterSlotAt: offset == 0 ? nil : arranged[offset - 1].orderIndex)
        let element = core.perform(container, .listInsert(value.storable, place))
        return core.document.history.identifier(element)
    }

    /// Appends an element and returns its identifier. O(slots).
    @discardableResult
    public func append(_ value: Value) -> OperationID { insert(value, at: arranged.count) }

    /// Deletes an element for good: a concurrent move or write does not bring it back. O(slots).
    public func delete(at offset: Int) { core.perform(container, .listDelete(element(at: offset))) }

    /// Moves an element so that it is at `target` of the resulting list. O(slots).
    public func move(from offset: Int, to target: Int) {
        var arranged = arranged
        precondition(arranged.indices.contains(offset) && arranged.indices.contains(target), "offsets are in the list")
        guard offset != target else { return }
        let moved = state.items[arranged.remove(at: offset).item].id
        let place = state.place(afterSlotAt: target == 0 ? nil : arranged[target - 1].orderIndex)
        core.perform(container, .listMove(moved, place))
    }

    /// Writes an element's value. O(slots).
    public func set(at offset: Int, _ value: Value) {
        core.perform(container, .listSet(element(at: offset), value.storable))
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

    private func element(at offset: Int) -> Element {
        let arranged = arranged
        precondition(arranged.indices.contains(offset), "an offset is in the list")
        return state.items[arranged[offset].item].id
    }

    private func child(_ element: OperationID, _ kind: ContainerKind) -> Int {
        guard let local = core.document.history.localElement(element), state.contains(local) else {
            preconditionFailure("the element is not in the list")
        }
        return core.child(.element(local), kind, of: container)
    }
}
