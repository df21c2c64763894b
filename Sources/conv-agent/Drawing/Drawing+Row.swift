import Hub
import Scenes
import TerminalCanvas

/// Cells of tickets, wherever they are listed.
extension Drawing {
    /// The look of a row's words.
    private func style(of row: RowView) -> Style {
        row.isGone ? theme.muted.with(.strikethrough) : row.isUnread ? theme.text.with(.bold) : theme.text
    }

    /// Marks before the number: chosen, unread, unsent.
    func flags(_ row: RowView) -> TextLine {
        let sign =
            row.isMarked
            ? Span("x", theme.accent.with(.bold))
            : row.refused > 0
                ? Span("!", theme.bad)
                : row.unsent > 0
                    ? Span(theme.isASCII ? "^" : "↑", theme.warning)
                    : row.hasDraft
                        ? Span(theme.isASCII ? "~" : "✎", theme.accent)
                        : Span(row.isUnread ? (theme.isASCII ? "*" : "●") : " ", theme.accent)
        return TextLine([sign])
    }

    func number(_ row: RowView) -> TextLine { TextLine(row.name, row.isGone ? theme.muted : theme.accent) }

    func title(_ row: RowView) -> TextLine {
        var line = TextLine()
        if row.isSpam { line += TextLine("[spam] ", theme.warning) }
        if row.snoozedUntil != nil { line += TextLine("[snoozed] ", theme.muted) }
        return line + TextLine(row.title.isEmpty ? "(no words)" : row.title, style(of: row))
    }

    func service(_ row: RowView, at now: Moment) -> TextLine {
        switch row.sla {
        case .none: TextLine("", theme.muted)
        case .met: TextLine("met", theme.good)
        case .paused: TextLine("paused", theme.muted)
        case .running: TextLine(row.slaDue.map { TimeWords.countdown(to: $0, at: now) } ?? "running", theme.text)
        case .atRisk:
            TextLine("!" + (row.slaDue.map { TimeWords.countdown(to: $0, at: now) } ?? "risk"), theme.warning)
        case .breached:
            TextLine(
                row.status == .resolved
                    ? "breached"
                    : (row.breachedAt ?? row.slaDue).map { TimeWords.countdown(to: $0, at: now) } ?? "breached",
                theme.bad)
        }
    }

    func waiting(_ row: RowView, at now: Moment) -> TextLine {
        TextLine(row.waitingSince?.instant.age(at: now.instant) ?? "", theme.text)
    }

    func owner(_ row: RowView) -> TextLine {
        row.isMine
            ? TextLine("you", theme.accent) : TextLine(row.owner ?? "—", row.owner == nil ? theme.muted : theme.text)
    }

    func priority(_ row: RowView) -> TextLine {
        switch row.priority {
        case "urgent": TextLine("urgent", theme.bad)
        case "high": TextLine("high", theme.warning)
        default: TextLine(row.priority, theme.muted)
        }
    }

    /// A sign and a word: never told by colour alone.
    func badge(_ row: RowView) -> TextLine {
        let (sign, style): (String, Style) =
            switch row.badge.outcome {
            case .open: ("·", theme.muted)
            case .aiConfirmed: (theme.isASCII ? "+" : "✓", theme.assistant)
            case .aiAssumed: ("~", theme.assistant)
            case .mixed: (">", theme.warning)
            case .human: (theme.isASCII ? "@" : "☺", theme.good)
            case .abandoned, .unanswered: (theme.isASCII ? "x" : "✗", theme.bad)
            case .smallTalk: ("-", theme.muted)
            }
        return TextLine([Badge(sign, row.badge.text, style).span])
    }

    func status(_ row: RowView) -> TextLine {
        let style: Style =
            switch row.status {
            case .open: theme.accent
            case .pending: theme.warning
            case .resolved: theme.good
            }
        return TextLine(row.status.rawValue, style)
    }
}
