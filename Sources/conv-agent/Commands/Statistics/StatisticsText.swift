import Hub
import Replica
import SyncProtocol

/// The figures as people read them.
struct StatisticsText {
    private let statistics: Statistics
    private let figures: StatisticsFigures

    init(_ statistics: Statistics) {
        self.statistics = statistics
        figures = statistics.figures
    }

    /// All of it; what cannot be said because there is nothing to count is «—».
    var text: String {
        let times = durations
        return [counts, times, outcomes, levels, channels, teammates, footer].filter { !$0.isEmpty }.joined(
            separator: "\n")
    }

    private var counts: String {
        var columns = Columns(["", "COUNT"], right: [1])
        columns.add(["conversations", String(figures.conversationCount)])
        columns.add(["messages", String(figures.messageCount)])
        columns.add(["notes", String(figures.noteCount)])
        columns.add(["participants", String(figures.participantCount)])
        for status in TicketStatus.allCases { columns.add([status.rawValue, String(figures.byStatus[status] ?? 0)]) }
        columns.add(["solved", String(figures.solvedCount)])
        columns.add(["spam", String(figures.spamCount)])
        for state in Statistics.FinalState.allCases {
            let name = state.rawValue.replacing("_", with: " ")
            columns.add([name, String(figures.finalStates[state] ?? 0)])
        }
        let hours = statistics.request.replyTargetSeconds / 3600
        columns.add(["replied later than \(hours) h, or not", String(figures.lateReplyCount)])
        return columns.text(columnCount: Terminal.columnCount)
    }

    private var durations: String {
        var columns = Columns(["TIME TO", "N", "MEDIAN", "P90", "WAITING", "OLDEST"], right: [1, 2, 3, 4, 5])
        func add(_ name: String, _ list: DurationList) {
            let times = list.figures(asOf: statistics.coverage.asOf, rule: statistics.request.rule)
            columns.add([
                name, String(times.count), Self.span(times.medianSeconds), Self.span(times.p90Seconds),
                String(times.waiting), Self.span(times.oldestWaitingSeconds.map(Double.init)),
            ])
        }
        add("first reply by anybody", figures.firstReply.all)
        add("first reply by a person", figures.firstHumanReply.all)
        for (channel, list) in figures.firstHumanReply.byChannel.sorted(by: { $0.key < $1.key }) {
            add("  \(channel)", list)
        }
        add("resolution", figures.resolution.all)
        add("resolution, open hours", figures.businessResolution)
        return columns.text(columnCount: Terminal.columnCount)
    }

    private var outcomes: String {
        let outcomes = figures.outcomes
        var columns = Columns(["EPISODES", "COUNT", "OF", "RATE"], right: [1, 2, 3])
        func add(_ name: String, _ proportion: Proportion) {
            columns.add([name, String(proportion.count), String(proportion.total), Self.percent(proportion)])
        }
        add("contained by the AI", outcomes.containment)
        add("confirmed by the customer", outcomes.confirmedOnly)
        add("escalated", outcomes.escalation)
        add("AI involved", outcomes.involvement)
        add("reopened", figures.reopenings.rate)
        add("satisfied", figures.satisfaction.total.satisfaction)
        return columns.text(columnCount: Terminal.columnCount)
    }

    private var levels: String {
        let funnel = figures.breaches
        guard funnel.underPolicy > 0 else { return "" }
        var columns = Columns(["SERVICE-LEVEL CLOCKS", "COUNT"], right: [1])
        columns.add(["under a policy", String(funnel.underPolicy)])
        columns.add(["half used", String(funnel.halfUsed)])
        columns.add(["at risk", String(funnel.atRisk)])
        columns.add(["breached", String(funnel.breached)])
        columns.add(["answered after the breach", String(funnel.answeredAfterBreach)])
        columns.add(["still open", String(funnel.stillOpen)])
        return columns.text(columnCount: Terminal.columnCount)
    }

    private var channels: String {
        guard !figures.byChannel.isEmpty else { return "" }
        var columns = Columns(["CHANNEL", "CONVERSATIONS", "EPISODES"], right: [1, 2])
        for (channel, count) in figures.byChannel.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            columns.add([channel, String(count), String(figures.volume[channel] ?? 0)])
        }
        return columns.text(columnCount: Terminal.columnCount)
    }

    private var teammates: String {
        guard !statistics.teammates.isEmpty else { return "" }
        var columns = Columns(["TEAMMATE", "MESSAGES"], right: [1])
        for teammate in statistics.teammates.prefix(10) {
            columns.add([teammate.name ?? teammate.id, String(teammate.messageCount)])
        }
        return columns.text(columnCount: Terminal.columnCount)
    }

    private var footer: String {
        let coverage = statistics.coverage
        let scopes = coverage.scopes.filter(\.isQueue).map(\.description).joined(separator: ", ")
        let synced = coverage.syncedAt.map { "last in step \($0.shown)" } ?? "never synced"
        let unsent = coverage.pendingCount > 0 ? ", \(coverage.pendingCount) unsent changes counted" : ""
        let lines = [
            "Covers \(scopes.isEmpty ? "no queue" : scopes); \(synced)\(unsent); zone \(coverage.zone); "
                + "definitions version \(coverage.definitionVersion).",
            "Percentiles: \(statistics.request.rule.explanation).",
        ]
        return lines.map { Plain.line($0) + "\n" }.joined()
    }

    private static func percent(_ proportion: Proportion) -> String {
        guard let rate = proportion.rate else { return "—" }
        let tenths = Int((rate * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }

    private static func span(_ seconds: Double?) -> String {
        guard let seconds else { return "—" }
        let whole = Int64(seconds.rounded())
        return switch whole {
        case ..<60: "\(whole) s"
        case ..<3600: "\(whole / 60) min"
        case ..<172_800: "\(whole / 3600) h \(whole % 3600 / 60) min"
        default: "\(whole / 86_400) d \(whole % 86_400 / 3600) h"
        }
    }
}
