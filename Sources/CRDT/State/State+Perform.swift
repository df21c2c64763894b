extension State {
    /// Performs an operation that was checked, of a change that `history` has entered, on a container of this state, and
    /// notes in `patch`, unless that is nil, what reads differently.
    mutating func perform(_ operation: LocalOperation, change: UInt32, _ history: History, _ patch: inout Patch?) {
        let (container, slot) = (operation.container, containers[operation.container].slot)
        let id = Element(change: change, index: operation.index)
        switch operation.body {
        case .set(let key, let value): set(key, Write(id: id, value: value), in: container, history, &patch)
        case .append(let fields):
            records[slot].append(RecordsState.Entry(id: id, fields: fields), history)
            guard patch != nil else { return }
            let name = identifier(of: container, history)
            patch?.entries.append(.records(container: name, records: [history.identifier(id)]))
        case .setInsert(let value):
            let isNew = sets[slot].insert(Write(id: id, value: value))
            guard isNew, value != .erased, patch != nil else { return }
            let name = identifier(of: container, history)
            patch?.entries.append(.set(container: name, inserted: [value], removed: []))
        case .setRemove(let tags):
            let removed = sets[slot].remove(tags, by: change).filter { $0 != .erased }
            guard !removed.isEmpty, patch != nil else { return }
            let name = identifier(of: container, history)
            patch?.entries.append(.set(container: name, inserted: [], removed: removed))
        case .add(let delta):
            counters[slot].add(delta, by: change)
            guard patch != nil else { return }
            let name = identifier(of: container, history)
            patch?.entries.append(.counter(container: name, value: counters[slot].value))
        case .textInsert(let text, let place):
            let unit = history.unit(id)
            insert(
                text.bytes, count: text.count, at: sequencePlace(place, history), unit, in: container, history, &patch
            )
        case .textDelete(let ranges):
            for range in ranges {
                let start = history.unit(range.start)
                delete(
                    start..<start + UInt64(range.count), by: history.unit(id), .together, in: container, history, &patch
                )
            }
        case .mark(let key, let value, let start, let end):
            let mark = TextState.Mark(
                id: id, key: key, value: value, start: textAnchor(start, history), end: textAnchor(end, history)
            )
            self.mark(mark, in: container, history, &patch)
        case .listInsert(let value, let place):
            let edits = lists[slot].insert(value, id: id, at: sequencePlace(place, history), history)
            note(edits, of: container, history, &patch)
        case .listMove(let element, let place):
            let unit = history.unit(element)
            let edits = lists[slot].move(unit, id: id, to: sequencePlace(place, history), history, &formerWrites)
            note(edits, of: container, history, &patch)
        case .listDelete(let element):
            // Within the call of `note` the deletion would be made on a copy of the whole state.
            let edits = lists[slot].delete(history.unit(element), by: change)
            note(edits, of: container, history, &patch)
        case .listSet(let element, let value):
            let edits = lists[slot].set(history.unit(element), Write(id: id, value: value), history, &formerWrites)
            note(edits, of: container, history, &patch)
        }
    }

    func sequencePlace(_ place: LocalPlace, _ history: History) -> FugueSequence.Place {
        FugueSequence.Place(
            parent: history.unit(place.parent), side: place.side, rightOrigin: history.unit(place.rightOrigin)
        )
    }

    func textAnchor(_ anchor: Anchor, _ history: History) -> TextState.Anchor {
        TextState.Anchor(unit: history.unit(anchor.element), bias: anchor.bias)
    }

    /// Writes a register of a map.
    mutating func set(_ key: String, _ write: Write, in container: Int, _ history: History, _ patch: inout Patch?) {
        let slot = containers[container].slot
        maps[slot].write(key, write, history, &formerWrites)
        guard patch != nil else { return }
        let winner = maps[slot].register(key)?.winner(history).value ?? .null
        patch?.entries.append(.register(container: identifier(of: container, history), key: key, value: winner))
    }

    /// Inserts text; nil is erased text.
    mutating func insert(
        _ text: (some Collection<UInt8>)?, count: UInt32, at place: FugueSequence.Place, _ unit: Unit,
        in container: Int, _ history: History, _ patch: inout Patch?
    ) {
        let slot = containers[container].slot
        texts[slot].insert(text, count: count, at: place, unit: unit, history)
        guard patch != nil, let text else { return }
        patch?.entries.append(
            .text(
                container: identifier(of: container, history), offset: texts[slot].sequence.offset(before: unit),
                deleted: 0, inserted: String(decoding: text, as: UTF8.self)
            )
        )
    }

    /// Deletes text.
    ///
    /// - Parameter operation: The unit of the operation; of the first, when each unit is deleted by one.
    mutating func delete(
        _ units: Range<Unit>, by operation: Unit, _ order: DeletionLog.Order, in container: Int, _ history: History,
        _ patch: inout Patch?
    ) {
        let slot = containers[container].slot
        texts[slot].deletions.note(units, by: operation, order)
        guard patch != nil else { return texts[slot].delete(units, isTold: false) { _, _ in } }
        let name = identifier(of: container, history)
        texts[slot].delete(units, isTold: true) { offset, count in
            patch?.entries.append(.text(container: name, offset: offset, deleted: count, inserted: ""))
        }
    }

    /// Sets a mark.
    mutating func mark(_ mark: TextState.Mark, in container: Int, _ history: History, _ patch: inout Patch?) {
        let range = texts[containers[container].slot].mark(mark)
        guard patch != nil, !range.isEmpty else { return }
        patch?.entries.append(.marks(container: identifier(of: container, history), range: range))
    }

    private func note(_ edits: [ListState.Edit], of container: Int, _ history: History, _ patch: inout Patch?) {
        guard patch != nil, !edits.isEmpty else { return }
        let (name, list) = (identifier(of: container, history), lists[containers[container].slot])
        for edit in edits {
            let inserted = edit.inserted.flatMap { list.item($0) }.map { item in
                [ListElement(id: history.identifier(item.unit), value: item.value.winner(history).value)]
            }
            patch?.entries.append(
                .list(container: name, offset: edit.offset, deleted: edit.deleted, inserted: inserted ?? [])
            )
        }
    }

    /// Restores what depends on stamps and is kept in their order.
    mutating func restamped(_ history: History) {
        for position in records.indices { records[position].sort(history) }
        for position in lists.indices { lists[position].restamped(history) }
    }
}
