/// A movable list: slots in sequence, and for each element the slot it is in and the value it holds, both of which are
/// registers (Kleppmann, "Moving Elements in List CRDTs", PaPoC 2020).
struct ListState: Sendable {
    /// An element; its identifier is that of its insertion.
    struct Item: Sendable {
        let id: Element
        /// Which slots it was put in last; each write's identifier is the slot's.
        var slot: Register
        var value: Register
        /// A deletion is final: it wins over a move or write that is concurrent with it.
        var isDeleted = false
    }

    /// The slots: every insertion and every move makes one.
    private(set) var sequence = FugueSequence()
    /// The elements by ascending identifier.
    private(set) var items: [Item] = []

    private func position(of id: Element) -> Int? {
        var (low, high) = (0, items.count)
        while low < high {
            let middle = (low + high) / 2
            if items[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < items.count && items[low].id == id ? low : nil
    }

    /// Whether an insertion of this list made the element.
    func contains(_ id: Element) -> Bool { position(of: id) != nil }

    /// The element of an identifier; nil when it is not here. O(log elements).
    func item(_ id: Element) -> Item? { position(of: id).map { items[$0] } }

    /// Performs an operation of a list.
    mutating func perform(_ body: LocalOperation.Body, id: Element, _ history: History) {
        switch body {
        case .listInsert(let value, let place):
            addSlot(id, place, history)
            let slot = Register(Write(id: id, value: .null))
            items.append(Item(id: id, slot: slot, value: Register(Write(id: id, value: value))))
        case .listMove(let element, let place):
            addSlot(id, place, history)
            update(element) { $0.slot.write(Write(id: id, value: .null), history) }
        case .listDelete(let element): update(element) { $0.isDeleted = true }
        case .listSet(let element, let value):
            update(element) { $0.value.write(Write(id: id, value: value), history) }
        default: preconditionFailure("only operations of lists reach a list")
        }
    }

    private mutating func addSlot(_ id: Element, _ place: LocalPlace, _ history: History) {
        let run = FugueSequence.Run(start: id, count: 1, place: place, isHidden: false, textStart: 0, textCount: 0)
        sequence.insert(run, [], history)
    }

    private mutating func update(_ element: Element, _ body: (inout Item) -> Void) {
        guard let position = position(of: element) else { preconditionFailure("the element was checked to be here") }
        body(&items[position])
    }

    /// The visible elements in order, each with the position of its slot in the order. O(slots).
    func arranged(_ history: History) -> [(item: Int, orderIndex: Int)] {
        var owners = [Int](repeating: -1, count: sequence.runs.count)
        for (number, item) in items.enumerated() where !item.isDeleted {
            if let run = sequence.find(item.slot.winner(history).id) { owners[run] = number }
        }
        return sequence.order.enumerated().compactMap { index, run in
            owners[Int(run)] >= 0 ? (owners[Int(run)], index) : nil
        }
    }

    /// The visible elements as they read. O(slots).
    func elements(_ history: History) -> [ListElement] {
        arranged(history).map { entry in
            let item = items[entry.item]
            return ListElement(id: history.identifier(item.id), value: item.value.winner(history).value)
        }
    }

    /// Where a slot goes so that it is directly after the one at `index` of the order; nil is the start.
    func place(afterSlotAt index: Int?) -> LocalPlace {
        guard let index else { return sequence.place(after: nil, at: -1) }
        return sequence.place(after: sequence.runs[Int(sequence.order[index])].start, at: index)
    }
}
