/// Reads a movable list of a document as it was when the view was taken.
public struct ListView: Sendable {
    let document: Document
    let container: Int?

    /// The elements in order. O(slots · log).
    public var elements: [ListElement] { state?.elements(document.body.history) ?? [] }
    /// The values in order. O(slots · log).
    public var values: [Value] { elements.map(\.value) }
    /// How many elements there are.
    public var count: Int { state?.count ?? 0 }

    /// The writes of an element's value that no other write has seen, the one that counts first; empty when it is not
    /// here.
    public func values(of element: OperationID) -> [RegisterEntry] {
        guard let local = document.body.history.localUnit(element), let item = state?.item(local) else { return [] }
        return item.value.ranked(document.body.history).map { write in
            RegisterEntry(
                value: write.value, id: document.body.history.identifier(write.id),
                stamp: document.body.history.times[Int(write.id.change)].stamp
            )
        }
    }

    /// The map that an element holds.
    public func map(_ element: OperationID) -> MapView {
        MapView(document: document, container: child(element, .map))
    }
    /// The text that an element holds.
    public func text(_ element: OperationID) -> TextView {
        TextView(document: document, container: child(element, .text))
    }
    /// The list that an element holds.
    public func list(_ element: OperationID) -> ListView {
        ListView(document: document, container: child(element, .list))
    }
    /// The set that an element holds.
    public func set(_ element: OperationID) -> SetView {
        SetView(document: document, container: child(element, .set))
    }
    /// The counter that an element holds.
    public func counter(_ element: OperationID) -> CounterView {
        CounterView(document: document, container: child(element, .counter))
    }
    /// The records that an element holds.
    public func records(_ element: OperationID) -> RecordsView {
        RecordsView(document: document, container: child(element, .records))
    }

    private var state: ListState? {
        container.map { document.body.state.lists[document.body.state.containers[$0].slot] }
    }
    private func child(_ element: OperationID, _ kind: ContainerKind) -> Int? {
        guard let container, let local = document.body.history.localElement(element) else { return nil }
        return document.body.state.find(.element(local), kind, in: container)
    }
}
