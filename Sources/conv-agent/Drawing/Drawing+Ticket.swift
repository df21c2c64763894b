import Hub
import Scenes
import TerminalCanvas

/// One ticket: what it is, what was said, what is known beside, and what is being written.
extension Drawing {
    func draw(_ ticket: TicketView, _ view: SceneView, on drawn: inout Drawn, in rect: Rect) {
        let canvasRows = drawn.canvas.size.rows
        guard let row = ticket.row else {
            drawn.canvas.write(TextLine("Reading …", theme.muted), in: rect.dropFirst(rows: 1).inset(columns: 2))
            return
        }
        let head =
            [
                TextLine("\(row.name) ", theme.accent.with(.bold)) + TextLine(row.title, theme.heading)
            ] + TextWrap.lines(of: facts(row, ticket, at: view.now), columns: rect.columns - 2, linesMax: 2)
        for (index, line) in head.enumerated() {
            drawn.canvas.write(line, in: rect.line(index).inset(columns: 1))
        }
        var body = rect.dropFirst(rows: head.count)
        drawn.canvas.rule(in: body.line(0), theme: theme)
        body = body.dropFirst(rows: 1)
        if let composer = ticket.composer {
            let wanted = TextArea(composer.field.text, cursor: composer.field.cursor).rowCount(
                columns: rect.columns - 4)
            let files = fileLines(of: composer, columns: rect.columns - 4).count
            let rows = min(max(5, wanted + 2) + files, max(5, canvasRows / 2))
            let parts = body.rows([.fraction(1), .fixed(rows)])
            body = parts[0]
            draw(composer, on: &drawn.canvas, in: parts[1])
        }
        let sides =
            rect.columns >= Self.sideColumnsMin
            ? body.columns([.fraction(5), .fixed(1), .fraction(3)]) : [body]
        if sides.count > 1 {
            drawn.canvas.divider(in: sides[1], theme: theme)
            drawCards(ticket, view, on: &drawn, in: sides[2].dropFirst(columns: 1))
        }
        if sides.count == 1, ticket.showsCards || ticket.trace != nil || ticket.summary != nil {
            drawCards(ticket, view, on: &drawn, in: body.inset(columns: 1))
            drawn.measure.transcriptRows = body.rows
            return
        }
        drawTranscript(ticket, view, on: &drawn, in: sides[0].inset(columns: 1))
    }

    private func drawTranscript(_ ticket: TicketView, _ view: SceneView, on drawn: inout Drawn, in rect: Rect) {
        guard let messages = ticket.messages else {
            drawn.canvas.write(TextLine("Reading …", theme.muted), in: rect)
            return
        }
        guard !messages.isEmpty else {
            drawn.canvas.write(TextLine("Nobody has written anything so far.", theme.muted), in: rect)
            return
        }
        let transcript = Transcript(messages, selected: ticket.selected, columns: rect.columns - 1, self, at: view.now)
        let last = max(0, transcript.lineCount - rect.rows)
        let top = min(last, ticket.scroll ?? transcript.top(showing: ticket.selected, rows: rect.rows))
        transcript.draw(on: &drawn.canvas, in: rect, top: top)
        drawn.measure.transcriptTop = top
        drawn.measure.transcriptRows = rect.rows
    }

    /// The facts of a ticket in one line.
    func facts(_ row: RowView, _ ticket: TicketView, at now: Moment) -> TextLine {
        var parts = [status(row)]
        if let until = row.snoozedUntil {
            parts.append(TextLine("snoozed until \(TimeWords.clock(until, at: now))", theme.warning))
        }
        parts.append(TextLine("priority ", theme.muted) + priority(row))
        parts.append(TextLine("owner ", theme.muted) + owner(row))
        if let queue = row.queue { parts.append(TextLine("queue \(queue)", theme.muted)) }
        parts.append(TextLine(row.channel, theme.muted))
        if row.sla != .none { parts.append(TextLine("SLA ", theme.muted) + service(row, at: now)) }
        if let waiting = row.waitingSince {
            parts.append(TextLine("customer waits \(waiting.instant.age(at: now.instant))", theme.warning))
        }
        if row.badge.outcome != .open { parts.append(badge(row)) }
        if row.isLocked { parts.append(TextLine("locked", theme.warning)) }
        if row.isSpam { parts.append(TextLine("spam", theme.warning)) }
        if row.unsent > 0 { parts.append(TextLine("\(row.unsent) unsent", theme.warning)) }
        if row.refused > 0 { parts.append(TextLine("\(row.refused) refused", theme.bad)) }
        if !ticket.tags.isEmpty { parts.append(TextLine("#" + ticket.tags.joined(separator: " #"), theme.muted)) }
        if let writing = ticket.writing { parts.append(TextLine("\(writing) is typing…", theme.accent)) }
        if let draft = ticket.draft { parts.append(TextLine("draft: \(draft)", theme.accent)) }
        var line = TextLine()
        for (index, part) in parts.enumerated() { line += index == 0 ? part : TextLine(" · ", theme.muted) + part }
        return line
    }

    // MARK: Beside the transcript

    private func drawCards(_ ticket: TicketView, _ view: SceneView, on drawn: inout Drawn, in rect: Rect) {
        var lines: [TextLine] = []
        // The last column is the scroll bar's.
        let columns = rect.columns - 1
        if let summary = ticket.summary {
            lines.append(TextLine("Summary", theme.heading))
            if summary.isEmpty { lines.append(TextLine("There is too little to sum up.", theme.muted)) }
            for bullet in summary {
                let author = ticket.messages?[bullet.message].author ?? ""
                let cited = TextLine("• \(bullet.text) ") + TextLine("[\(bullet.message + 1) \(author)]", theme.accent)
                lines += TextWrap.lines(of: cited, columns: columns, hanging: 2)
            }
            lines.append(TextLine())
        }
        if let trace = ticket.trace {
            lines += self.lines(of: trace, columns: columns, factsMax: 100, linesMax: 20, at: view.now)
        }
        for card in ticket.cards {
            lines += self.lines(of: card, columns: columns, factsMax: 8, at: view.now)
        }
        drawn.measure.cardsTopMax = max(0, lines.count - rect.rows)
        let top = min(ticket.cardsTop, drawn.measure.cardsTopMax)
        drawn.canvas.write(lines.dropFirst(top), in: rect)
        if lines.count > rect.rows {
            ScrollBar(count: lines.count, visible: top..<top + rect.rows)
                .draw(on: &drawn.canvas, in: rect.dropFirst(columns: rect.columns - 1), theme: theme)
        }
    }

    /// A card as lines, with a blank one behind it.
    func lines(of card: Card, columns: Int, factsMax: Int, linesMax: Int = 3, at now: Moment) -> [TextLine] {
        var lines = [TextLine(card.title, theme.heading)]
        if card.facts.isEmpty { lines.append(TextLine(card.empty, theme.muted)) }
        for fact in card.facts.prefix(factsMax) {
            var line = TextLine()
            if !fact.label.isEmpty { line += TextLine("\(fact.label)  ", theme.muted) }
            line += TextLine(fact.text, fact.mood.map(style) ?? theme.text)
            if let moment = fact.moment { line += TextLine("  \(TimeWords.clock(moment, at: now))", theme.muted) }
            lines += TextWrap.lines(of: line, columns: columns, hanging: 2, linesMax: linesMax)
        }
        if card.facts.count > factsMax {
            lines.append(TextLine("… and \(card.facts.count - factsMax) more", theme.muted))
        }
        return lines + [TextLine()]
    }

    private func style(of mood: Card.Mood) -> Style {
        switch mood {
        case .good: theme.good
        case .warning: theme.warning
        case .bad: theme.bad
        case .assistant: theme.assistant
        }
    }

    // MARK: What is being written

    /// What goes with the text, above it.
    private func fileLines(of composer: TicketView.ComposerView, columns: Int) -> [TextLine] {
        guard !composer.files.isEmpty else { return [] }
        var line = TextLine("attached: ", theme.muted)
        for (index, file) in composer.files.enumerated() {
            line += TextLine(index == 0 ? file : "  \(file)", theme.accent)
        }
        return TextWrap.lines(of: line, columns: columns, hanging: 2, linesMax: 2)
    }

    private func draw(_ composer: TicketView.ComposerView, on canvas: inout Canvas, in rect: Rect) {
        let isNote = composer.kind == .note
        let what = isNote ? " INTERNAL NOTE to the team " : " Reply to \(composer.reader) "
        let title = TextLine(what, (isNote ? theme.warning : theme.accent).with([.bold, .reverse]))
        let footer: TextLine =
            if let problem = composer.problem {
                TextLine(problem, theme.bad)
            } else {
                TextLine(
                    [composer.replyTo.map { "answers \($0.author): \($0.text)" }, composer.limits].compactMap(\.self)
                        .joined(separator: " · "), theme.muted)
            }
        var field = Frame(title: title, footer: footer, isFocused: true).draw(on: &canvas, in: rect, theme: theme)
        if isNote { canvas.fill(field, theme.note) }
        field = field.inset(columns: 1)
        let files = fileLines(of: composer, columns: field.columns)
        canvas.write(files, in: field)
        field = field.dropFirst(rows: files.count)
        TextArea(
            composer.field.text, cursor: composer.field.cursor,
            placeholder: isNote ? "The customer never sees this." : "Markdown. Kept as a draft while you write."
        ).draw(on: &canvas, in: field, theme: theme)
        canvas.mark(rect, as: Target.composer.description)
    }
}
