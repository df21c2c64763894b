import Hub
import Scenes
import TerminalCanvas

/// The landing page.
extension Drawing {
    /// From so many columns on there is room for all parts at once.
    private static let partsColumnsMin = 100

    func draw(_ landing: LandingView, _ view: SceneView, on drawn: inout Drawn, in rect: Rect) {
        let isWide = rect.columns >= Self.partsColumnsMin
        let tileRows = 5
        let parts = rect.rows([.fixed(tileRows), .fraction(1)])
        drawTiles(landing, on: &drawn.canvas, in: parts[0])
        if isWide {
            let halves = parts[1].rows([.fraction(1), .fraction(1)])
            let upper = halves[0].columns([.fraction(3), .fraction(2)], gap: 1)
            drawBlocked(landing, view, on: &drawn.canvas, in: upper[0])
            drawEdits(landing, view, on: &drawn.canvas, in: upper[1])
            let pods = halves[1].columns(landing.pods.map { _ in .fraction(1) }, gap: 1)
            for (index, pod) in landing.pods.enumerated() {
                draw(pod, part: index + 1, landing, view, on: &drawn.canvas, in: pods[index])
            }
        } else {
            // The part that the cursor is in has the room; the others are told by their counts.
            drawNarrow(landing, view, on: &drawn.canvas, in: parts[1])
        }
    }

    private func drawNarrow(_ landing: LandingView, _ view: SceneView, on canvas: inout Canvas, in rect: Rect) {
        let titles =
            ["Blocked \(landing.blocked.map { String($0.count) } ?? "…")"]
            + landing.pods.map { "\($0.title) \($0.total.map(TicketsText.grouped) ?? "…")" }
            + ["Edits \(landing.edits.map { String($0.count) } ?? "…")"]
        let items = titles.enumerated().map { index, title in
            PillRow.Item(
                title, target: Target.landing(part: index, row: 0).description, isChosen: index == landing.part)
        }
        PillRow(items).draw(on: &canvas, in: rect.line(0), theme: theme)
        let rest = rect.dropFirst(rows: 1)
        switch landing.part {
        case 0: drawBlocked(landing, view, on: &canvas, in: rest)
        case 4: drawEdits(landing, view, on: &canvas, in: rest)
        default: draw(landing.pods[landing.part - 1], part: landing.part, landing, view, on: &canvas, in: rest)
        }
    }

    // MARK: Figures

    private func drawTiles(_ landing: LandingView, on canvas: inout Canvas, in rect: Rect) {
        let places = rect.columns([.fraction(1), .fraction(1), .fraction(1), .fraction(1)], gap: 1)
        for (index, figure) in Tile.Figure.allCases.enumerated() {
            let title = TextLine(figure.shown, theme.heading)
            let inside = Frame(title: title).draw(on: &canvas, in: places[index], theme: theme).inset(columns: 1)
            guard let tile = landing.tiles?.first(where: { $0.figure == figure }) else {
                canvas.write(TextLine("counting …", theme.muted), in: inside)
                continue
            }
            let words = TileWords(tile)
            let look = tile.isBetter.map { $0 ? theme.good : theme.bad } ?? theme.muted
            canvas.write(
                TextLine(words.value + (tile.isProvisional && tile.value != nil ? "*" : ""), theme.heading)
                    + TextLine("  \(words.delta(isASCII: theme.isASCII))", look), in: inside.line(0))
            canvas.write(
                TextLine(Sparkline(tile.trend).text(columns: inside.columns, theme: theme), theme.accent),
                in: inside.line(1))
            canvas.write(
                TextLine("n \(TicketsText.grouped(tile.count)) · \(landing.window.rawValue)", theme.muted),
                in: inside.line(2))
            canvas.mark(places[index], as: Target.command(.window).description)
        }
    }

    // MARK: Lists

    private func drawBlocked(_ landing: LandingView, _ view: SceneView, on canvas: inout Canvas, in rect: Rect) {
        let count = landing.blocked.map { " \($0.count)" } ?? ""
        draw(
            "Blocked\(count)", 0, landing, landing.blocked?.count, "Nothing is blocked.", on: &canvas,
            in: rect
        ) {
            canvas, row, index in
            guard let blocked = landing.blocked?[index] else { return }
            let age = blocked.since.instant.age(at: view.now.instant)
            var line = blocked.ticket.map(number) ?? TextLine("article", theme.accent)
            line += TextLine(" \(age) ", theme.bad) + TextLine("\(blocked.explanation) · ", theme.warning)
            if let ticket = blocked.ticket, let due = ticket.slaDue, due.instant > view.now.instant {
                line += TextLine("due in \(TimeWords.countdown(to: due, at: view.now)) · ", theme.muted)
            }
            canvas.write(line + (blocked.ticket.map(self.title) ?? TextLine(blocked.title)), in: row)
        }
    }

    private func draw(
        _ pod: LandingView.PodView, part: Int, _ landing: LandingView, _ view: SceneView, on canvas: inout Canvas,
        in rect: Rect
    ) {
        let total = pod.total.map { " \(TicketsText.grouped($0))" } ?? ""
        let empty = "No ticket."
        draw(pod.title + total, part, landing, pod.total == nil ? nil : pod.rows.count, empty, on: &canvas, in: rect) {
            canvas, row, index in
            let ticket = pod.rows[index]
            let when: Moment? =
                switch pod.pod {
                case .escalated: ticket.escalatedAt
                case .breached: ticket.breachedAt
                case .waiting: ticket.waitingSince
                }
            let age = when.map { $0.instant.age(at: view.now.instant) } ?? ""
            canvas.write(number(ticket) + TextLine(" \(age) ", theme.muted) + self.title(ticket), in: row)
        }
    }

    private func drawEdits(_ landing: LandingView, _ view: SceneView, on canvas: inout Canvas, in rect: Rect) {
        draw("Recent edits", 4, landing, landing.edits?.count, "Nothing was edited.", on: &canvas, in: rect) {
            canvas, row, index in
            guard let edit = landing.edits?[index] else { return }
            let line =
                TextLine("\(edit.occurred.instant.age(at: view.now.instant)) ", theme.muted)
                + TextLine("\(edit.kind.rawValue) ", theme.accent) + TextLine(edit.title)
                + TextLine(" · \(edit.what)\(edit.author.map { " · \($0)" } ?? "")", theme.muted)
            canvas.write(line, in: row)
        }
    }

    /// A frame with a list in it, or why there is none.
    private func draw(
        _ title: String, _ part: Int, _ landing: LandingView, _ count: Int?, _ empty: String, on canvas: inout Canvas,
        in rect: Rect, row: (inout Canvas, Rect, Int) -> Void
    ) {
        let isFocused = landing.part == part
        let inside = Frame(title: TextLine(title, theme.heading), isFocused: isFocused)
            .draw(on: &canvas, in: rect, theme: theme)
        guard let count else { return _ = canvas.write(TextLine("Reading …", theme.muted), in: inside) }
        guard count > 0 else { return _ = canvas.write(TextLine(empty, theme.muted), in: inside) }
        ListView(count: count, selected: isFocused ? landing.selected : nil, top: 0)
            .draw(
                on: &canvas, in: inside, theme: theme,
                target: { Target.landing(part: part, row: $0).description }, row: row)
    }
}

/// A figure in words.
struct TileWords {
    private let tile: LandingView.TileView

    init(_ tile: LandingView.TileView) { self.tile = tile }

    /// The value: `43.1 %`, `2h 05m`, `17`, or `—` where there is nothing to count.
    var value: String {
        guard let value = tile.value else { return "—" }
        return switch tile.unit {
        case .share: "\(Self.rounded(value * 100)) %"
        case .seconds: TimeWords.span(milliseconds: Int64(value * 1000))
        case .count: TicketsText.grouped(Int(value))
        }
    }

    /// The change: `▲ 3.2 pp`, with a star where chance alone seldom gives it; `—` where numbers are too small.
    func delta(isASCII: Bool) -> String {
        guard let delta = tile.delta else { return "—" }
        let arrow = delta == 0 ? "=" : isASCII ? (delta > 0 ? "+" : "-") : (delta > 0 ? "▲" : "▼")
        let unit = tile.deltaUnit == .percentagePoints ? "pp" : "%"
        return "\(arrow) \(Self.rounded(abs(delta))) \(unit)\(tile.isSignificant == true ? " !" : "")"
    }

    private static func rounded(_ number: Double) -> String {
        let tenths = Int64((number * 10).rounded())
        return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(abs(tenths % 10))"
    }
}

extension Tile.Figure {
    /// How people are told the figure.
    var shown: String {
        switch self {
        case .containment: "AI containment"
        case .firstReply: "First response"
        case .escalation: "Escalation"
        case .breaches: "SLA breaches"
        }
    }
}
