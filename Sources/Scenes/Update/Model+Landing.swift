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
            switch blocked.kind {
            case .unaccepted, .assistantFailed:
                let me = me
                return change("Yours now") { _ in .assign(me) }
            case .unverifiedIdentity, .refused: return open(blocked.ticket.summary.id, row: blocked.ticket)
            }
        case .revert: return landing.currentEdit.map { [.revert($0)] } ?? []
        default: preconditionFailure("every command of the landing page is handled")
        }
    }

    private mutating func turnPart(by count: Int) -> [Effect] {
        let parts = Landing.Part.allCases
        landing.part = parts[(landing.part.rawValue + count + parts.count) % parts.count]
        landing.selected = 0
        return []
    }
}
