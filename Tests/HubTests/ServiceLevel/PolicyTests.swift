import Testing

@testable import Hub

private let minute = MetricsStory.minute, hour = MetricsStory.hour, day = MetricsStory.day

@Suite struct PolicyTests {
    private static let configuration = ServiceLevelConfiguration(policies: [
        ServiceLevelPolicy(id: "vip", segments: ["vip"], targets: [.firstResponse: .seconds(10 * minute)]),
        ServiceLevelPolicy(
            id: "urgent", priorities: [.urgent, .high], targets: [.firstResponse: .seconds(30 * minute)]
        ),
        ServiceLevelPolicy(id: "mail", channels: ["email"], targets: [.firstResponse: .seconds(8 * hour)]),
        ServiceLevelPolicy(id: "days", channels: ["slack"], targets: [.firstResponse: .businessDays(1)]),
        ServiceLevelPolicy(id: "rest", channels: ["widget"], targets: [.firstResponse: .seconds(2 * hour)]),
    ])

    private func run(_ story: MetricsStory, at seconds: Int64) -> ClockRun? {
        story.figures(at: seconds, Self.configuration).clocks.first
    }

    @Test func `the first policy in order that matches holds`() {
        func policy(_ channel: String, _ segment: String?, _ priority: Priority) -> String? {
            Self.configuration.policy(at: MetricsStory.base, channel: channel, segment: segment, priority: priority)?.id
        }
        #expect(policy("email", "vip", .urgent) == "vip")
        #expect(policy("email", "free", .high) == "urgent")
        #expect(policy("email", nil, .normal) == "mail")
        #expect(policy("widget", nil, .low) == "rest")
        #expect(policy("api", nil, .low) == nil)
    }

    @Test func `changing priority or segment selects again and keeps elapsed time`() {
        var story = MetricsStory()
        story.customer(0)
        #expect(run(story, at: 0)?.deadline == MetricsStory.at(2 * hour))
        story.add(20 * minute, .teammate, .priority(.urgent))
        #expect(run(story, at: 20 * minute)?.deadline == MetricsStory.at(30 * minute))
        #expect(run(story, at: 20 * minute)?.policy == "urgent")
        story.add(25 * minute, .teammate, .priority(.normal))
        #expect(run(story, at: 25 * minute)?.deadline == MetricsStory.at(2 * hour))
        story.add(26 * minute, .teammate, .segment("vip"))
        // The new target is behind already: this is the first instant at which it is exceeded.
        #expect(run(story, at: 26 * minute)?.breached == MetricsStory.at(26 * minute))
    }

    @Test func `a breach stays whatever the ticket is changed to`() {
        var story = MetricsStory()
        story.add(0, .teammate, .priority(.urgent))
        story.customer(0)
        story.add(hour, .teammate, .priority(.low))
        story.teammate(hour + minute)
        let run = run(story, at: day)
        #expect(run?.breached == MetricsStory.at(30 * minute))
        #expect(run?.state(asOf: MetricsStory.at(day)) == .breached)
    }

    @Test func `exactly used up at the change is met`() {
        var story = MetricsStory()
        story.customer(0)
        story.add(30 * minute, .teammate, .priority(.high))
        var answered = story
        answered.teammate(30 * minute)
        #expect(run(answered, at: day)?.state(asOf: MetricsStory.at(day)) == .met)
        story.teammate(30 * minute + 1)
        #expect(run(story, at: day)?.breached == MetricsStory.at(30 * minute))
    }

    @Test func `elapsed time is kept through a policy in other units and through none`() {
        var story = MetricsStory(channel: "slack")
        story.add(0, .system, .priority(.high))
        story.customer(0)
        story.add(12 * minute, .teammate, .priority(.low))
        #expect(run(story, at: 12 * minute)?.deadline == MetricsStory.at(day))
        story.add(20 * minute, .teammate, .priority(.high))
        #expect(run(story, at: 20 * minute)?.deadline == MetricsStory.at(30 * minute))
        var api = MetricsStory(channel: "api")
        api.customer(0)
        #expect(run(api, at: hour) == nil)
        api.add(20 * minute, .teammate, .priority(.high))
        #expect(run(api, at: hour)?.deadline == MetricsStory.at(30 * minute))
    }

    @Test func `an edited policy is for clocks that start after the edit`() {
        let configuration = ServiceLevelConfiguration(versions: [
            .init(
                from: MetricsStory.at(10 * minute),
                policies: [ServiceLevelPolicy(id: "new", targets: [.firstResponse: .seconds(minute)])]
            ),
            .init(
                from: MetricsStory.at(-day),
                policies: [ServiceLevelPolicy(id: "old", targets: [.firstResponse: .seconds(hour)])]
            ),
        ])
        for (start, policy) in [(Int64(0), "old"), (10 * minute, "new")] {
            var story = MetricsStory()
            story.customer(start)
            #expect(story.figures(at: day, configuration).clocks.map(\.policy) == [policy])
        }
    }

    @Test func `the breach funnel is nested and its ends are told apart`() {
        let configuration = ServiceLevelConfiguration(policies: [
            ServiceLevelPolicy(id: "p", targets: [.firstResponse: .seconds(100)])
        ])
        var runs: [ClockRun] = []
        for reply in [49, 50, 79, 80, 100, 101, nil] as [Int64?] {
            var story = MetricsStory()
            story.customer(0)
            if let reply { story.teammate(reply) }
            runs += story.figures(at: hour, configuration).clocks
        }
        let funnel = BreachFunnel(runs, asOf: MetricsStory.at(hour))
        #expect([funnel.underPolicy, funnel.halfUsed, funnel.atRisk, funnel.breached] == [7, 6, 4, 2])
        #expect([funnel.answeredAfterBreach, funnel.stillOpen] == [1, 1])
    }
}
