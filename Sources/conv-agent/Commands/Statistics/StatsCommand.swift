import ArgumentParser
import Hub
import Replica

/// `conv-agent stats`: the figures of the tickets that this replica holds.
struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Show figures: volume, replies, resolutions, outcomes, service levels.",
        discussion: """
            Every figure is about the tickets on this machine and says so. Medians name their rule: nearest-rank takes the mean \
            of two middle values and the value at rank ceil(p*n) otherwise; floor the value at index floor(p*n).
            """
    )

    @Option(help: "Only tickets that were opened on this channel.")
    var channel: String?

    @Option(
        help: "Only tickets created, and episodes begun, from this time on: 2026-01-01, or 30d for the last 30 days.")
    var since: String?

    @Option(help: "And before this time; now when not given.")
    var until: String?

    @Option(help: "How percentiles are read: nearest-rank or floor.")
    var percentileRule = PercentileRule.nearestRank

    @Option(help: "Replies by a person that come later than this count as late.")
    var late = "24h"

    @OptionGroup var common: CommonOptions

    func run() throws {
        let now = Instant.now
        guard let target = TimeText.seconds(of: late) else {
            throw ReplicaError.invalidInput("--late takes a span such as 8h or 1d")
        }
        var window: MetricWindow?
        if since != nil || until != nil {
            let start = try since.map { try TimeText.past($0, from: now) } ?? Instant(milliseconds: 0)
            let end = try until.map { try TimeText.past($0, from: now) } ?? now
            guard start < end else {
                throw ReplicaError.invalidInput("--since must lie before --until, and before now")
            }
            window = MetricWindow(start: start, end: end)
        }
        let request = StatisticsRequest(
            window: window, channel: channel, rule: percentileRule, replyTargetSeconds: target
        )
        let statistics = try common.open().statistics(request, at: now)
        if common.isJSON { return try Output.json(StatisticsReport(statistics)) }
        Output.write(StatisticsText(statistics).text)
    }
}
