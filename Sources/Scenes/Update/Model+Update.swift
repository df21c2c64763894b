import Hub
import Replica

/// Turns an event into the next state of the workspace, and into what is to be done outside of it.
package func update(_ model: inout Model, _ event: SceneEvent) -> [Effect] { model.update(event) }

extension Model {
    /// What is read first: the rows that fit the screen at once, everything else behind them.
    package mutating func begin(rows: Int) -> [Effect] {
        let first: [Effect] =
            switch place {
            case .landing: [.loadLanding] + countTiles()
            default:
                [
                    .loadTickets(
                        TicketRequest(
                            query: inbox.query, limit: max(1, rows), after: nil, mode: .replace, isCounted: false))
                ]
            }
        return first + [.loadStanding, .loadChoices, .loadDrafts]
    }

    mutating func update(_ event: SceneEvent) -> [Effect] {
        switch event {
        case .key(let key): return press(key)
        case .paste(let text): return paste(text)
        case .click(let target): return click(target)
        case .wheel(let lines): return turnWheel(lines)
        case .drawn(let measure):
            if measure.listRows > self.measure.listRows {
                // A screen that has grown shows more of the list, not empty rows.
                inbox.top = min(inbox.top, max(0, inbox.rows.count - measure.listRows))
            }
            self.measure = measure
            return []
        case .tick(let now): return pass(to: now)
        case .replicaChanged: return refresh()
        case .standing(let standing):
            // Whoever only counts does not know who keeps the replica in step.
            let link = standing.link == .idle ? self.standing.link : standing.link
            self.standing = standing
            self.standing.link = link
            return []
        case .ending: return flush()
        case .finished: return isQuitting ? [.quit] : []
        case .edited(let text): return edited(text)
        case .writing(let customers, let id):
            if ticket?.id == id { ticket?.writing = customers }
            return []
        case .wrote(let written): return wrote(written)
        case .failed(let purpose, let reason): return failed(purpose, reason)
        default: return found(event)
        }
    }

    /// Takes in what effects have read.
    private mutating func found(_ event: SceneEvent) -> [Effect] {
        switch event {
        case .tickets(let page, let request): return found(page, request)
        case .identifiers(let ids, let query):
            guard query == inbox.query else { return [] }
            inbox.marked = Set(ids)
            say(ids.count == 1 ? "1 ticket is marked." : "\(ids.count) tickets are marked.")
        case .ticket(let detail, .open):
            guard ticket?.id == detail.ticket.id else { return [] }
            let messages = messages(of: detail)
            ticket?.take(detail, messages: messages)
            if ticket?.trace != nil {
                let trace = trace(of: detail)
                ticket?.trace = trace
            }
            // Once for what there is to see, whatever becomes of the mark.
            if detail.summary.isUnread, ticket?.seenCount != detail.lines.count {
                ticket?.seenCount = detail.lines.count
                return [.markRead(detail.ticket.id)]
            }
        case .ticket(let detail, .preview):
            if inbox.current?.summary.id == detail.ticket.id {
                inbox.preview = Inbox.Preview(detail: detail, messages: messages(of: detail))
            }
        case .blocked(let blocked): landing.blocked = blocked
        case .pod(let pod, let rows): landing.pods[pod] = rows
        case .edits(let edits): landing.edits = edits
        case .tiles(let tiles, let window):
            if window == landing.window { landing.tiles = tiles }
            landing.isCounting = false
            if landing.isCountStale { return countTiles() }
        case .choices(let choices, let zone):
            self.choices = choices
            self.zone = zone
        case .values(let choices, let field):
            guard let purpose = picker?.purpose, purpose == .values(field) else { return [] }
            picker?.choices = choices
            picker?.isLoading = false
        case .paths(let choices, let typed):
            guard picker?.purpose == .file, picker?.filter.text == typed else { return [] }
            picker?.choices = choices
            picker?.isLoading = false
        case .attached(let file, let ticket): return attached(file, to: ticket)
        case .drafts(let drafts): found(drafts)
        default: preconditionFailure("every event is handled")
        }
        landing.selected = max(0, min(landing.selected, landing.rowCount(of: landing.part) - 1))
        return []
    }

    private mutating func found(_ page: TicketPage, _ request: TicketRequest) -> [Effect] {
        guard request.query == inbox.query else { return [] }
        switch request.mode {
        case .replace:
            inbox.replace(page)
            if !request.isCounted, page.next != nil { inbox.total = nil }
            let wanted = inbox.selected
            inbox.selected = max(0, min(wanted, inbox.rows.count - 1))
            // What the screen shows was asked for alone; the rest comes behind it.
            if !request.isCounted, page.next != nil, inbox.rows.count < Inbox.pageCount {
                return preview() + [more()]
            }
        case .merge: inbox.merge(page)
        case .append: inbox.append(page)
        }
        return inbox.preview?.detail.ticket.id == inbox.current?.summary.id ? [] : preview()
    }

    /// Drafts that were sent and held back when a program ended come back as drafts: nothing is sent hours later behind
    /// its author's back.
    private mutating func found(_ drafts: [Draft]) {
        var left = 0
        for draft in drafts {
            guard let ticket = Identifier(draft.ticket) else { continue }
            if draft.sent != nil { left += 1 }
            takeBack(draft, of: ticket)
        }
        if left > 0 {
            complain(
                left == 1
                    ? "A reply was not sent when the program ended; it is a draft of its ticket now."
                    : "\(left) replies were not sent when the program ended; they are drafts of their tickets now.")
        }
    }

    /// Makes a draft of a message again; what was begun since stands below it.
    mutating func takeBack(_ draft: Draft, of ticket: Identifier) {
        var draft = draft
        draft.sent = nil
        if let newer = drafts[ticket], newer.text != draft.text { draft.text += "\n\n" + newer.text }
        let files = draft.files ?? []
        let newer = drafts[ticket]?.files ?? []
        draft.files = newer.isEmpty ? draft.files : files + newer.filter { !files.contains($0) }
        drafts[ticket] = draft
    }

    /// The messages of a ticket as screens show them. O(words).
    private func messages(of detail: TicketDetail) -> [MessageView] {
        let names = Names(choices, detail)
        let byID = Dictionary(detail.lines.map { ($0.message.id, $0) }) { first, _ in first }
        let deliveries = detail.ticket.deliveries
        return detail.lines.map { line in
            MessageView(line, of: byID, delivery: deliveries[line.message.id], names: names, me: me)
        }
    }

    /// What is read beside the row under the cursor.
    func preview() -> [Effect] { inbox.current.map { [.loadTicket($0.summary.id, .preview)] } ?? [] }

    /// The rows behind those that are here.
    func more() -> Effect {
        .loadTickets(
            TicketRequest(query: inbox.query, limit: Inbox.pageCount, after: inbox.next, mode: .append))
    }

    /// Reads again what is on the screen.
    private mutating func refresh() -> [Effect] {
        areChoicesStale = true
        var effects: [Effect] = [.loadStanding]
        switch place {
        case .landing: effects += [.loadLanding] + countTiles()
        case .tickets, .ticket, .composer:
            let limit = max(Inbox.pageCount, inbox.rows.count)
            effects.append(.loadTickets(TicketRequest(query: inbox.query, limit: limit, after: nil, mode: .merge)))
            if let ticket { effects.append(.loadTicket(ticket.id, .open)) } else { effects += preview() }
        }
        return effects
    }

    private mutating func pass(to now: Instant) -> [Effect] {
        self.now = now
        if let undoable, undoable.until <= now { self.undoable = nil }
        let due = held.filter { $0.due <= now }
        held.removeAll { $0.due <= now }
        // At most once a second, however much arrives.
        let choices: [Effect] = areChoicesStale ? [.loadChoices] : []
        areChoicesStale = false
        return due.map(Effect.deliver) + choices
    }

    private mutating func edited(_ text: String?) -> [Effect] {
        guard let text, var composer else { return [] }
        composer.field = TextField(text)
        self.composer = composer
        return keepDraft()
    }

    private mutating func wrote(_ written: Written) -> [Effect] {
        if let failure = written.failures.first {
            let rest = written.failures.count - 1
            complain(rest == 0 ? failure : "\(failure); and \(rest) more")
        } else {
            say(written.inverse.isEmpty ? written.title : "\(written.title) u takes it back.")
        }
        undoable =
            written.inverse.isEmpty
            ? nil
            : Undoable(
                changes: written.inverse, title: written.title, until: now.advanced(bySeconds: Undoable.seconds))
        return refresh()
    }

    private mutating func failed(_ purpose: Effect.Purpose, _ reason: String) -> [Effect] {
        complain(reason)
        if purpose == .tiles { landing.isCounting = false }
        if purpose == .tickets { inbox.isLoading = false }
        if purpose == .values || purpose == .paths { picker?.isLoading = false }
        return []
    }
}
