/// A movable list: slots in sequence, and for each element the slot it is in and the value it holds, both of which are
/// registers (Kleppmann, "Moving Elements in List CRDTs", PaPoC 2020).
struct ListState: Sendable {
    /// An element; its unit is that of its insertion.
    struct Item: Sendable {
        let unit: Unit
        /// Which slots it was put in last; each write's identifier is the slot's.
        var slot: Register
        var value: Register
        /// The slot that shows it.
        var shownSlot: Unit
        /// The changes that deleted it. A deletion is final: it wins over a move or write that is concurrent with it.
        var deletions: [UInt32] = []
        var isDeleted: Bool { !deletions.isEmpty }
    }

    /// A slot that a move made, and the element that it was made for.
    private struct Move: Sendable {
        let slot: Unit
        let element: Unit
    }

    /// What an operation changed: at `offset` `deleted` elements gave way to the element of `inserted`.
    struct Edit {
        var offset: Int
        var deleted: Int
        var inserted: Unit?
    }

    /// The slots: every insertion and every move makes one. Those that show an element are visible.
    private(set) var sequence = FugueSequence()
    /// The elements by ascending unit.
    private(set) var items: ContiguousArray<Item> = []
    /// The moves by ascending slot.
    private var moves: ContiguousArray<Move> = []

    /// How many elements there are.
    var count: Int { sequence.visibleCount }

    private func position(of unit: Unit) -> Int? {
        var (low, high) = (0, items.count)
        if let last = items.last, last.unit == unit { return high - 1 }
        while low < high {
            let middle = (low + high) / 2
            if items[middle].unit < unit { low = middle + 1 } else { high = middle }
        }
        return low < items.count && items[low].unit == unit ? low : nil
    }

    /// Whether an insertion of this list made the element.
    func contains(_ unit: Unit) -> Bool { position(of: unit) != nil }

    /// The element of a unit; nil when it is not here. O(log elements).
    func item(_ unit: Unit) -> Item? { position(of: unit).map { items[$0] } }

    /// The element that a slot was made for. O(log elements).
    private func item(inSlot slot: Unit) -> Item {
        var (low, high) = (0, moves.count)
        while low < high {
            let middle = (low + high) / 2
            if moves[middle].slot < slot { low = middle + 1 } else { high = middle }
        }
        let unit = low < moves.count && moves[low].slot == slot ? moves[low].element : slot
        guard let item = item(unit) else { preconditionFailure("every slot was made for an element") }
        return item
    }

    /// The element at an offset, which must be within the list. O(log slots).
    func item(at offset: Int) -> Item { item(inSlot: sequence.unit(at: offset).unit) }

    /// The visible elements as they read. O(slots · log).
    func elements(_ history: History) -> [ListElement] {
        var result: [ListElement] = []
        result.reserveCapacity(count)
        sequence.forEachRun { run in
            guard !run.isHidden else { return }
            for slot in run.start..<run.end {
                let item = item(inSlot: slot)
                result.append(
                    ListElement(id: history.identifier(item.unit), value: item.value.winner(history).value)
                )
            }
        }
        return result
    }

    /// Where a slot goes so that it is directly after the element before `offset`.
    func place(at offset: Int) -> FugueSequence.Place {
        guard offset > 0 else { return sequence.place(after: nil, at: nil) }
        let previous = sequence.unit(at: offset - 1)
        return sequence.place(after: previous.unit, at: previous.place)
    }

    /// Where a slot goes so that the element at `source` comes to be at `target`.
    func place(moving source: Int, to target: Int) -> FugueSequence.Place {
        guard target > 0 else { return sequence.place(after: nil, at: nil) }
        let previous = sequence.unit(at: target > source ? target : target - 1)
        return sequence.place(after: previous.unit, at: previous.place)
    }

    /// Inserts an element.
    mutating func insert(_ value: Value, id: Element, at place: FugueSequence.Place, _ history: History) -> [Edit] {
        let unit = history.unit(id)
        addSlot(unit, place, isHidden: false, history)
        let slot = Register(Write(id: id, value: .null))
        items.append(Item(unit: unit, slot: slot, value: Register(Write(id: id, value: value)), shownSlot: unit))
        return [Edit(offset: sequence.offset(before: unit), deleted: 0, inserted: unit)]
    }

    /// Moves an element.
    mutating func move(
        _ element: Unit, id: Element, to place: FugueSequence.Place, _ history: History, _ former: inout FormerWrites
    ) -> [Edit] {
        let slot = history.unit(id)
        addSlot(slot, place, isHidden: true, history)
        moves.append(Move(slot: slot, element: element))
        let position = checkedPosition(of: element)
        items[position].slot.write(Write(id: id, value: .null), history, &former)
        return show(position, history)
    }

    /// Deletes an element.
    mutating func delete(_ element: Unit, by change: UInt32) -> [Edit] {
        let position = checkedPosition(of: element)
        items[position].deletions.append(change)
        return items[position].deletions.count == 1 ? [hideSlot(items[position].shownSlot)] : []
    }

    /// Writes an element's value.
    mutating func set(
        _ element: Unit, _ write: Write, _ history: History, _ former: inout FormerWrites
    ) -> [Edit] {
        let position = checkedPosition(of: element)
        items[position].value.write(write, history, &former)
        guard !items[position].isDeleted else { return [] }
        return [Edit(offset: sequence.offset(before: items[position].shownSlot), deleted: 1, inserted: element)]
    }

    /// The list at a version, to be read only. O(slots · log).
    func past(_ registers: inout PastRegisters) -> ListState {
        var past = ListState()
        past.moves = moves
        var shown: Set<Unit> = []
        for item in items {
            guard let slot = registers.slots(item.slot), let value = registers.register(item.value) else { continue }
            let shownSlot = registers.history.unit(slot.winner(registers.history).id)
            let deletions = item.deletions.filter { registers.version.contains($0) }
            past.items.append(
                Item(unit: item.unit, slot: slot, value: value, shownSlot: shownSlot, deletions: deletions)
            )
            if deletions.isEmpty { shown.insert(shownSlot) }
        }
        var runs: [FugueSequence.Run] = []
        sequence.forEachRun { run in
            for slot in run.start..<run.end {
                var part = run
                (part.start, part.count, part.isHidden) = (slot, 1, !shown.contains(slot))
                runs.append(part)
            }
        }
        past.sequence = FugueSequence(past: runs)
        return past
    }

    /// Shows every element in the slot that counts, after stamps changed.
    mutating func restamped(_ history: History) {
        for position in items.indices { _ = show(position, history) }
    }

    /// Shows an element in the slot that counts.
    private mutating func show(_ position: Int, _ history: History) -> [Edit] {
        let item = items[position]
        let winner = history.unit(item.slot.winner(history).id)
        guard !item.isDeleted, winner != item.shownSlot else { return [] }
        let gone = hideSlot(item.shownSlot)
        items[position].shownSlot = winner
        setHidden(winner, false)
        return [gone, Edit(offset: sequence.offset(before: winner), deleted: 0, inserted: item.unit)]
    }

    private mutating func hideSlot(_ slot: Unit) -> Edit {
        let offset = sequence.offset(before: slot)
        setHidden(slot, true)
        return Edit(offset: offset, deleted: 1, inserted: nil)
    }

    private mutating func setHidden(_ slot: Unit, _ isHidden: Bool) {
        let run = sequence.splitBefore(slot, [])
        if sequence.runs[run].count > 1 { _ = sequence.splitBefore(slot + 1, []) }
        sequence.setHidden(run, isHidden)
    }

    private mutating func addSlot(
        _ slot: Unit, _ place: FugueSequence.Place, isHidden: Bool, _ history: History
    ) {
        sequence.insert(FugueSequence.Run(start: slot, count: 1, place: place, isHidden: isHidden), [], history)
    }

    private func checkedPosition(of element: Unit) -> Int {
        guard let position = position(of: element) else { preconditionFailure("the element was checked to be here") }
        return position
    }
}
