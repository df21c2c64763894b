extension DocumentBody {
    private func slot(_ container: Int) -> Int { state.containers[container].slot }

    /// The length of a list.
    func listCount(_ container: Int) -> Int { state.lists[slot(container)].count }

    /// Where an element goes that is inserted at an offset, which must be within the list.
    func listPlace(at offset: Int, in container: Int) -> LocalPlace {
        precondition(offset >= 0 && offset <= listCount(container), "an offset is within the list")
        return local(state.lists[slot(container)].place(at: offset))
    }

    /// Where an element goes that is moved, when both offsets are in the list.
    func listPlace(moving offset: Int, to target: Int, in container: Int) -> LocalPlace {
        let indices = 0..<listCount(container)
        precondition(indices.contains(offset) && indices.contains(target), "offsets are in the list")
        return local(state.lists[slot(container)].place(moving: offset, to: target))
    }

    /// The element at an offset, which must be in the list.
    func listElement(at offset: Int, in container: Int) -> Element {
        precondition(offset >= 0 && offset < listCount(container), "an offset is in the list")
        return history.element(state.lists[slot(container)].item(at: offset).unit)
    }

    private func local(_ place: FugueSequence.Place) -> LocalPlace {
        LocalPlace(
            parent: history.element(place.parent), side: place.side, rightOrigin: history.element(place.rightOrigin)
        )
    }
}
