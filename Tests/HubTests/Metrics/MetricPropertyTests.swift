import Testing

@testable import Hub

/// What must hold for any life of a ticket.
@Suite struct MetricPropertyTests {
    private static let configuration = ServiceLevelConfiguration(policies: [
        ServiceLevelPolicy(
            id: "urgent", priorities: [.urgent], targets: [.firstResponse: .seconds(1800), .resolution: .seconds(7200)]
        ),
        ServiceLevelPolicy(
            id: "rest",
            targets: [
                .firstResponse: .seconds(3600), .nextResponse: .seconds(4 * 3600), .handOffResponse: .seconds(3600),
                .resolution: .businessDays(2),
            ]
        ),
    ])

    @Test(arguments: MetricsSeed.seeds(20))
    func `the order in which changes are applied, replays and restarts change no number`(seed: UInt64) {
        var random = MetricsSeed(seed: seed)
        for _ in 0..<50 {
            let story = MetricsStory.random(25, using: &random)
            func figures(_ events: [Event], asOf instant: Instant?) -> TicketFigures {
                Hub.figures(of: events, configuration: Self.configuration, asOf: instant)
            }
            let now = MetricsStory.at(Int64.random(in: 0...story.length + 10 * MetricsStory.day, using: &random))
            let expected = figures(story.events, asOf: now)
            #expect(figures(story.events, asOf: now) == expected, "seed \(seed)")
            #expect(figures(story.events.shuffled(using: &random), asOf: now) == expected, "seed \(seed)")
            // A replica that was stopped anywhere holds a part, and then gets the rest.
            let cut = Int.random(in: 0...story.events.count, using: &random)
            let rest = Array(story.events[cut...] + story.events[..<cut])
            #expect(figures(rest, asOf: now) == expected, "seed \(seed)")
            // What happens after the present is not known to it.
            let known = story.events.filter { $0.occurred <= now }
            #expect(figures(known, asOf: now) == expected, "seed \(seed)")
            let withoutLost = story.events.filter { !$0.isSuperseded }
            #expect(figures(withoutLost, asOf: nil) == figures(story.events, asOf: nil), "seed \(seed)")
        }
    }

    @Test(arguments: MetricsSeed.seeds(20))
    func `a worker that sleeps at any time changes no number`(seed: UInt64) {
        var random = MetricsSeed(seed: seed)
        for _ in 0..<50 {
            let story = MetricsStory.random(25, revisesJudgements: false, using: &random)
            let end = story.length + 5 * MetricsStory.day
            var worked = story
            // The worker wakes now and then and writes what fell due before, at the instant at which it fell due.
            for _ in 0..<4 {
                let now = MetricsStory.at(Int64.random(in: 0...end, using: &random))
                let known = Hub.figures(of: worked.events.filter { $0.occurred <= now })
                guard let due = known.badgeChange, due <= now else { continue }
                worked.resolve((due.milliseconds - MetricsStory.base.milliseconds) / 1000, by: .system)
            }
            let instant = MetricsStory.at(end)
            let (left, right) = (
                story.figures(at: end, Self.configuration), worked.figures(at: end, Self.configuration)
            )
            #expect(left.episodes.map(\.start) == right.episodes.map(\.start), "seed \(seed)")
            #expect(left.episodes.map(\.end) == right.episodes.map(\.end), "seed \(seed)")
            #expect(left.clocks.map(\.started) == right.clocks.map(\.started), "seed \(seed)")
            #expect(left.clocks.map(\.stopped) == right.clocks.map(\.stopped), "seed \(seed)")
            for (one, other) in zip(left.clocks, right.clocks) {
                #expect(one.state(asOf: instant) == other.state(asOf: instant), "seed \(seed)")
                #expect(one.breached(asOf: instant) == other.breached(asOf: instant), "seed \(seed)")
            }
            #expect(
                OutcomeFigures(left.episodes, asOf: instant) == OutcomeFigures(right.episodes, asOf: instant),
                "seed \(seed)"
            )
        }
    }

    @Test(arguments: MetricsSeed.seeds(20))
    func `containment is involvement times resolution, and outcomes sum to eligible`(seed: UInt64) throws {
        var random = MetricsSeed(seed: seed)
        let end = 100 * MetricsStory.day
        let episodes = (0..<400).flatMap { _ in MetricsStory.random(12, using: &random).episodes(at: end) }
        let figures = OutcomeFigures(episodes, asOf: MetricsStory.at(end))
        let containment = try #require(figures.containment.rate), involvement = try #require(figures.involvement.rate)
        let resolution = try #require(figures.resolution.rate)
        #expect(figures.contained > 0, "seed \(seed)")
        #expect(abs(containment - involvement * resolution) < 1e-12, "seed \(seed)")
        #expect(figures.parts.values.reduce(0, +) == figures.eligible, "seed \(seed)")
        #expect(abs(figures.stack.reduce(0) { $0 + ($1.share.rate ?? 0) } - 1) < 1e-9, "seed \(seed)")
        #expect(figures.eligible + figures.undecided + figures.ineligible == episodes.count, "seed \(seed)")
        #expect(figures.reasons.values.reduce(0, +) == figures.count(of: .escalated), "seed \(seed)")
        let volume = VolumeFigures(episodes)
        #expect(volume.total + volume.excluded == episodes.count, "seed \(seed)")
    }

    @Test(arguments: MetricsSeed.seeds(20))
    func `the stages of the breach funnel never increase`(seed: UInt64) {
        var random = MetricsSeed(seed: seed)
        let now = 3 * MetricsStory.day
        let runs = (0..<100).flatMap { _ in
            MetricsStory.random(12, using: &random).figures(at: now, Self.configuration).clocks
        }
        let funnel = BreachFunnel(runs, asOf: MetricsStory.at(now))
        #expect(funnel.underPolicy == runs.count && funnel.breached > 0, "seed \(seed)")
        #expect(funnel.underPolicy >= funnel.halfUsed && funnel.halfUsed >= funnel.atRisk, "seed \(seed)")
        #expect(funnel.atRisk >= funnel.breached, "seed \(seed)")
        #expect(funnel.answeredAfterBreach + funnel.stillOpen <= funnel.breached, "seed \(seed)")
    }

    @Test(arguments: MetricsSeed.seeds(20))
    func `a row made at the last event tells the same of any later instant as one made then`(seed: UInt64) {
        var random = MetricsSeed(seed: seed)
        for _ in 0..<50 {
            let story = MetricsStory.random(15, using: &random)
            let later = story.length + Int64.random(in: 0...4 * MetricsStory.day, using: &random)
            let instant = MetricsStory.at(later)
            let row = Hub.figures(of: story.events, configuration: Self.configuration)
            let fresh = story.figures(at: later, Self.configuration)
            #expect(row.badge(asOf: instant) == fresh.badge(asOf: instant), "seed \(seed)")
            #expect(row.stage(asOf: instant) == fresh.stage(asOf: instant), "seed \(seed)")
            // A quiet end stops clocks; until it is written a row may still show them running.
            guard row.badgeChange.map({ $0 > instant }) ?? true else { continue }
            #expect(row.serviceState(asOf: instant) == fresh.serviceState(asOf: instant), "seed \(seed)")
            #expect(row.breached(asOf: instant) == fresh.breached(asOf: instant), "seed \(seed)")
        }
    }
}
