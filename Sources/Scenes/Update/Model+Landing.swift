import Hub
import Replica

extension Model {
    mutating func runOnLanding(_ id: CommandID) -> [Effect] {
        switch id {
        case .nextPart: return turnPart(by: 1)
        case .previousPart: return turnPart(by: -1)
        case .window: return openWindows()
        case .viewAll:
            let query = landing.part.pod?.query ?? Blocked.query
            place = .tickets
            inbox.total = nil
            return find(query) + (inbox.query == query && inbox.rows.isEmpty ? reload() : [])
        case .unblock:
            guard let blocked = landing.currentBlocked else { return [] }
            return unblock(blocked)
        case .revert: return landing.currentEdit.map { [.revert($0)] } ?? []
        default: preconditionFailure("every command of the landing page is handled")
        }
    }

    /// Does what lets something go on, as far as one key can.
    private mutating func unblock(_ blocked: Blocked) -> [Effect] {
        switch (blocked.subject, blocked.kind) {
        case (.article(let id, let title), _): return [.approve(id, title: title)]
        case (.ticket(let row), .undelivered): return [.resend(row.summary.id, name: row.summary.shownName)]
        case (.ticket, .closedDestination): return openQueues()
        case (.ticket(let row), .unaccepted), (.ticket(let row), .assistantFailed), (.ticket(let row), .breached):
            guard row.summary.owner == nil else { return open(row.summary.id, row: row) }
            return change("Yours now", .assign(me))
        case (.ticket(let row), _): return open(row.summary.id, row: row)
        }
    }

    /// Counts the figures anew; while they are being counted, once more behind that.
    mutating func countTiles() -> [Effect] {
        landing.isCountStale = landing.isCounting
        guard !landing.isCounting else { return [] }
        landing.isCounting = true
        return [.loadTiles(landing.window)]
    }

    private mutating func turnPart(by count: Int) -> [Effect] {
        let parts = Landing.Part.allCases
        landing.part = parts[(landing.part.rawValue + count + parts.count) % parts.count]
        landing.selected = 0
        return []
    }
}
