import Hub
import Scenes

/// A screen in words, for screen readers and scripts: labels instead of signs, tables instead of drawings.
struct PlainScene {
    private let view: SceneView

    init(_ view: SceneView) { self.view = view }

    /// The screen, ended by a line feed.
    var text: String {
        var parts = [Plain.line(head)]
        switch view.body {
        case .landing(let landing): parts += self.landing(landing)
        case .tickets(let tickets): parts += self.tickets(tickets)
        case .ticket(let ticket): parts += self.ticket(ticket)
        }
        if let picker = view.picker { parts += self.picker(picker) }
        if let notice = view.notice {
            parts.append((notice.isProblem ? "Problem: " : "Notice: ") + Plain.line(notice.text))
        }
        for held in view.standing.held {
            parts.append("A message to \(held.ticket) is held back until \(held.due.instant.shown).")
        }
        let hints = view.hints.filter { $0.obstacle == nil }.map { "\($0.key) \($0.title)" }
        parts.append("Keys: " + hints.joined(separator: ", "))
        return parts.joined(separator: "\n") + "\n"
    }

    private var head: String {
        let standing = StandingText(view.standing, at: view.now.instant).line
        return "Conversations, \(view.scene.shown). Server: \(standing)."
    }

    // MARK: The inbox

    private func tickets(_ tickets: TicketsView) -> [String] {
        var parts = ["Finds: " + Plain.line(tickets.query)]
        if let search = tickets.search { parts.append("Search line: " + Plain.line(search.text)) }
        if let problem = tickets.problem { parts.append("Problem: " + Plain.line(problem)) }
        let on = tickets.pills.filter(\.isOn).map(\.title) + tickets.quickFilters.filter(\.isOn).map(\.title)
        if !on.isEmpty { parts.append("On: " + on.joined(separator: ", ")) }
        let order = tickets.isDescending ? "descending" : "ascending"
        parts.append(
            "\(TicketsText.count(tickets.total ?? 0)), by \(tickets.sort.rawValue), \(order); \(tickets.marked) marked."
        )
        var columns = Columns([
            "AT", "TICKET", "STATUS", "PRIORITY", "OWNER", "SERVICE LEVEL", "WAITS", "OUTCOME", "SUBJECT",
        ])
        for (index, row) in tickets.rows.enumerated() {
            columns.add([
                index + tickets.offset == tickets.selected ? "here" : "", row.name, row.status.rawValue, row.priority,
                row.isMine ? "you" : row.owner ?? "nobody", service(row), age(row.waitingSince), row.badge.text,
                marks(row) + row.title,
            ])
        }
        if !tickets.rows.isEmpty { parts.append(columns.text(columnCount: 200)) }
        return parts
    }

    private func marks(_ row: RowView) -> String {
        var marks: [String] = []
        if row.isMarked { marks.append("marked") }
        if row.isGone { marks.append("left the list") }
        if row.isUnread { marks.append("unread") }
        if row.hasDraft { marks.append("draft") }
        if row.unsent > 0 { marks.append("unsent") }
        if row.refused > 0 { marks.append("refused") }
        if row.isSpam { marks.append("spam") }
        if row.snoozedUntil != nil { marks.append("snoozed") }
        return marks.isEmpty ? "" : "[\(marks.joined(separator: ", "))] "
    }

    private func service(_ row: RowView) -> String {
        let state = row.sla.rawValue.replacing("_", with: " ")
        guard let due = row.slaDue, row.sla == .running || row.sla == .atRisk else { return state }
        return "\(state), \(TimeWords.countdown(to: due, at: view.now)) left"
    }

    private func age(_ moment: Moment?) -> String { moment?.instant.age(at: view.now.instant) ?? "no" }

    // MARK: One ticket

    private func ticket(_ ticket: TicketView) -> [String] {
        guard let row = ticket.row else { return ["Reading."] }
        var parts = [Plain.line("\(row.name) \(row.title)")]
        parts.append(
            Plain.line(
                "Status \(row.status.rawValue), priority \(row.priority), owner \(row.isMine ? "you" : row.owner ?? "nobody")"
                    + ", channel \(row.channel), queue \(row.queue ?? "none"), service level \(service(row))"
                    + ", outcome \(row.badge.text), customer waits \(age(row.waitingSince))."))
        for (index, message) in (ticket.messages ?? []).enumerated() {
            let here = index == ticket.selected ? "Here: " : ""
            let note = message.visibility == .public ? "" : "INTERNAL NOTE, the customer does not see it. "
            let unsent = message.isAccepted ? "" : ", unsent"
            let kind = message.authorKind?.rawValue ?? "unknown"
            parts.append(
                Plain.line(
                    "\(here)Message \(index + 1). \(note)\(message.author), \(kind), \(message.sent.instant.shown)\(unsent):"
                ))
            parts.append(
                message.isDeleted ? "(deleted)" : message.isErased ? "(erased)" : Plain.block(message.plainText))
            if let delivery = message.delivery {
                let why = delivery.reason.map { ": \($0)" } ?? ""
                parts.append(Plain.line("Delivery: \(delivery.state.replacing("_", with: " "))\(why)"))
            }
            parts += message.attachments.map { Plain.line("Attached: \($0)") }
        }
        if let writing = ticket.writing { parts.append(Plain.line("\(writing) is typing.")) }
        if let summary = ticket.summary {
            parts.append("Summary:")
            parts += summary.map { Plain.line("- \($0.text) [message \($0.message + 1)]") }
        }
        for card in (ticket.trace.map { [$0] } ?? []) + ticket.cards { parts += self.card(card) }
        if let composer = ticket.composer {
            let what = composer.kind == .note ? "Internal note" : "Reply to \(composer.reader)"
            parts.append(Plain.line("\(what), being written:"))
            parts.append(Plain.block(composer.field.text))
            parts += composer.files.map { Plain.line("Attached: \($0)") }
            if let note = composer.problem ?? composer.limits { parts.append(Plain.line(note)) }
        }
        return parts
    }

    private func card(_ card: Card) -> [String] {
        guard !card.facts.isEmpty else { return ["\(card.title): \(card.empty)"] }
        return ["\(card.title):"]
            + card.facts.map { fact in
                let when = fact.moment.map { ", \($0.instant.shown)" } ?? ""
                return Plain.line("- \(fact.label.isEmpty ? "" : "\(fact.label): ")\(fact.text)\(when)")
            }
    }

    // MARK: The landing page

    private func landing(_ landing: LandingView) -> [String] {
        var parts: [String] = []
        var tiles = Columns(["FIGURE", "VALUE", "CHANGE", "RESTS ON", "TREND"])
        for tile in landing.tiles ?? [] {
            let words = TileWords(tile)
            let trend = tile.trend.suffix(14).map { value in
                value.map { tile.unit == .share ? "\(Int(($0 * 100).rounded()))" : "\(Int($0))" } ?? "—"
            }
            let change = words.delta(isASCII: true) + (tile.isBetter.map { $0 ? " better" : " worse" } ?? "")
            tiles.add([tile.figure.shown, words.value, change, String(tile.count), trend.joined(separator: " ")])
        }
        parts.append("Figures of the last \(landing.window.rawValue):")
        parts.append(landing.tiles == nil ? "Counting." : tiles.text(columnCount: 200))
        parts.append("Blocked: \(landing.blocked.map { String($0.count) } ?? "reading")")
        for blocked in landing.blocked?.prefix(20) ?? [] {
            parts.append(
                Plain.line(
                    "- \(blocked.ticket?.name ?? "article"), \(blocked.explanation), since "
                        + "\(blocked.since.instant.shown): \(blocked.title)"))
        }
        for pod in landing.pods {
            parts.append(Plain.line("\(pod.title): \(pod.total ?? 0) (\(pod.query))"))
            parts += pod.rows.map { Plain.line("- \($0.name) \($0.title)") }
        }
        parts.append("Recent edits:")
        for edit in landing.edits ?? [] {
            parts.append(
                Plain.line(
                    "- \(edit.kind.rawValue) \(edit.title), \(edit.what), by \(edit.author ?? "somebody"), "
                        + edit.occurred.instant.shown))
        }
        return parts
    }

    private func picker(_ picker: PickerView) -> [String] {
        [Plain.line("Choose: \(picker.title)"), "Typed: " + Plain.line(picker.filter.text)]
            + picker.choices.enumerated().map { index, choice in
                let here = index == picker.selected ? "here, " : ""
                let state = choice.isOn ? "on, " : ""
                let end = choice.obstacle ?? choice.detail
                return Plain.line(
                    "- \(here)\(state)\(choice.title)\(choice.key.map { " (\($0))" } ?? "")"
                        + "\(choice.count.map { ", \($0)" } ?? "")\(end.isEmpty ? "" : ": \(end)")")
            }
    }
}
