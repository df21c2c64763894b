package import Hub
package import Replica

extension Model {
    /// Does what a command says, or says why not.
    mutating func run(_ id: CommandID) -> [Effect] {
        if let obstacle = Command.named(id).obstacle(in: self) {
            complain(obstacle)
            return []
        }
        switch id {
        case .palette: return openPalette()
        case .help: return openHelp()
        case .landing: return go(to: .landing)
        case .inbox: return go(to: .tickets)
        case .back: return back()
        case .quit: return quit()
        case .undo: return undo()
        case .sync: return [.sync]
        case .mouse:
            isMouseOn.toggle()
            say(isMouseOn ? "The mouse is the program's." : "The mouse is the terminal's: it selects text.")
            return [.setMouse(isMouseOn)]
        case .theme:
            let themes = Theme.allCases
            theme = themes[((themes.firstIndex(of: theme) ?? 0) + 1) % themes.count]
            say("Colours: \(theme.rawValue).")
            return [.setTheme(theme)]
        case .suspend: return [.suspend]
        case .next: return move(by: 1)
        case .previous: return move(by: -1)
        case .pageDown: return movePage(by: 1)
        case .pageUp: return movePage(by: -1)
        case .first: return move(by: .min)
        case .last: return move(by: .max)
        case .open: return open()
        default: return runElsewhere(id)
        }
    }

    private mutating func runElsewhere(_ id: CommandID) -> [Effect] {
        let command = Command.named(id)
        if command.scenes == [.composer] { return runInComposer(id) }
        if command.scenes == [.landing] { return runOnLanding(id) }
        if command.scenes == [.tickets] { return runInInbox(id) }
        return runOnTickets(id)
    }

    private mutating func go(to scene: SceneName) -> [Effect] {
        guard place != scene else { return [] }
        place = scene
        ticket = nil
        switch scene {
        case .landing:
            return [.loadLanding] + countTiles()
        default:
            return inbox.total == nil ? reload() : [mergeRows()] + preview()
        }
    }

    private func mergeRows() -> Effect {
        .loadTickets(
            TicketRequest(
                query: inbox.query, limit: max(Inbox.pageCount, inbox.rows.count), after: nil, mode: .merge))
    }

    private mutating func back() -> [Effect] {
        if composer != nil {
            let isEmpty = composer?.field.isEmpty ?? true
            let effects = leaveComposer()
            if !isEmpty { say("The draft is kept; r goes on with it.") }
            return effects
        }
        switch place {
        case .ticket where ticket?.trace != nil || ticket?.summary != nil:
            ticket?.trace = nil
            ticket?.summary = nil
            ticket?.cardsTop = 0
            return []
        case .ticket:
            return go(to: origin)
        case .tickets where !inbox.marked.isEmpty:
            inbox.marked = []
            return []
        case .tickets where inbox.query.filter != Filter(StatusPill.open.conditions) || !inbox.query.text.isEmpty:
            return run(.clearFilters)
        case .landing: return go(to: .tickets)
        default: return []
        }
    }

    private mutating func quit() -> [Effect] {
        isQuitting = true
        return flush() + [.finish]
    }

    /// What is held back is sent before the program ends: its author meant to send it. What is being written is kept.
    mutating func flush() -> [Effect] {
        let waiting = held.map(Effect.deliver)
        held = []
        return keepDraft() + waiting
    }

    private mutating func undo() -> [Effect] {
        if let message = held.popLast() {
            takeBack(message.draft, of: message.ticket)
            say("The message to \(message.name) was not sent; it is a draft again.")
            let kept = drafts[message.ticket].map { [Effect.saveDraft($0)] } ?? []
            let effects = kept + [.dropDraft(message.ticket, isHeld: true)]
            guard place == .ticket, ticket?.id == message.ticket else { return effects }
            return effects + compose(message.draft.kind, ticket: message.ticket, name: message.name)
        }
        guard let undoable else { return [] }
        self.undoable = nil
        return [.write(undoable.changes, title: "Taken back.", isUndoable: false)]
    }

    // MARK: Moving

    mutating func move(by count: Int) -> [Effect] {
        func moved(_ place: Int, of rows: Int) -> Int {
            let (sum, overflow) = place.addingReportingOverflow(count)
            return max(0, min(overflow ? (count < 0 ? 0 : rows) : sum, rows - 1))
        }
        switch place {
        case .tickets: return select(row: moved(inbox.selected, of: inbox.rows.count))
        case .landing:
            landing.selected = moved(landing.selected, of: landing.rowCount(of: landing.part))
            return []
        case .ticket, .composer:
            guard let detail = ticket?.detail, !detail.lines.isEmpty else { return [] }
            let message = moved(ticket?.selected ?? 0, of: detail.lines.count)
            ticket?.selected = message
            ticket?.scroll = nil
            return []
        }
    }

    mutating func select(row: Int) -> [Effect] {
        let before = inbox.current?.summary.id
        inbox.select(row, rowsVisible: measure.listRows)
        var effects = inbox.current?.summary.id == before ? [] : preview()
        if !inbox.isLoading, inbox.next != nil, inbox.selected + 50 > inbox.rows.count {
            inbox.isLoading = true
            effects.append(more())
        }
        return effects
    }

    private mutating func movePage(by pages: Int) -> [Effect] {
        switch place {
        case .tickets: return move(by: pages * max(1, measure.listRows - 1))
        case .landing: return move(by: pages * Landing.Pod.rowCount)
        case .ticket, .composer:
            scrollTicket(by: pages * max(1, measure.transcriptRows - 2))
            return []
        }
    }

    /// Scrolls the transcript, or what somebody asked to see beside it.
    mutating func scrollTicket(by lines: Int) {
        guard let ticket, ticket.isReadingCards else {
            self.ticket?.scroll = max(0, measure.transcriptTop + lines)
            return
        }
        self.ticket?.cardsTop = max(0, min(ticket.cardsTop + lines, measure.cardsTopMax))
    }

    // MARK: Opening

    private mutating func open() -> [Effect] {
        if place == .landing, let blocked = landing.currentBlocked, case .article(_, let title) = blocked.subject {
            say("\(title): \(blocked.explanation); `conv-agent content diff` shows it.")
            return []
        }
        if place == .landing, let edit = landing.currentEdit {
            say("\(edit.kind.rawValue) \(edit.title): \(edit.what)")
            return []
        }
        guard let row = current else { return [] }
        return open(row.summary.id, row: row)
    }

    /// Opens a ticket.
    package mutating func open(_ id: Identifier, row: TicketRow?) -> [Effect] {
        if place != .ticket { origin = place }
        place = .ticket
        ticket = OpenTicket(id: id, row: row)
        if let preview = inbox.preview, preview.detail.ticket.id == id {
            ticket?.take(preview.detail, messages: preview.messages)
        }
        return [.loadTicket(id, .open)]
    }
}
