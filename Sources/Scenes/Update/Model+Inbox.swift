import Hub
import Replica

extension Model {
    mutating func runInInbox(_ id: CommandID) -> [Effect] {
        switch id {
        case .search:
            var text = inbox.query
            text.sort = nil
            let words = text.description
            inbox.search = TextField(words.isEmpty ? "" : words + " ")
            return []
        case .filter: return openFields()
        case .clearFilters: return find(Query(filter: Filter(StatusPill.open.conditions)))
        case .sort: return openSort()
        case .presets: return openPresets()
        case .deletePreset: return openPresetRemoval()
        case .savePreset: return openPresetName()
        case .nextStatus: return turnStatus(by: 1)
        case .previousStatus: return turnStatus(by: -1)
        case .refresh:
            inbox.selected = 0
            inbox.top = 0
            inbox.isLoading = true
            return reload()
        case .mark:
            guard let row = inbox.current else { return [] }
            if inbox.marked.remove(row.summary.id) == nil { inbox.marked.insert(row.summary.id) }
            return move(by: 1)
        case .markAll: return [.loadIdentifiers(inbox.query)]
        default:
            guard let quick = QuickFilter(rawValue: id.rawValue) else {
                preconditionFailure("every command of the inbox is handled")
            }
            return toggle(quick)
        }
    }

    private mutating func turnStatus(by count: Int) -> [Effect] {
        let pills = StatusPill.allCases
        let place = StatusPill(inbox.query.filter).flatMap(pills.firstIndex) ?? (count > 0 ? -1 : 0)
        return turn(to: pills[(place + count + pills.count) % pills.count])
    }

    mutating func turn(to pill: StatusPill) -> [Effect] {
        var query = inbox.query
        query.filter = query.filter.turned(to: pill)
        return find(query)
    }

    mutating func toggle(_ quick: QuickFilter) -> [Effect] {
        var query = inbox.query
        query.filter = query.filter.toggling(quick.condition)
        return find(query)
    }

    /// Orders by a key: the most urgent first at first, then the other way round.
    mutating func sort(by key: TicketSort.Key) -> [Effect] {
        let current = inbox.query.sort ?? .standard
        // What is waited for and what is due is most urgent where the instant is smallest.
        let isDescendingFirst = ![.waiting, .sla, .number, .created].contains(key)
        var query = inbox.query
        query.sort = TicketSort(
            key, isDescending: current.key == key ? !current.isDescending : isDescendingFirst)
        return find(query)
    }
}
