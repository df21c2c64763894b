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
        return item.value.entries(document.body.history)
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

    /// What the list is; nil when it was never written.
    var state: ListState? {
        container.map { document.body.state.lists[document.body.state.containers[$0].slot] }
    }

    /// The local form of the identifier of an element that was ever put into the list; nil for any other.
    func local(_ element: OperationID) -> Element? {
        guard let local = document.body.history.localElement(element),
            let unit = document.body.history.unit(local, count: 1), state?.contains(unit) == true
        else { return nil }
        return local
    }

    private func child(_ element: OperationID, _ kind: ContainerKind) -> Int? {
        guard let container, let local = local(element) else { return nil }
        return document.body.state.find(.element(local), kind, in: container)
    }
}
