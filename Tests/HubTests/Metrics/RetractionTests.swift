import Testing

@testable import Hub

private let minute = MetricsStory.minute, hour = MetricsStory.hour, day = MetricsStory.day

@Suite struct RetractionTests {
    private static var contained: MetricsStory {
        var story = MetricsStory()
        story.customer(0)
        story.answer(minute)
        story.rate(hour, 5)
        story.resolve(2 * hour, by: .customer)
        return story
    }

    @Test func `a reopening within seven days takes the credit back, one second later it does not`() {
        for (seconds, isRetracted) in [(7 * day, true), (7 * day + 1, false)] {
            var story = Self.contained
            story.customer(2 * hour + seconds)
            let now = MetricsStory.at(8 * day), figures = OutcomeFigures(story.episodes(at: 8 * day), asOf: now)
            #expect(figures.count(of: .retracted) == (isRetracted ? 1 : 0))
            #expect(figures.contained == (isRetracted ? 0 : 1))
            #expect(story.episodes(at: 8 * day)[0].outcome(asOf: now) == .containedConfirmed)
        }
    }

    @Test func `a ticket on any channel that is linked as the same issue takes the credit back`() throws {
        let other = Identifier(high: 9, low: 4), end = 2 * hour
        let cases: [(Int64, Bool)] = [(end + 1, true), (end + 7 * day, true), (end + 7 * day + 1, false), (end, false)]
        for (opened, isRetracted) in cases {
            let link = IssueReturn(ticket: other, opened: MetricsStory.at(opened), linked: MetricsStory.at(20 * day))
            let before = Self.contained.episodes(at: 19 * day, returns: [link])[0]
            #expect(!before.isRetracted(asOf: MetricsStory.at(19 * day)))
            let after = Self.contained.episodes(at: 20 * day, returns: [link])[0]
            #expect(after.isRetracted(asOf: MetricsStory.at(20 * day)) == isRetracted)
        }
    }

    @Test func `a link in the ticket itself counts when the other ticket is unknown here`() {
        var story = Self.contained
        let other = Identifier(high: 9, low: 4)
        story.add(day, .teammate, .linkedAsSameIssue(with: other))
        #expect(story.episodes(at: 2 * day)[0].returned == MetricsStory.at(day))
        let older = IssueReturn(ticket: other, opened: MetricsStory.at(-day), linked: MetricsStory.at(day))
        #expect(story.episodes(at: 2 * day, returns: [older])[0].returned == nil)
    }

    @Test func `an escalated episode has no credit to lose`() {
        var story = MetricsStory()
        story.customer(0)
        story.answer(minute)
        story.handOff(hour)
        story.resolve(2 * hour)
        story.customer(3 * hour)
        let figures = OutcomeFigures(story.episodes(at: 4 * hour), asOf: MetricsStory.at(4 * hour))
        #expect(figures.count(of: .retracted) == 0 && figures.count(of: .escalated) == 1)
    }

    @Test func `rates younger than the retraction period are provisional`() {
        func figures(_ seconds: Int64) -> OutcomeFigures {
            OutcomeFigures(Self.contained.episodes(at: seconds), asOf: MetricsStory.at(seconds))
        }
        #expect(figures(hour).undecided == 1 && figures(hour).isProvisional)
        #expect(figures(2 * hour + 7 * day - 1).isProvisional)
        #expect(!figures(2 * hour + 7 * day).isProvisional)
    }
}
