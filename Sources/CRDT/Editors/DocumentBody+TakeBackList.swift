extension DocumentBody {
    /// Takes back what a change did to a list: deletes what it inserted, writes former values back, and brings what it
    /// moved or deleted to where that was. O(log slots) for each element.
    mutating func takeBackList(
        _ work: TakenBackWork, _ values: inout WrittenValues, _ draft: inout ChangeDraft
    ) {
        let slot = state.containers[work.container].slot
        var (moved, deleted): (Set<Element>, Set<Element>) = ([], [])
        for operation in work.operations {
            switch operation.body {
            case .listInsert:
                let element = Element(change: work.version, index: operation.index)
                guard let item = standingItem(element, in: slot) else { continue }
                _ = perform(work.container, .listDelete(history.element(item.unit)), &draft)
            case .listSet(let element, _) where element.change != work.version:
                guard let item = standingItem(element, in: slot),
                    let value = formerValue(of: item.value, before: work.version, &values)
                else { continue }
                _ = perform(work.container, .listSet(element, value), &draft)
            case .listMove(let element, _) where element.change != work.version: moved.insert(element)
            case .listDelete(let element) where element.change != work.version: deleted.insert(element)
            default: break
            }
        }
        var returns = moved.compactMap { moveBack($0, work.version, in: slot) }
        returns += deleted.compactMap { restoration($0, work.version, in: slot, &values) }
        // First things first, so that what comes back to one place is in order.
        returns.sort { state.lists[slot].sequence.isAfter($1.slot, $0.slot) }
        for entry in returns {
            let place = listPlace(at: state.lists[slot].sequence.offset(before: entry.slot), in: work.container)
            switch entry.what {
            case .element(let element): _ = perform(work.container, .listMove(element, place), &draft)
            case .value(let value): _ = perform(work.container, .listInsert(value, place), &draft)
            }
        }
    }

    /// What comes back to the place of a slot.
    private struct Return {
        enum What {
            case element(Element)
            case value(Value)
        }

        let slot: Unit
        let what: What
    }

    /// An element that was not deleted.
    private func standingItem(_ element: Element, in slot: Int) -> ListState.Item? {
        guard let item = state.lists[slot].item(history.unit(element)), !item.isDeleted else { return nil }
        return item
    }

    private func moveBack(_ element: Element, _ version: UInt32, in slot: Int) -> Return? {
        guard let item = standingItem(element, in: slot), item.slot.winner(history).id.change == version,
            let former = formerWrite(of: item.slot, before: version)
        else { return nil }
        return Return(slot: history.unit(former), what: .element(element))
    }

    private func restoration(
        _ element: Element, _ version: UInt32, in slot: Int, _ values: inout WrittenValues
    ) -> Return? {
        guard let item = state.lists[slot].item(history.unit(element)),
            let place = formerWrite(of: item.slot, before: version),
            let value = formerWrite(of: item.value, before: version).map({ values.value($0, history) }),
            value != .erased
        else { return nil }
        return Return(slot: history.unit(place), what: .value(value))
    }
}
