package import Hub
import Replica

extension Model {
    /// What is done to the current ticket or the marked ones, and what belongs to the open one.
    mutating func runOnTickets(_ id: CommandID) -> [Effect] {
        switch id {
        case .reply: return startComposing(.reply)
        case .note: return startComposing(.note)
        case .quote:
            let message = ticket?.message?.message.id
            let effects = startComposing(.reply)
            composer?.replyTo = message
            return effects + keepDraft()
        case .take:
            let me = me
            return change("Yours now") { _ in .assign(me) }
        case .assign: return openOwners()
        case .resolve: return change("Resolved") { _ in .status(.resolved) }
        case .pending: return change("Pending") { _ in .status(.pending) }
        case .reopen:
            let now = now
            return changeAll("Open again") { row in
                row.summary.isSnoozed(at: now) ? [.snooze(nil), .status(.open)] : [.status(.open)]
            }
        case .snooze: return openSnooze()
        case .escalate: return openReasons()
        case .priority: return openPriorities()
        case .move: return openQueues()
        case .nextTicket: return openNeighbour(1)
        case .previousTicket: return openNeighbour(-1)
        case .summarize:
            guard let detail = ticket?.detail else { return [] }
            let isShown = ticket?.summary != nil
            ticket?.summary = isShown ? nil : Summary(of: detail.lines)
            ticket?.showsTrace = false
            return []
        case .trace:
            ticket?.showsTrace.toggle()
            ticket?.summary = nil
            return []
        case .cards:
            ticket?.showsCards.toggle()
            return []
        default: preconditionFailure("every command on tickets is handled")
        }
    }

    /// Writes one action to every ticket that the command is about.
    mutating func change(_ title: String, _ action: (TicketRow) -> TicketAction) -> [Effect] {
        changeAll(title) { [action($0)] }
    }

    /// Writes actions to every ticket that the command is about, and remembers what takes them back.
    mutating func changeAll(_ title: String, _ actions: (TicketRow) -> [TicketAction]) -> [Effect] {
        let rows = subjects
        let hidden = place == .tickets ? inbox.marked.subtracting(rows.map(\.summary.id)) : []
        guard let first = rows.first ?? inbox.current else { return [] }
        var changes = rows.map { TicketChange($0.summary.id, actions($0)) }
        // Marked tickets that are not loaded get what a row without a past would get; they cannot be taken back.
        changes += hidden.sorted().map { TicketChange($0, actions(first)) }
        let inverse =
            hidden.isEmpty
            ? zip(rows, changes).compactMap { row, change in row.inverse(of: change, at: now) } : []
        let name = changes.count == 1 ? first.summary.shownName : "\(changes.count) tickets"
        inbox.marked = []
        return [.write(changes, title: "\(title): \(name).", inverse: inverse.count == changes.count ? inverse : [])]
    }

    private mutating func openNeighbour(_ step: Int) -> [Effect] {
        guard let id = ticket?.id, let place = inbox.rows.firstIndex(where: { $0.id == id }) else { return [] }
        let next = place + step
        guard inbox.rows.indices.contains(next) else {
            say(step > 0 ? "That was the last ticket of the list." : "That was the first ticket of the list.")
            return []
        }
        let effects = select(row: next)
        let row = inbox.rows[next].ticket
        return effects + open(row.summary.id, row: row)
    }
}

extension TicketRow {
    /// What takes a change back; nil where nothing does.
    func inverse(of change: TicketChange, at now: Instant) -> TicketChange? {
        var inverse: [TicketAction] = []
        for action in change.actions.reversed() {
            switch action {
            case .assign: inverse.append(.assign(summary.owner?.id))
            case .status:
                // A resolved ticket is opened before it waits again.
                if case .status(.resolved) = action, summary.status == .pending { inverse.append(.status(.open)) }
                inverse.append(.status(summary.status))
                if case .status(.resolved) = action, let until = summary.snoozedUntil, until > now {
                    inverse.append(.snooze(until))
                }
            case .snooze: inverse.append(.snooze(summary.snoozedUntil.flatMap { $0 > now ? $0 : nil }))
            case .priority: inverse.append(.priority(summary.priority))
            case .move:
                guard let queue = summary.queue else { return nil }
                inverse.append(.move(queue: queue))
            case .react(let message, let emoji, let isOn):
                inverse.append(.react(message, emoji: emoji, isOn: !isOn))
            case .reply, .edit, .note, .escalate, .returnToAssistant: return nil
            }
        }
        return TicketChange(summary.id, inverse)
    }
}

extension TicketSummary {
    /// How people are told which ticket: `#123`, or `~k3f` before it has a number.
    package var shownName: String { number.map(Ticket.shown(number:)) ?? handle }

    /// What it is about: the subject, else the first line.
    package var shownTitle: String { subject.isEmpty ? firstLine : subject }

    /// Whether it is hidden at an instant.
    package func isSnoozed(at now: Instant) -> Bool { snoozedUntil.map { $0 > now } ?? false }
}
