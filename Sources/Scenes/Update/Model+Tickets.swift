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
            return change("Yours now", .assign(me))
        case .assign: return openOwners()
        case .resolve: return change("Resolved", .status(.resolved))
        case .pending: return change("Pending", .status(.pending))
        case .reopen: return changeAll("Open again", [.snooze(nil), .status(.open)])
        case .snooze: return openSnooze()
        case .escalate: return openReasons()
        case .priority: return openPriorities()
        case .move: return openQueues()
        case .sendAgain: return current.map { [.resend($0.summary.id, name: $0.summary.shownName)] } ?? []
        case .nextTicket: return openNeighbour(1)
        case .previousTicket: return openNeighbour(-1)
        case .summarize:
            guard let detail = ticket?.detail else { return [] }
            let isShown = ticket?.summary != nil
            ticket?.summary = isShown ? nil : Summary(of: detail.lines)
            ticket?.trace = nil
            ticket?.cardsTop = 0
            return []
        case .trace:
            guard let detail = ticket?.detail else { return [] }
            let trace = ticket?.trace == nil ? trace(of: detail) : nil
            ticket?.trace = trace
            ticket?.summary = nil
            ticket?.cardsTop = 0
            return []
        case .cards:
            ticket?.showsCards.toggle()
            ticket?.cardsTop = 0
            return []
        case .copy: return openCopying()
        default: preconditionFailure("every command on tickets is handled")
        }
    }

    /// Writes one action to every ticket that the command is about.
    mutating func change(_ title: String, _ action: TicketAction) -> [Effect] { changeAll(title, [action]) }

    /// Writes actions to every ticket that the command is about: those of the list in its order, then marked ones that
    /// are not loaded.
    mutating func changeAll(_ title: String, _ actions: [TicketAction]) -> [Effect] {
        let rows = subjects
        let hidden = place == .tickets ? inbox.marked.subtracting(rows.map(\.summary.id)) : []
        let changes = (rows.map(\.summary.id) + hidden.sorted()).map { TicketChange($0, actions) }
        guard !changes.isEmpty else { return [] }
        let name = changes.count == 1 ? rows.first?.summary.shownName ?? "1 ticket" : "\(changes.count) tickets"
        inbox.marked = []
        return [.write(changes, title: "\(title): \(name).", isUndoable: true)]
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
    /// The actions without those that would change nothing: who wakes many tickets wakes those that sleep.
    package func needed(_ actions: [TicketAction], at now: Instant) -> [TicketAction] {
        actions.filter { $0 != .snooze(nil) || summary.isSnoozed(at: now) }
    }

    /// What takes a change back; nil where nothing does.
    package func inverse(of change: TicketChange, at now: Instant) -> TicketChange? {
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
            case .merge(.some): inverse.append(.merge(into: nil))
            case .reply, .edit, .note, .escalate, .returnToAssistant, .judge, .merge(nil): return nil
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
