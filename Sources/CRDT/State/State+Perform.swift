extension State {
    /// Performs an operation that was checked, of a change that `history` has entered, on a container of this state.
    mutating func perform(_ operation: LocalOperation, change: UInt32, _ history: History, _ patch: inout Patch) {
        let container = containers[operation.container]
        let id = Element(change: change, index: operation.index)
        switch operation.body {
        case .set(let key, let value):
            let winner = maps[container.slot].write(key, Write(id: id, value: value), history)
            patch.entries.append(.register(container: container.id, key: key, value: winner))
        case .append(let fields):
            records[container.slot].append(RecordsState.Entry(id: id, fields: fields), history)
            patch.entries.append(.records(container: container.id, records: [history.identifier(id)]))
        case .setInsert(let value):
            if sets[container.slot].insert(Write(id: id, value: value)), value != .erased {
                patch.entries.append(.set(container: container.id, inserted: [value], removed: []))
            }
        case .setRemove(let tags):
            let removed = sets[container.slot].remove(tags).filter { $0 != .erased }
            if !removed.isEmpty {
                patch.entries.append(.set(container: container.id, inserted: [], removed: removed))
            }
        case .add(let delta):
            counters[container.slot].add(delta)
            patch.entries.append(.counter(container: container.id, value: counters[container.slot].value))
        case .textInsert(let text, let place):
            if let edit = texts[container.slot].insert(text, at: place, id: id, history) {
                patch.entries.append(edit.entry(container.id))
            }
        case .textDelete(let ranges):
            for range in ranges {
                for edit in texts[container.slot].delete(range) { patch.entries.append(edit.entry(container.id)) }
            }
        case .mark(let key, let value, let start, let end):
            let range = texts[container.slot].mark(
                TextState.Mark(id: id, key: key, value: value, start: start, end: end), history
            )
            if !range.isEmpty { patch.entries.append(.marks(container: container.id, range: range)) }
        case .listInsert, .listMove, .listDelete, .listSet:
            lists[container.slot].perform(operation.body, id: id, history)
        }
    }

    /// Performs all operations of a change and notes what reads differently.
    mutating func perform(_ operations: [LocalOperation], change: UInt32, _ history: History, _ patch: inout Patch) {
        let touched = Set(operations.lazy.filter { $0.body.kind == .list }.map(\.container))
        let before = touched.map { ($0, lists[containers[$0].slot].elements(history)) }
        for operation in operations { perform(operation, change: change, history, &patch) }
        for (container, old) in before {
            let new = lists[containers[container].slot].elements(history)
            if let splice = Splice(from: old, to: new) {
                patch.entries.append(splice.entry(containers[container].id))
            }
        }
    }

    /// Restores what depends on stamps and is kept in their order.
    mutating func restamped(_ history: History) {
        for position in records.indices { records[position].sort(history) }
    }
}
