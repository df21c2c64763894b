/// Writes a movable list. Offsets must be within the list.
public struct ListEditor {
    let core: TransactionCore
    let container: Int

    /// The list as it is now.
    public var view: ListView { ListView(document: core.document, container: container) }
    /// The elements as they are now. O(slots · log).
    public var elements: [ListElement] { view.elements }

    private var state: ListState {
        guard let state = view.state else { preconditionFailure("an editor's container is there") }
        return state
    }

    /// Inserts an element before the one at `offset` and returns its identifier. O(log slots).
    @discardableResult
    public func insert(_ value: Value, at offset: Int) -> OperationID {
        precondition(offset >= 0 && offset <= state.count, "an offset is within the list")
        let place = place(state.place(at: offset))
        let element = core.perform(container, .listInsert(value.storable, place))
        return core.identifier(element)
    }

    /// Appends an element and returns its identifier. O(log slots).
    @discardableResult
    public func append(_ value: Value) -> OperationID { insert(value, at: state.count) }

    /// Deletes an element for good: a concurrent move or write does not bring it back. O(log slots).
    public func delete(at offset: Int) { core.perform(container, .listDelete(element(at: offset))) }

    /// Moves an element so that it is at `target` of the resulting list. O(log slots).
    public func move(from offset: Int, to target: Int) {
        let indices = 0..<state.count
        precondition(indices.contains(offset) && indices.contains(target), "offsets are in the list")
        guard offset != target else { return }
        let place = place(state.place(moving: offset, to: target))
        core.perform(container, .listMove(element(at: offset), place))
    }

    /// Writes an element's value. O(log slots).
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
        precondition(offset >= 0 && offset < state.count, "an offset is in the list")
        return core.document.body.history.element(state.item(at: offset).unit)
    }

    private func place(_ place: FugueSequence.Place) -> LocalPlace {
        let history = core.document.body.history
        return LocalPlace(
            parent: history.element(place.parent), side: place.side, rightOrigin: history.element(place.rightOrigin)
        )
    }

    private func child(_ element: OperationID, _ kind: ContainerKind) -> Int {
        guard let local = view.local(element) else { preconditionFailure("the element is not in the list") }
        return core.child(.element(local), kind, of: container)
    }
}
