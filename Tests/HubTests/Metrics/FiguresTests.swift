import Testing

@testable import Hub

private let minute = MetricsStory.minute, hour = MetricsStory.hour, day = MetricsStory.day

@Suite struct FiguresTests {
    @Test func `an empty denominator is no number, never zero`() {
        let now = MetricsStory.base, none = OutcomeFigures([], asOf: now)
        for proportion in [none.containment, none.escalation, none.involvement, none.resolution, none.finView] {
            #expect(proportion.rate == nil && proportion.interval == nil)
        }
        #expect(none.stack.allSatisfy { $0.share.rate == nil })
        #expect(DurationFigures(milliseconds: [], asOf: now).medianSeconds == nil)
        #expect(SatisfactionFigures([], asOf: now).total.satisfaction.rate == nil)
    }

    @Test(
        arguments: [
            ([1], PercentileRule.nearestRank, 1.0, 1.0), ([1, 2], .nearestRank, 1.5, 2),
            ([1, 2, 9], .nearestRank, 2, 9),
            ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], .nearestRank, 5.5, 9), ([1, 2], .floor, 2, 2), ([1, 2, 9], .floor, 2, 9),
            ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], .floor, 6, 10),
        ] as [([Int64], PercentileRule, Double, Double)])
    func `median and p90 follow their rule`(values: [Int64], rule: PercentileRule, median: Double, p90: Double) {
        let figures = DurationFigures(
            milliseconds: values.reversed().map { $0 * 1000 }, asOf: MetricsStory.base, rule: rule
        )
        #expect(figures.medianSeconds == median && figures.p90Seconds == p90 && figures.rule == rule)
    }

    @Test func `unanswered tickets are out of the median and shown as waiting with the oldest`() {
        var answered = MetricsStory()
        answered.customer(0)
        answered.answer(minute)
        var waiting = MetricsStory(), older = MetricsStory()
        waiting.customer(30 * minute)
        older.customer(10 * minute)
        let tickets = [answered, waiting, older].map { $0.figures(at: hour) }
        let figures = DurationFigures.firstReply(of: tickets, asOf: MetricsStory.at(hour))
        #expect(figures.count == 1 && figures.medianSeconds == 60)
        #expect(figures.waiting == 2 && figures.oldestWaitingSeconds == 50 * minute)
    }

    @Test func `first reply by anybody counts answers and questions back, not greetings or notices`() {
        for role in [Event.MessageRole.answer, .clarify, .action] {
            var story = MetricsStory()
            story.teammate(0)
            story.customer(minute)
            story.message(minute + 1, .ai, .greeting)
            story.message(minute + 2, .ai, .handOffNotice)
            story.message(minute + 3, .customer)
            story.message(minute + 30, .ai, role)
            #expect(story.figures(at: hour).firstReplyMilliseconds == 30_000)
        }
    }

    @Test func `first human reply runs from the hand-off, or from the first message if never AI`() {
        var handedOff = MetricsStory()
        handedOff.customer(0)
        handedOff.answer(minute)
        handedOff.handOff(hour)
        #expect(handedOff.figures(at: hour).waitingForHumanSince == MetricsStory.at(hour))
        handedOff.teammate(hour + 5 * minute)
        #expect(handedOff.figures(at: day).firstHumanReplyMilliseconds == 300_000)
        var human = MetricsStory()
        human.customer(0)
        human.teammate(7 * minute)
        #expect(human.figures(at: day).firstHumanReplyMilliseconds == 420_000)
        human.handOff(hour)
        human.teammate(hour + minute)
        #expect(human.figures(at: day).firstHumanReplyMilliseconds == 60_000)
        var contained = MetricsStory()
        contained.customer(0)
        contained.answer(minute)
        #expect(contained.figures(at: hour).waitingForHumanSince == nil)
    }

    @Test func `time to resolution is wall time, and the open part of it`() throws {
        let office = ScheduleHistory(try BusinessSchedule(zone: .utc, week: ScheduleTests.weekdays))
        var story = MetricsStory()
        story.customer(0)
        story.teammate(hour)
        story.resolve(day + hour)
        let figures = story.figures(at: 2 * day, ServiceLevelConfiguration(policies: [], openingHours: office))
        #expect(figures.resolutionMilliseconds == (day + hour) * 1000)
        #expect(figures.businessResolutionSeconds == 9 * hour)
        let now = MetricsStory.at(2 * day)
        #expect(DurationFigures.resolution(of: figures.episodes, asOf: now).medianSeconds == Double(day + hour))
        #expect(
            DurationFigures.resolution(of: figures.episodes, during: office, asOf: now).medianSeconds
                == Double(9 * hour))
    }

    @Test func `a cohort is of the episodes started in the window, or closed in it by option`() {
        var story = MetricsStory()
        story.customer(0)
        story.resolve(2 * day)
        let episodes = story.episodes(at: 5 * day), now = MetricsStory.at(5 * day)
        let first = MetricWindow(start: MetricsStory.at(0), end: MetricsStory.at(day))
        let third = MetricWindow(start: MetricsStory.at(2 * day), end: MetricsStory.at(3 * day))
        #expect(episodes.cohort(of: first, asOf: now).count == 1 && episodes.cohort(of: third, asOf: now).isEmpty)
        #expect(episodes.cohort(of: first, by: .closed, asOf: now).isEmpty)
        #expect(episodes.cohort(of: third, by: .closed, asOf: now).count == 1)
    }

    /// One episode of each outcome, and one confirmed one that came back.
    private static var oneOfEach: [Episode] {
        var stories = (0..<7).map { _ in MetricsStory() }
        for index in stories.indices { stories[index].customer(0) }
        stories[0].handOff(minute, .toolFailure)
        stories[1].teammate(minute)
        for index in [2, 3, 6] { stories[index].answer(minute) }
        stories[2].rate(2 * minute, 5)
        stories[4].message(minute, .ai, .clarify)
        stories[6].rate(2 * minute, 5)
        for index in stories.indices { stories[index].resolve(hour, by: .system) }
        stories[6].customer(2 * hour)
        return stories.flatMap { $0.episodes(at: 30 * day).prefix(1) }
    }

    @Test func `outcomes with retracted credit apart sum to 100 %`() {
        let figures = OutcomeFigures(Self.oneOfEach, asOf: MetricsStory.at(30 * day))
        #expect(figures.eligible == 7)
        for part in OutcomeFigures.Part.allCases { #expect(figures.count(of: part) == 1, "\(part)") }
        #expect(abs(figures.stack.reduce(0) { $0 + ($1.share.rate ?? 0) } - 1) < 1e-12)
        #expect(figures.containment == Proportion(2, of: 7) && figures.confirmedOnly == Proportion(1, of: 7))
        #expect(figures.involvement == Proportion(4, of: 7) && figures.resolution == Proportion(2, of: 4))
        #expect(figures.escalation == Proportion(1, of: 7) && figures.reasons == [.toolFailure: 1])
    }

    @Test func `Fin view credits a last answer that is not followed up, and a return deducts`() {
        let figures = OutcomeFigures(Self.oneOfEach, asOf: MetricsStory.at(30 * day))
        #expect(figures.finView == Proportion(2, of: 4))
        var story = MetricsStory()
        story.customer(0)
        story.answer(minute)
        story.customer(hour)
        let episodes = story.episodes(at: 3 * day), followed = OutcomeFigures(episodes, asOf: MetricsStory.at(3 * day))
        #expect(followed.finView == Proportion(0, of: 1) && followed.containment == Proportion(1, of: 1))
    }

    @Test func `Zendesk view credits 72 hours of inactivity`() {
        var story = MetricsStory()
        story.customer(0)
        story.message(minute, .ai, .clarify)
        for (seconds, credited) in [(3 * day + minute - 1, 0), (3 * day + minute, 1)] {
            let figures = OutcomeFigures(story.episodes(at: seconds), asOf: MetricsStory.at(seconds))
            #expect(figures.zendeskView == Proportion(credited, of: 1) && figures.contained == 0)
        }
        story.customer(2 * day)
        let figures = OutcomeFigures(story.episodes(at: 4 * day).prefix(1), asOf: MetricsStory.at(4 * day))
        #expect(figures.zendeskCredited == 0)
    }

    @Test func `reopen rate is by who resolved`() {
        var story = MetricsStory()
        story.customer(0)
        story.resolve(hour, by: .ai)
        story.customer(2 * hour)
        story.resolve(3 * hour)
        let figures = ReopenFigures(story.episodes(at: day), asOf: MetricsStory.at(day))
        #expect(figures.rate(resolvedBy: .ai) == Proportion(1, of: 1))
        #expect(figures.rate(resolvedBy: .teammate) == Proportion(0, of: 1))
        #expect(figures.rate == Proportion(1, of: 2) && figures.rate(resolvedBy: .system).rate == nil)
    }

    @Test func `CSAT counts each episode once, by its last rating, by who handled it`() {
        var ai = MetricsStory(), human = MetricsStory(), mixed = MetricsStory(), silent = MetricsStory()
        ai.customer(0)
        ai.answer(minute)
        ai.rate(hour, 2)
        ai.rate(2 * hour, 5)
        human.customer(0)
        human.teammate(minute)
        human.resolve(hour)
        human.rate(2 * hour, 3)
        mixed.customer(0)
        mixed.answer(minute)
        mixed.handOff(2 * minute)
        mixed.teammate(3 * minute)
        mixed.resolve(hour)
        mixed.rate(2 * hour, 4)
        silent.customer(0)
        silent.answer(minute)
        let now = MetricsStory.at(9 * day)
        let figures = SatisfactionFigures([ai, human, mixed, silent].flatMap { $0.episodes(at: 9 * day) }, asOf: now)
        #expect(figures.group(.ai).satisfaction == Proportion(1, of: 1))
        #expect(figures.group(.ai).response == Proportion(1, of: 2))
        #expect(figures.group(.human).satisfaction == Proportion(0, of: 1))
        #expect(figures.group(.mixed).satisfaction == Proportion(1, of: 1))
        #expect(figures.total.satisfaction == Proportion(2, of: 3) && figures.total.response == Proportion(3, of: 4))
    }

    @Test func `the Wilson interval agrees with published values`() throws {
        // Newcombe (1998), table I: 81 of 263 and 0 of 20 and 1 of 29.
        let cases = [(81, 263, 0.2553, 0.3662), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)]
        for (count, total, low, high) in cases {
            let interval = try #require(Proportion(count, of: total).interval)
            #expect(abs(interval.lowerBound - low) < 0.00005 && abs(interval.upperBound - high) < 0.00005)
        }
    }

    @Test func `volume by channel sums to the total, spam and automatic excluded by a switch`() {
        var mail = MetricsStory(channel: "email"), spam = MetricsStory(), bounce = MetricsStory(channel: "email")
        mail.customer(0)
        spam.customer(0)
        spam.add(1, .teammate, .spam(true))
        bounce.message(0, .customer, isAutomatic: true)
        let episodes = [mail, spam, bounce].flatMap { $0.episodes(at: hour) }
        #expect(VolumeFigures(episodes).byChannel == ["email": 1] && VolumeFigures(episodes).excluded == 2)
        let all = VolumeFigures(episodes, excluding: [])
        #expect(all.byChannel == ["email": 2, "widget": 1] && all.total == 3)
    }

    @Test func `a row's badge and stage follow the ticket`() {
        var story = MetricsStory()
        func row(_ seconds: Int64) -> (TicketFigures.Stage, TicketSummary.Resolution) {
            // As a projection holds it: made at the last event, read later.
            let figures = Hub.figures(of: story.events)
            return (figures.stage(asOf: MetricsStory.at(seconds)), figures.badge(asOf: MetricsStory.at(seconds)))
        }
        story.customer(0)
        #expect(row(0) == (.new, .open))
        story.answer(minute)
        #expect(row(hour) == (.assistant, .open))
        #expect(row(2 * day) == (.resolved, .aiAssumed))
        story.handOff(2 * minute)
        #expect(row(2 * day) == (.escalated, .open))
        story.teammate(hour)
        #expect(row(2 * day) == (.human, .open))
        story.resolve(2 * hour)
        #expect(row(3 * hour) == (.resolved, .mixed))
    }

    @Test func `a row counts messages by author and knows who had the last word`() {
        var story = MetricsStory()
        story.customer(0)
        story.message(1, .ai, .greeting)
        #expect(!Hub.figures(of: story.events).messages.isWithoutReply)
        story.message(minute, .observer)
        let figures = Hub.figures(of: story.events)
        #expect(figures.lastAuthor == .observer && figures.lastActivity == MetricsStory.at(minute))
        #expect(figures.waitingSince == MetricsStory.at(0))
        #expect(figures.messages.total == 3 && figures.messages[.observer] == 1 && figures.messages.ai == 1)
    }
}
