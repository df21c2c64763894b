import Testing

@testable import Hub

private let minute = MetricsStory.minute, hour = MetricsStory.hour, day = MetricsStory.day

/// 2024-07-01 is a Monday; stories begin at 09:00 UTC, and the office is open from 9 to 17 on weekdays.
@Suite struct ClockTests {
    static func configuration(
        _ targets: [ServiceClock: TargetDuration], isBusiness: Bool = false, countsAssistantReplies: Bool = true,
        restartsWhenReopened: Bool = false
    ) throws -> ServiceLevelConfiguration {
        let office = ScheduleHistory(try BusinessSchedule(zone: .utc, week: ScheduleTests.weekdays))
        return ServiceLevelConfiguration(policies: [
            ServiceLevelPolicy(
                id: "p", targets: targets, schedule: isBusiness ? office : .always,
                countsAssistantReplies: countsAssistantReplies, restartsWhenReopened: restartsWhenReopened
            )
        ])
    }

    private func runs(
        _ story: MetricsStory, at seconds: Int64, _ configuration: ServiceLevelConfiguration, _ clock: ServiceClock
    ) -> [ClockRun] {
        story.figures(at: seconds, configuration).clocks.filter { $0.clock == clock }
    }

    private func state(_ run: ClockRun?, at seconds: Int64) -> ClockReading.State? {
        run?.state(asOf: MetricsStory.at(seconds))
    }

    @Test func `breach is at the first instant consumed is more than the target, equal is met`() throws {
        let configuration = try Self.configuration([.firstResponse: .seconds(hour)])
        for (reply, state) in [(hour, ClockReading.State.met), (hour + 1, .breached)] {
            var story = MetricsStory()
            story.customer(0)
            story.teammate(reply)
            let run = try #require(runs(story, at: day, configuration, .firstResponse).first)
            #expect(self.state(run, at: day) == state)
            #expect(run.breached == (state == .breached ? MetricsStory.at(hour) : nil))
            #expect(run.reading(asOf: MetricsStory.at(day)).usedSeconds == reply)
        }
    }

    @Test func `an unanswered message breaches by itself, stamped with the deadline`() throws {
        let configuration = try Self.configuration([.firstResponse: .seconds(hour)])
        var story = MetricsStory()
        story.customer(0)
        let run = try #require(runs(story, at: 0, configuration, .firstResponse).first)
        #expect(state(run, at: 0) == .running && state(run, at: hour) == .running)
        #expect(state(run, at: hour + 1) == .breached)
        let reading = run.reading(asOf: MetricsStory.at(2 * hour))
        #expect(reading.breached == MetricsStory.at(hour) && reading.remainingSeconds == -hour)
        #expect(run.reading(asOf: MetricsStory.at(10 * minute)).remainingSeconds == 50 * minute)
        #expect(run.deadline == MetricsStory.at(hour))
    }

    @Test func `late replies and fast resolves cannot hide a breach`() throws {
        let configuration = try Self.configuration([.firstResponse: .seconds(hour), .handOffResponse: .seconds(hour)])
        var story = MetricsStory()
        story.customer(0)
        story.handOff(minute)
        story.resolve(2 * minute)
        for clock in [ServiceClock.firstResponse, .handOffResponse] {
            let run = try #require(runs(story, at: 3 * hour, configuration, clock).first)
            #expect(state(run, at: 3 * hour) == .breached)
        }
        story.teammate(4 * hour)
        let run = try #require(runs(story, at: 5 * hour, configuration, .firstResponse).first)
        #expect(run.breached == MetricsStory.at(hour) && run.stop == .reply)
    }

    @Test func `a greeting, a notice and an observer stop no clock`() throws {
        let configuration = try Self.configuration([.firstResponse: .seconds(hour)])
        var story = MetricsStory()
        story.customer(0)
        story.message(1, .ai, .greeting)
        story.message(2, .ai, .handOffNotice)
        story.message(3, .ai, .offer)
        story.message(4, .observer)
        story.message(5, .teammate, isAutomatic: true)
        story.message(6, .automation)
        #expect(runs(story, at: minute, configuration, .firstResponse).map(\.stopped) == [nil])
    }

    @Test func `an answer of the AI counts if the policy says so, which it does by default`() throws {
        for counts in [true, false] {
            let configuration = try Self.configuration(
                [.firstResponse: .seconds(hour)], countsAssistantReplies: counts
            )
            var story = MetricsStory()
            story.customer(0)
            story.answer(minute)
            story.teammate(2 * minute)
            let run = try #require(runs(story, at: hour, configuration, .firstResponse).first)
            #expect(run.stopped == MetricsStory.at(counts ? minute : 2 * minute))
        }
    }

    @Test func `small talk starts no clock, the first meaningful message does`() throws {
        let configuration = try Self.configuration([.firstResponse: .seconds(hour)])
        var story = MetricsStory()
        let hello = story.customer(0)
        story.judge(1, hello, .notMeaningful)
        story.customer(10 * minute)
        #expect(runs(story, at: hour, configuration, .firstResponse).map(\.started) == [MetricsStory.at(10 * minute)])
    }

    @Test func `an agent-started ticket begins at the first customer message`() throws {
        let configuration = try Self.configuration([.firstResponse: .seconds(hour)])
        var story = MetricsStory()
        story.teammate(0)
        story.customer(hour)
        story.teammate(hour + minute)
        let run = try #require(runs(story, at: day, configuration, .firstResponse).first)
        #expect(run.started == MetricsStory.at(hour) && run.stopped == MetricsStory.at(hour + minute))
    }

    @Test func `next response runs from the oldest unanswered message, later ones do not reset it`() throws {
        let configuration = try Self.configuration([.nextResponse: .seconds(hour)])
        var story = MetricsStory()
        story.customer(0)
        story.teammate(minute)
        story.customer(10 * minute)
        story.customer(50 * minute)
        story.teammate(71 * minute)
        story.teammate(80 * minute)
        story.customer(90 * minute)
        story.resolve(100 * minute)
        let runs = runs(story, at: day, configuration, .nextResponse)
        #expect(runs.map(\.started) == [MetricsStory.at(10 * minute), MetricsStory.at(90 * minute)])
        #expect(runs.map { state($0, at: day) } == [.breached, .met])
        #expect(runs.map(\.stop) == [.reply, .resolution])
        #expect(runs[0].breached == MetricsStory.at(70 * minute))
    }

    @Test func `before the first reply only the first response runs`() throws {
        let configuration = try Self.configuration([.firstResponse: .seconds(hour), .nextResponse: .seconds(minute)])
        var story = MetricsStory()
        story.customer(0)
        story.customer(minute)
        #expect(story.figures(at: hour, configuration).clocks.map(\.clock) == [.firstResponse])
    }

    @Test func `pending or snooze without a reply does not stop response clocks`() throws {
        let targets: [ServiceClock: TargetDuration] = [
            .firstResponse: .seconds(hour), .handOffResponse: .seconds(hour),
        ]
        let configuration = try Self.configuration(targets)
        for kind in [Event.Kind.status(.pending), .snoozed(until: MetricsStory.at(day))] {
            var story = MetricsStory()
            story.customer(0)
            story.handOff(0)
            story.add(minute, .teammate, kind)
            for run in story.figures(at: 2 * hour, configuration).clocks {
                #expect(state(run, at: 2 * hour) == .breached)
            }
        }
    }

    @Test func `reply and pending in one action satisfies the first response`() throws {
        let configuration = try Self.configuration([.firstResponse: .seconds(hour)])
        for isReplyFirst in [true, false] {
            var story = MetricsStory()
            story.customer(0)
            if isReplyFirst { story.teammate(minute) }
            story.status(minute, .pending)
            if !isReplyFirst { story.teammate(minute) }
            #expect(state(runs(story, at: day, configuration, .firstResponse).first, at: day) == .met)
        }
    }

    @Test func `hand-off response runs from the hand-off to the first public human reply`() throws {
        let configuration = try Self.configuration([.handOffResponse: .seconds(hour)])
        var story = MetricsStory()
        story.customer(0)
        story.handOff(minute)
        story.answer(2 * minute)
        story.handOff(3 * minute)
        story.teammate(61 * minute)
        story.handOff(70 * minute)
        let runs = runs(story, at: 80 * minute, configuration, .handOffResponse)
        #expect(runs.map(\.started) == [MetricsStory.at(minute), MetricsStory.at(70 * minute)])
        #expect(runs.map { state($0, at: 80 * minute) } == [.met, .running])
    }

    @Test func `a takeover is a hand-off that is answered as soon as the person writes`() throws {
        let configuration = try Self.configuration([.handOffResponse: .seconds(hour)])
        var story = MetricsStory()
        story.customer(0)
        story.answer(minute)
        story.teammate(hour)
        let run = try #require(runs(story, at: day, configuration, .handOffResponse).first)
        #expect(run.started == MetricsStory.at(hour) && run.stopped == run.started)
    }

    @Test func `merged tickets leave all clocks`() throws {
        let targets = Dictionary(uniqueKeysWithValues: ServiceClock.allCases.map { ($0, TargetDuration.seconds(hour)) })
        let configuration = try Self.configuration(targets)
        var story = MetricsStory()
        story.customer(0)
        story.handOff(0)
        story.add(minute, .teammate, .merged(into: Identifier(high: 1, low: 4)))
        story.customer(2 * minute)
        let clocks = story.figures(at: day, configuration).clocks
        #expect(clocks.count == 3)
        for run in clocks { #expect(state(run, at: day) == .left) }
        #expect(story.figures(at: day, configuration).serviceState(asOf: MetricsStory.at(day)) == .none)
    }

    @Test func `a bare thanks after resolve starts no clock, and that can be undone`() throws {
        let configuration = try Self.configuration([.nextResponse: .seconds(hour), .resolution: .seconds(day)])
        var story = MetricsStory()
        story.customer(0)
        story.teammate(minute)
        story.resolve(2 * minute)
        let thanks = story.customer(3 * minute)
        story.judge(3 * minute, thanks, .thanks)
        #expect(story.figures(at: hour, configuration).clocks.map(\.clock) == [.resolution])
        story.judge(4 * minute, thanks, .openQuestion)
        #expect(story.figures(at: hour, configuration).clocks.map(\.clock) == [.resolution, .nextResponse])
    }

    @Test func `closed hours pause every clock`() throws {
        let configuration = try Self.configuration([.firstResponse: .seconds(8 * hour)], isBusiness: true)
        var story = MetricsStory()
        story.customer(4 * hour)
        let run = try #require(runs(story, at: 4 * hour, configuration, .firstResponse).first)
        #expect(run.deadline == MetricsStory.at(day + 4 * hour))
        #expect(state(run, at: 9 * hour) == .paused && state(run, at: day) == .running)
        #expect(run.reading(asOf: MetricsStory.at(12 * hour)).remainingSeconds == 4 * hour)
    }

    @Test func `a target used up at closing time is met until the next opening`() throws {
        let configuration = try Self.configuration([.firstResponse: .businessDays(1)], isBusiness: true)
        var story = MetricsStory()
        story.customer(0)
        let run = try #require(runs(story, at: 0, configuration, .firstResponse).first)
        #expect(run.deadline == MetricsStory.at(8 * hour) && run.lastMet == MetricsStory.at(day))
        #expect(state(run, at: 12 * hour) == .paused)
        #expect(state(run, at: day + 1) == .breached)
        for (reply, breached) in [(day, nil), (day + 1, MetricsStory.at(8 * hour))] as [(Int64, Instant?)] {
            var answered = story
            answered.teammate(reply)
            #expect(runs(answered, at: 2 * day, configuration, .firstResponse).map(\.breached) == [breached])
        }
    }
}
