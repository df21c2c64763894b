/// Appended entries in the order of history.
struct RecordsState: Sendable {
    /// One entry.
    struct Entry: Sendable {
        let id: Element
        let fields: [Field]
    }

    private(set) var entries: [Entry] = []

    /// Enters an entry at its place. O(1) at the end.
    mutating func append(_ entry: Entry, _ history: History) {
        entries.insert(entry, at: position(of: entry.id, history))
    }

    private func position(of id: Element, _ history: History) -> Int {
        guard let last = entries.last, !history.precedes(last.id, id) else { return entries.count }
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if history.precedes(entries[middle].id, id) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The entry that an operation appended; nil when there is none. O(log entries).
    func entry(_ id: Element, _ history: History) -> Entry? {
        guard Int(id.change) < history.times.count else { return nil }
        let position = position(of: id, history)
        return position < entries.count && entries[position].id == id ? entries[position] : nil
    }

    /// The records at a version. O(n).
    func past(_ version: DocumentVersionSet) -> RecordsState {
        var past = RecordsState()
        past.entries = entries.filter { version.contains($0.id.change) }
        return past
    }

    /// Restores the order after stamps changed.
    mutating func sort(_ history: History) { entries.sort { history.precedes($0.id, $1.id) } }
}
