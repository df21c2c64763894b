/// What reads differently in two states of one document, whose changes have the same versions.
enum StateDifference {
    /// The entries that lead from one to the other. O(both states).
    static func entries(from old: Document, to new: Document) -> [Patch.Entry] {
        let ids = Set(old.containers).union(new.containers).sorted()
        return ids.flatMap { id in
            switch id.kind {
            case .map: maps(id, old.map(id), new.map(id))
            case .text: texts(id, old.text(id), new.text(id))
            case .list: lists(id, old.list(id), new.list(id))
            case .set: sets(id, old.set(id), new.set(id))
            case .counter: counters(id, old.counter(id), new.counter(id))
            case .records: records(id, old.records(id), new.records(id))
            }
        }
    }

    private static func maps(_ id: ContainerID, _ old: MapView, _ new: MapView) -> [Patch.Entry] {
        let names = Set((old.keys + new.keys).map { ContainerID.Name.key($0) })
        let keys = names.compactMap { if case .key(let key) = $0 { key } else { nil } }
        return keys.sorted { $0.precedesInBytes($1) }.compactMap { key in
            let value = new.value(key)
            return old.value(key) == value ? nil : .register(container: id, key: key, value: value)
        }
    }

    private static func texts(_ id: ContainerID, _ old: TextView, _ new: TextView) -> [Patch.Entry] {
        TextDifference(from: old.state ?? TextState(), to: new.state ?? TextState())
            .entries(id, old.document.body.history, new.document.body.history)
    }

    private static func lists(_ id: ContainerID, _ old: ListView, _ new: ListView) -> [Patch.Entry] {
        Splice(from: old.elements, to: new.elements).map { [$0.entry(id)] } ?? []
    }

    private static func sets(_ id: ContainerID, _ old: SetView, _ new: SetView) -> [Patch.Entry] {
        let (before, after) = (old.values, new.values)
        let (past, present) = (Set(before), Set(after))
        let inserted = after.filter { !past.contains($0) }
        let removed = before.filter { !present.contains($0) }
        return inserted.isEmpty && removed.isEmpty ? [] : [.set(container: id, inserted: inserted, removed: removed)]
    }

    private static func counters(_ id: ContainerID, _ old: CounterView, _ new: CounterView) -> [Patch.Entry] {
        old.value == new.value ? [] : [.counter(container: id, value: new.value)]
    }

    private static func records(_ id: ContainerID, _ old: RecordsView, _ new: RecordsView) -> [Patch.Entry] {
        let (before, after) = (old.records, new.records)
        guard before.map(\.id) == after.map(\.id) else {
            let past = Dictionary(before.enumerated().map { ($1.id, $0) }) { first, _ in first }
            let moved = after.enumerated().filter { past[$1.id] != $0 }.map(\.element.id)
            return [.records(container: id, records: moved)]
        }
        let altered = zip(before, after).filter { $0.fields != $1.fields }.map(\.1.id)
        return altered.isEmpty ? [] : [.records(container: id, records: altered)]
    }
}
