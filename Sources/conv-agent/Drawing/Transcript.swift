import Hub
import Scenes
import TerminalCanvas

/// The messages of a ticket as lines of a width: public and internal ones told apart by ground, gutter and words.
struct Transcript {
    /// The lines of one message, and which they are.
    struct Part {
        let index: Int
        let isNote: Bool
        let gutter: Span
        let lines: [TextLine]
    }

    private let drawing: Drawing
    private let selected: Int?
    private let columns: Int
    private(set) var parts: [Part] = []
    /// How many lines there are in all.
    private(set) var lineCount = 0
    /// The first line of each message.
    private(set) var starts: [Int] = []

    init(_ messages: [MessageView], selected: Int?, columns: Int, _ drawing: Drawing, at now: Moment) {
        self.drawing = drawing
        self.selected = selected
        self.columns = columns
        for (index, message) in messages.enumerated() {
            let part = part(index, message, at: now)
            starts.append(lineCount)
            parts.append(part)
            lineCount += part.lines.count + 1
        }
        lineCount = max(0, lineCount - 1)
    }

    /// The first line that is shown so that a message is seen; the end of the transcript for the last one.
    func top(showing message: Int?, rows: Int) -> Int {
        let last = max(0, lineCount - rows)
        guard let message, starts.indices.contains(message), message < starts.count - 1 else { return last }
        return min(last, max(0, starts[message] - rows / 4))
    }

    private func part(_ index: Int, _ message: MessageView, at now: Moment) -> Part {
        let theme = drawing.theme
        let isNote = message.visibility != .public
        let look = look(of: message)
        let gutter = Span(
            theme.isASCII ? (isNote ? "# " : "| ") : (isNote ? "▓ " : "│ "), isNote ? theme.warning : look)
        var lines = [head(message, look, isNote: isNote, at: now)]
        let width = max(8, columns - 2)
        if let quote = message.replyTo {
            lines.append(TextLine([Span("↪ \(quote.author): \(quote.text)", theme.muted)]).truncated(to: width))
        }
        if message.isDeleted || message.isErased {
            lines.append(TextLine(message.isErased ? "(erased)" : "(deleted)", theme.muted))
        } else {
            lines += drawing.cache.lines(of: message.body, columns: width) {
                RichTextLines(RichText(markdown: message.body), columns: width, theme: theme).lines
            }
        }
        if message.delivery?.state == "failed" {
            let text = "did not arrive: \(message.delivery?.reason ?? "")"
            lines.append(TextLine(text, theme.bad).truncated(to: width))
        }
        for other in message.alternatives {
            lines.append(TextLine("also written: \(other)", theme.warning).truncated(to: width))
        }
        lines += message.attachments.map { TextLine("attached: \($0)", theme.accent).truncated(to: width) }
        if !message.reactions.isEmpty { lines.append(TextLine(message.reactions.joined(separator: "  "))) }
        return Part(index: index, isNote: isNote, gutter: gutter, lines: lines)
    }

    private func look(of message: MessageView) -> Style {
        let theme = drawing.theme
        return switch message.authorKind {
        case .ai: theme.assistant
        case .customer: theme.accent
        case .teammate: theme.good
        default: theme.muted
        }
    }

    private func head(_ message: MessageView, _ look: Style, isNote: Bool, at now: Moment) -> TextLine {
        let theme = drawing.theme
        var line = TextLine()
        if isNote { line += TextLine([Span(" INTERNAL ", theme.warning.with([.bold, .reverse])), Span(" ")]) }
        line += TextLine(message.author, look.with(.bold))
        let kind: String =
            switch message.authorKind {
            case .ai: "AI"
            case .customer: "customer"
            case .teammate: "team"
            case .system: "hub"
            case .automation: "automation"
            case .observer: "observer"
            case nil: "unknown"
            }
        var facts = [kind]
        if let drafted = message.draftedBy { facts.append("drafted by \(drafted)") }
        if message.role != .message { facts.append(message.role.shown) }
        if message.isAutomatic { facts.append("automatic") }
        facts.append(TimeWords.clock(message.sent, at: now))
        if message.isEdited { facts.append("edited") }
        if let delivery = message.delivery, delivery.state != "failed" {
            facts.append(delivery.state.replacing("_", with: " "))
        }
        line += TextLine(" · " + facts.joined(separator: " · "), theme.muted)
        if !message.isAccepted { line += TextLine(" · unsent", theme.warning) }
        if message.mentionsMe { line += TextLine(" · calls you", theme.accent.with(.bold)) }
        return line.truncated(to: max(8, columns - 2))
    }

    /// Draws the lines from `top` on. Costs as much as what is seen.
    func draw(on canvas: inout Canvas, in rect: Rect, top: Int) {
        let first = starts.lastIndex { $0 <= top } ?? 0
        for part in parts.dropFirst(first) {
            let start = starts[part.index] - top
            guard start < rect.rows else { break }
            var place: Rect?
            for (offset, line) in part.lines.enumerated() {
                let row = rect.line(start + offset)
                guard !row.isEmpty else { continue }
                canvas.write(TextLine([part.gutter]) + line, at: row.origin, in: row)
                if part.isNote { canvas.fill(row, drawing.theme.note) }
                place =
                    place.map { Rect(column: $0.column, row: $0.row, columns: $0.columns, rows: $0.rows + 1) } ?? row
            }
            guard let place else { continue }
            canvas.mark(place, as: Target.message(part.index).description)
            if part.index == selected {
                canvas.write(
                    drawing.theme.isASCII ? ">" : "▶", at: place.origin, in: place, drawing.theme.accent.with(.bold))
            }
        }
        if lineCount > rect.rows {
            ScrollBar(count: lineCount, visible: top..<min(lineCount, top + rect.rows))
                .draw(on: &canvas, in: rect.dropFirst(columns: rect.columns - 1), theme: drawing.theme)
        }
    }
}

extension Event.MessageRole {
    /// How people are told what a message does.
    var shown: String {
        switch self {
        case .message: "message"
        case .answer: "answer"
        case .clarify: "asks back"
        case .action: "action"
        case .offer: "offers articles"
        case .handOffNotice: "hands over"
        case .greeting: "greeting"
        }
    }
}
