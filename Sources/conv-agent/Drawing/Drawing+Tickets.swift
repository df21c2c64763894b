import Hub
import Scenes
import TerminalCanvas

/// The inbox.
extension Drawing {
    /// A column of the list: what it is called, how wide it is, and how early it gives way.
    private enum Column: CaseIterable {
        case flags, number, title, customer, service, waiting, outcome, owner, priority, status, channel, active, queue

        /// - Parameters:
        ///   - isOpen: Whether the list holds open tickets alone, nearly all of which have no outcome: the subject has
        ///     more use for the room then.
        ///   - listColumns: How wide the list is, of which the subject has a good part before others come.
        func table(isOpen: Bool, listColumns: Int) -> Table.Column {
            func sort(_ key: TicketSort.Key) -> String { Target.sort(key).description }
            return switch self {
            case .flags: .init("", .fixed(1))
            case .number: .init("Ticket", .fixed(7), target: sort(.number))
            case .title: .init("Subject", .minimum(max(24, isOpen ? listColumns * 2 / 5 : listColumns / 3)))
            case .customer: .init("Customer", .fixed(14), importance: 7)
            case .service: .init("SLA", .fixed(8), alignment: .trailing, importance: 10, target: sort(.sla))
            case .waiting: .init("Waits", .fixed(5), alignment: .trailing, importance: 9, target: sort(.waiting))
            case .outcome: .init("Outcome", .fixed(14), importance: isOpen ? 0 : 8)
            case .owner: .init("Owner", .fixed(10), importance: 6)
            case .priority: .init("Prio", .fixed(6), importance: 5, target: sort(.priority))
            case .status: .init("Status", .fixed(8), importance: 4)
            case .channel: .init("Channel", .fixed(8), importance: 3)
            case .active: .init("Active", .fixed(6), alignment: .trailing, importance: 2, target: sort(.updated))
            case .queue: .init("Queue", .fixed(10), importance: 1)
            }
        }
    }

    func draw(_ tickets: TicketsView, _ view: SceneView, on drawn: inout Drawn, in rect: Rect) {
        let parts = rect.rows([.fixed(1), .fixed(1), .fraction(1)])
        drawSwitches(tickets, on: &drawn.canvas, in: parts[0])
        drawQuery(tickets, on: &drawn.canvas, in: parts[1])
        var list = parts[2]
        if rect.columns >= Self.sideColumnsMin, let preview = tickets.preview, let row = preview.row {
            let sides = parts[2].columns([.fraction(3), .fixed(1), .fraction(2)])
            list = sides[0]
            drawn.canvas.divider(in: sides[1], theme: theme)
            drawPreview(preview, row, view, on: &drawn.canvas, in: sides[2].dropFirst(columns: 1))
        }
        drawList(tickets, view, on: &drawn, in: list)
    }

    private func drawSwitches(_ tickets: TicketsView, on canvas: inout Canvas, in rect: Rect) {
        let pills = tickets.pills.enumerated().map { index, pill in
            PillRow.Item(pill.title, target: Target.pill(index).description, isChosen: pill.isOn)
        }
        let used = PillRow(pills).draw(on: &canvas, in: rect.dropFirst(columns: 1), theme: theme)
        var column = rect.column + used + 2
        for (index, quick) in tickets.quickFilters.enumerated() {
            let key = Span(quick.key?.name ?? "", theme.key)
            let line = TextLine([
                key,
                Span(
                    quick.isOn ? "[\(quick.title)]" : " \(quick.title) ",
                    quick.isOn ? theme.accent.with(.bold) : theme.muted),
            ])
            guard column + line.columns <= rect.columnEnd else { break }
            let place = Rect(column: column, row: rect.row, columns: line.columns, rows: 1)
            canvas.write(line, in: place)
            canvas.mark(place, as: Target.quick(index).description)
            column += line.columns + 1
        }
    }

    private func drawQuery(_ tickets: TicketsView, on canvas: inout Canvas, in rect: Rect) {
        let order = "\(tickets.isDescending ? "↓" : "↑")\(tickets.sort.rawValue)"
        var right = [tickets.total.map(TicketsText.count) ?? "finding …"]
        if tickets.marked > 0 { right.insert("\(TicketsText.grouped(tickets.marked)) marked", at: 0) }
        if tickets.newAbove > 0 { right.insert("\(tickets.newAbove) new above: R", at: 0) }
        if tickets.gone > 0 { right.insert("\(tickets.gone) left the list: R", at: 0) }
        if tickets.unindexed > 0 { right.insert("\(tickets.unindexed) not searched yet", at: 0) }
        right.append(theme.isASCII ? "by \(tickets.isDescending ? "-" : "")\(tickets.sort.rawValue)" : order)
        let count = TextLine(right.joined(separator: " · ") + " ", theme.muted)
        let sides = rect.columns([.fraction(1), .fixed(count.columns)], gap: 1)
        canvas.write(count, in: sides[1], alignment: .trailing)
        canvas.mark(sides[0], as: Target.command(.search).description)
        if let search = tickets.search {
            canvas.write(TextLine("/", theme.key), in: sides[0])
            let field = sides[0].dropFirst(columns: 1)
            TextArea(
                search.text, cursor: search.cursor, placeholder: "words, customer:… status:… is:… -term \"phrase\"",
                isMultiline: false
            ).draw(on: &canvas, in: field, theme: theme)
            if let problem = tickets.problem {
                let used = min(width(of: search.text) + 2, field.columns)
                canvas.write(TextLine(problem, theme.warning), in: field.dropFirst(columns: used))
            }
        } else {
            let preset = tickets.preset.map { TextLine("\($0): ", theme.heading) } ?? TextLine()
            canvas.write(TextLine(" ") + preset + TextLine(tickets.query, theme.muted), in: sides[0])
        }
    }

    private func drawList(_ tickets: TicketsView, _ view: SceneView, on drawn: inout Drawn, in rect: Rect) {
        let columns = Column.allCases
        drawn.measure.listRows = max(1, rect.rows - 1)
        guard tickets.loaded > 0 else {
            let text = tickets.isLoading ? "Reading …" : "No ticket is found. F shows the open ones again."
            drawn.canvas.write(TextLine(text, theme.muted), in: rect.dropFirst(rows: 2).inset(columns: 2))
            return
        }
        let list = ListView(count: tickets.loaded, selected: tickets.selected, top: tickets.top, isAnchored: true)
        let isOpen = tickets.pills.contains { $0.isOn && $0.title == StatusPill.open.rawValue }
        Table(columns: columns.map { $0.table(isOpen: isOpen, listColumns: rect.columns) }, list: list).draw(
            on: &drawn.canvas, in: rect, theme: theme, target: { Target.row($0).description }
        ) { index, column in
            guard tickets.rows.indices.contains(index - tickets.offset) else { return TextLine() }
            return cell(columns[column], tickets.rows[index - tickets.offset], at: view.now)
        }
    }

    private func cell(_ column: Column, _ row: RowView, at now: Moment) -> TextLine {
        switch column {
        case .flags: flags(row)
        case .number: number(row)
        case .title: title(row)
        case .customer: TextLine(row.customer ?? "anonymous", row.customer == nil ? theme.muted : theme.text)
        case .service: service(row, at: now)
        case .waiting: waiting(row, at: now)
        case .outcome: badge(row)
        case .owner: owner(row)
        case .priority: priority(row)
        case .status: status(row)
        case .channel: TextLine(row.channel, theme.muted)
        case .active: TextLine(row.updated.instant.age(at: now.instant), theme.muted)
        case .queue: TextLine(row.queue ?? "", theme.muted)
        }
    }

    /// The ticket under the cursor: what it is, who handed it to whom, and what was said last.
    private func drawPreview(
        _ ticket: TicketView, _ row: RowView, _ view: SceneView, on canvas: inout Canvas, in rect: Rect
    ) {
        let facts = facts(row, ticket, at: view.now)
        let head =
            TextWrap.lines(of: TextLine(row.title, theme.heading), columns: rect.columns, linesMax: 2)
            + TextWrap.lines(of: facts, columns: rect.columns, linesMax: 3)
        let headRows = canvas.write(head, in: rect)
        var rest = rect.dropFirst(rows: headRows)
        let cards = ticket.cards.filter { ["Customer", "Hand-offs"].contains($0.title) && !$0.facts.isEmpty }
        // A card is shown whole or not at all.
        var known: [TextLine] = []
        for card in cards {
            let lines = lines(of: card, columns: rest.columns, factsMax: 4, at: view.now)
            if known.count + lines.count <= max(5, rest.rows / 3) { known += lines }
        }
        canvas.write(known, in: rest)
        rest = rest.dropFirst(rows: known.count)
        // The last column is the scroll bar's.
        let transcript = Transcript(
            ticket.messages ?? [], selected: nil, columns: rest.columns - 1, self, at: view.now)
        transcript.draw(on: &canvas, in: rest, top: max(0, transcript.lineCount - rest.rows))
        canvas.mark(rect, as: Target.command(.open).description)
    }
}

/// Numbers of lists.
enum TicketsText {
    /// `1 ticket`, `12,345 tickets`.
    static func count(_ number: Int) -> String { number == 1 ? "1 ticket" : "\(grouped(number)) tickets" }

    /// `12,345`.
    static func grouped(_ number: Int) -> String {
        var digits = String(abs(number))
        var parts: [Substring] = []
        while digits.count > 3 {
            parts.insert(Substring(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (number < 0 ? "-" : "") + ([Substring(digits)] + parts).joined(separator: ",")
    }
}
