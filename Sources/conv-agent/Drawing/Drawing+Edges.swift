import Hub
import Scenes
import TerminalCanvas

/// The lines at the edges of every screen.
extension Drawing {
    /// Where one is, and how the replica stands.
    func drawBar(_ view: SceneView, on canvas: inout Canvas, in rect: Rect) {
        canvas.fill(rect, theme.bar)
        let places: [(SceneName, CommandID, String)] = [(.landing, .landing, "Landing"), (.tickets, .inbox, "Inbox")]
        var line = TextLine(" Conversations ", theme.heading)
        var column = rect.column + line.columns
        canvas.write(line, in: rect)
        for (place, command, title) in places {
            let isHere = view.place == place
            line = TextLine(isHere ? "[\(title)]" : " \(title) ", isHere ? theme.accent.with(.bold) : theme.muted)
            let part = Rect(column: column, row: rect.row, columns: line.columns, rows: 1)
            canvas.write(line, in: part.intersection(rect))
            canvas.mark(part, as: Target.command(command).description)
            column += line.columns
        }
        let standing = StandingText(view.standing, at: view.now.instant)
        let room = rect.dropFirst(columns: column - rect.column + 2)
        canvas.write(
            TextLine(standing.line + " ", standing.isWorrying ? theme.warning : theme.muted), in: room,
            alignment: .trailing)
    }

    /// What is to be said, or what is held back.
    func drawNotice(_ view: SceneView, on canvas: inout Canvas, in rect: Rect) {
        if let notice = view.notice {
            canvas.write(TextLine(" \(notice.text)", notice.isProblem ? theme.bad : theme.good), in: rect)
        } else if let held = view.standing.held.first {
            let seconds = max(0, held.due.instant.milliseconds - view.now.instant.milliseconds + 999) / 1000
            let more = view.standing.held.count - 1
            let rest = more > 0 ? ", and \(more) more" : ""
            canvas.write(
                TextLine([
                    Span(" To \(held.ticket) in \(seconds) s\(rest). ", theme.warning), Span("u", theme.key),
                    Span(" takes it back", theme.muted),
                ]), in: rect)
            canvas.mark(rect, as: Target.command(.undo).description)
        }
    }

    /// What can be done now.
    func drawHints(_ view: SceneView, on canvas: inout Canvas, in rect: Rect) {
        let can = view.hints.filter { $0.obstacle == nil }
        HintLine(
            can.map { hint in
                HintLine.Hint(hint.key.name, hint.title, target: Target.command(hint.command).description)
            }
        ).draw(on: &canvas, in: rect.dropFirst(columns: 1), theme: theme)
    }
}

extension SceneView {
    /// What fills the screen, whatever lies above it.
    var place: SceneName {
        switch body {
        case .landing: .landing
        case .tickets: .tickets
        case .ticket: .ticket
        }
    }
}

/// How people are told how the replica stands.
struct StandingText {
    /// One line: what is unsent, what is stale, and since when.
    let line: String
    /// Whether it wants attention.
    let isWorrying: Bool

    init(_ standing: StandingView, at now: Instant) {
        var parts: [String] = []
        let age = standing.synced?.instant.age(at: now)
        switch standing.link {
        case "in_step": parts.append("in step")
        case "syncing": parts.append("syncing")
        case "elsewhere": parts.append("in step by another program" + (age.map { ", \($0) ago" } ?? ""))
        case "waiting": parts.append("offline" + (age.map { ", last in step \($0) ago" } ?? ", never in step"))
        case "stopped": parts.append("stopped: \(standing.reason ?? "")")
        default: parts.append(age.map { "last in step \($0) ago" } ?? "never in step")
        }
        if standing.unsent > 0 { parts.append("\(standing.unsent) unsent") }
        if standing.refused > 0 { parts.append("\(standing.refused) refused") }
        line = parts.joined(separator: " · ")
        isWorrying = standing.link == "waiting" || standing.link == "stopped" || standing.refused > 0
    }
}
