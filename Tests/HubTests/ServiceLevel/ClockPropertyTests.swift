import Testing

@testable import Hub

@Suite struct ClockPropertyTests {
    private static let minutes: [ServiceClock: Int64] = [
        .firstResponse: 90, .nextResponse: 45, .handOffResponse: 30, .resolution: 600,
    ]

    private static func target(_ clock: ServiceClock, _ priority: Priority) -> Int64 {
        (minutes[clock] ?? 0) * Int64(4 - priority.rawValue)
    }

    @Test(arguments: MetricsSeed.seeds(60))
    func `what the clocks consume and when they breach equals a simulation minute by minute`(seed: UInt64) throws {
        var random = MetricsSeed(seed: seed)
        let hours = [OpeningHours(opens: 8 * 3600, closes: 12 * 3600), OpeningHours(opens: 46_800, closes: 62_100)]
        let holiday = try #require(LocalDate("2024-07-04"))
        let zone = try #require(LocalZone(identifier: "America/New_York"))
        let office = try BusinessSchedule(
            zone: zone, week: Array(repeating: hours, count: 6) + [[]], holidays: [holiday]
        )
        let schedule = try ScheduleHistory(versions: [
            .init(from: MetricsStory.base, schedule: office),
            .init(from: MetricsStory.at(3 * 86_400 + 7200), schedule: Bool.random(using: &random) ? .always : office),
        ])
        let policies = Priority.allCases.map { priority in
            ServiceLevelPolicy(
                id: "\(priority)", priorities: [priority],
                targets: Dictionary(
                    uniqueKeysWithValues: ServiceClock.allCases.map {
                        ($0, .seconds(Self.target($0, priority) * 60))
                    }),
                schedule: schedule
            )
        }
        let story = Self.story(using: &random)
        let end = (story.length / 60 + Int64.random(in: 0...2000, using: &random)) * 60
        var simulation = ClockSimulation(schedule: schedule, target: Self.target)
        simulation.run(story.events, until: MetricsStory.at(end))
        let clocks = story.figures(at: end, ServiceLevelConfiguration(policies: policies)).clocks
        let now = MetricsStory.at(end)
        #expect(clocks.count == simulation.runs.count, "seed \(seed)")
        for (clock, run) in zip(clocks, simulation.runs) {
            let reading = clock.reading(asOf: now)
            #expect(clock.clock == run.clock && clock.started == run.started, "seed \(seed)")
            #expect(reading.usedSeconds == run.used * 60, "seed \(seed), \(run.clock)")
            #expect(reading.breached == run.breached, "seed \(seed), \(run.clock)")
            #expect((clock.stopped == nil) == run.isRunning, "seed \(seed), \(run.clock)")
        }
    }

    /// A ticket of people alone, on whole minutes.
    private static func story(using random: inout MetricsSeed) -> MetricsStory {
        var story = MetricsStory(assistance: nil)
        var minute: Int64 = 0
        for _ in 0..<Int.random(in: 1...20, using: &random) {
            minute += [0, 1, 7, 30, 45, 90, 300, 700].randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<12, using: &random) {
            case 0...3: story.customer(minute * 60)
            case 4...5: story.teammate(minute * 60)
            case 6: story.handOff(minute * 60)
            case 7: story.resolve(minute * 60)
            case 8: story.status(minute * 60, Bool.random(using: &random) ? .open : .pending)
            case 9:
                let until = MetricsStory.at((minute + Int64.random(in: 0...900, using: &random)) * 60)
                story.add(minute * 60, .teammate, .snoozed(until: Bool.random(using: &random) ? until : nil))
            default:
                story.add(minute * 60, .teammate, .priority(Priority.allCases.randomElement(using: &random) ?? .low))
            }
        }
        return story
    }
}
