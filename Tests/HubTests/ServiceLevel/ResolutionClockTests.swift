import Testing

@testable import Hub

private let minute = MetricsStory.minute, hour = MetricsStory.hour, day = MetricsStory.day

@Suite struct ResolutionClockTests {
    private func run(
        _ story: MetricsStory, at seconds: Int64, _ configuration: ServiceLevelConfiguration
    ) throws -> ClockRun {
        try #require(story.figures(at: seconds, configuration).clocks.last { $0.clock == .resolution })
    }

    @Test func `pending and snoozed time is not counted`() throws {
        let configuration = try ClockTests.configuration([.resolution: .seconds(hour)])
        var story = MetricsStory()
        story.customer(0)
        story.status(10 * minute, .pending)
        #expect(try run(story, at: hour, configuration).deadline == nil)
        #expect(try run(story, at: hour, configuration).state(asOf: MetricsStory.at(day)) == .paused)
        story.status(100 * minute, .open)
        story.add(110 * minute, .teammate, .snoozed(until: MetricsStory.at(200 * minute)))
        let snoozed = try run(story, at: 120 * minute, configuration)
        #expect(snoozed.deadline == MetricsStory.at(240 * minute))
        #expect(snoozed.state(asOf: MetricsStory.at(199 * minute)) == .paused)
        #expect(snoozed.state(asOf: MetricsStory.at(200 * minute)) == .running)
        story.add(150 * minute, .teammate, .snoozed(until: nil))
        #expect(try run(story, at: 160 * minute, configuration).deadline == MetricsStory.at(190 * minute))
        story.resolve(190 * minute)
        let resolved = try run(story, at: day, configuration)
        #expect(resolved.state(asOf: MetricsStory.at(day)) == .met)
        #expect(resolved.reading(asOf: MetricsStory.at(day)).usedSeconds == hour)
    }

    @Test func `reopening continues with kept elapsed time unless the policy says fresh`() throws {
        for restarts in [false, true] {
            let configuration = try ClockTests.configuration(
                [.resolution: .seconds(hour)], restartsWhenReopened: restarts
            )
            var story = MetricsStory()
            story.customer(0)
            story.resolve(50 * minute)
            story.customer(day)
            let clocks = story.figures(at: day, configuration).clocks
            #expect(clocks.map(\.started) == (restarts ? [0, day] : [0]).map(MetricsStory.at))
            #expect(clocks.last?.deadline == MetricsStory.at(day + (restarts ? 60 : 10) * minute))
        }
    }

    @Test func `whatever happens in closed hours after a target is used up exactly breaches nothing`() throws {
        let configuration = try ClockTests.configuration([.resolution: .seconds(8 * hour)], isBusiness: true)
        var story = MetricsStory()
        story.customer(0)
        story.add(9 * hour, .teammate, .snoozed(until: nil))
        story.add(10 * hour, .teammate, .priority(.high))
        story.add(11 * hour, .teammate, .snoozed(until: nil))
        #expect(try run(story, at: 12 * hour, configuration).deadline == MetricsStory.at(8 * hour))
        var late = story
        story.resolve(day)
        #expect(try run(story, at: 2 * day, configuration).state(asOf: MetricsStory.at(2 * day)) == .met)
        late.resolve(day + 1)
        #expect(try run(late, at: 2 * day, configuration).breached == MetricsStory.at(8 * hour))
    }

    @Test func `a new matter long after the resolution starts a clock of its own`() throws {
        let configuration = try ClockTests.configuration([.resolution: .seconds(hour)])
        var story = MetricsStory()
        story.customer(0)
        story.resolve(50 * minute)
        story.customer(20 * day)
        #expect(try run(story, at: 20 * day, configuration).started == MetricsStory.at(20 * day))
    }

    @Test func `a quiet episode of the AI stops at the deadline of the quiet period`() throws {
        let configuration = try ClockTests.configuration([.resolution: .seconds(2 * day)])
        var story = MetricsStory()
        story.customer(0)
        story.answer(minute)
        let run = try run(story, at: 5 * day, configuration)
        #expect(run.stopped == MetricsStory.at(day + minute))
        #expect(run.state(asOf: MetricsStory.at(5 * day)) == .met)
    }

    @Test func `a close by the import leaves the resolution clock`() throws {
        let configuration = try ClockTests.configuration([.resolution: .seconds(60 * day)])
        var story = MetricsStory()
        story.customer(0)
        story.add(30 * day, .system, .closedAsImported)
        #expect(try run(story, at: 90 * day, configuration).state(asOf: MetricsStory.at(90 * day)) == .left)
    }
}
