import CRDT
import Testing

@testable import Hub

private let minute = MetricsStory.minute, hour = MetricsStory.hour, day = MetricsStory.day

@Suite struct EpisodeTests {
    @Test func `an episode starts at the first customer public message and ends at resolved`() {
        var story = MetricsStory()
        story.teammate(minute)
        story.customer(hour)
        story.resolve(2 * hour)
        let episodes = story.episodes(at: day)
        #expect(episodes.map(\.start) == [MetricsStory.at(hour)])
        #expect(episodes.map(\.end) == [MetricsStory.at(2 * hour)])
        #expect(episodes.map(\.beginning) == [.first])
    }

    @Test func `without a customer's message there is no episode`() {
        var story = MetricsStory()
        story.teammate(minute)
        story.resolve(hour)
        story.status(2 * hour, .open)
        #expect(story.episodes(at: day).isEmpty)
        #expect(story.figures(at: day).stage(asOf: MetricsStory.at(day)) == .new)
    }

    @Test(arguments: [("widget", Int64(14)), ("slack", 14), ("email", 30)])
    func `a message within 14 days, by email 30, reopens; later it is a new matter`(channel: String, days: Int64) {
        for (late, beginning) in [(Int64(0), Episode.Beginning.reopened), (1, .followUp)] {
            var story = MetricsStory(channel: channel)
            story.customer(0)
            story.resolve(hour)
            story.customer(hour + days * day + late)
            #expect(story.episodes(at: 40 * day).map(\.beginning) == [.first, beginning])
            let figures = ReopenFigures(story.episodes(at: 40 * day), asOf: MetricsStory.at(40 * day))
            #expect(figures.rate(resolvedBy: .teammate) == Proportion(beginning == .reopened ? 1 : 0, of: 1))
        }
    }

    @Test func `a bare thanks after resolve does not reopen, and that can be undone`() {
        var story = MetricsStory()
        story.customer(0)
        story.resolve(hour)
        let thanks = story.customer(2 * hour)
        story.judge(2 * hour, thanks, .thanks)
        #expect(story.episodes(at: day).count == 1)
        story.judge(day, thanks, .openQuestion)
        #expect(story.episodes(at: day).map(\.start) == [MetricsStory.at(0), MetricsStory.at(2 * hour)])
    }

    @Test func `an auto-reply after resolve does not reopen`() {
        var story = MetricsStory()
        story.customer(0)
        story.resolve(hour)
        story.message(2 * hour, .customer, isAutomatic: true)
        #expect(story.episodes(at: day).count == 1)
    }

    @Test func `a teammate reopens whenever it was, and the message that follows belongs to it`() {
        var story = MetricsStory()
        story.customer(0)
        story.resolve(hour)
        story.status(100 * day, .open)
        story.customer(101 * day)
        let episodes = story.episodes(at: 101 * day)
        #expect(episodes.map(\.beginning) == [.first, .reopened])
        #expect(episodes[1].start == MetricsStory.at(100 * day))
    }

    @Test func `a message of the very instant of the resolution does not reopen, whichever sorts first`() {
        var story = MetricsStory()
        story.customer(0)
        story.resolve(hour)
        story.customer(hour)
        story.teammate(hour)
        let episodes = story.episodes(at: day)
        #expect(episodes.count == 1)
        #expect(episodes[0].touched == MetricsStory.at(hour))
    }

    @Test func `a write that lost to a concurrent one and what happens later do not count`() {
        var story = MetricsStory()
        story.customer(0)
        story.add(minute, .teammate, isSuperseded: true, .status(.resolved))
        story.resolve(hour)
        #expect(story.episodes(at: hour - 1).map(\.closing) == [nil])
        #expect(story.episodes(at: hour).map(\.end) == [MetricsStory.at(hour)])
    }

    @Test func `a merged ticket has no outcome, and nothing counts after it`() throws {
        var story = MetricsStory()
        story.customer(0)
        story.answer(minute)
        story.add(hour, .teammate, .merged(into: Identifier(high: 1, low: 4)))
        story.customer(2 * hour)
        let episodes = story.episodes(at: 3 * day), now = MetricsStory.at(3 * day)
        #expect(episodes.map(\.closing) == [.merged])
        #expect(episodes.map { $0.outcome(asOf: now) } == [nil])
        #expect(VolumeFigures(episodes).byChannel == ["widget": 1])
    }

    @Test func `a merge that was taken back counts for nothing, and one after it counts`() {
        let other = Identifier(high: 1, low: 4)
        var without = MetricsStory()
        without.customer(0)
        without.answer(minute)
        var with = without
        with.add(hour, .teammate, .merged(into: other))
        with.add(2 * hour, .teammate, .merged(into: nil))
        #expect(with.episodes(at: hour).map(\.closing) == [.merged], "then it was merged")
        for story in [0, 1] {
            if story == 0 {
                without.customer(3 * hour)
                with.customer(3 * hour)
            } else {
                without.add(4 * hour, .teammate, .merged(into: other))
                with.add(4 * hour, .teammate, .merged(into: other))
            }
            let now = MetricsStory.at(5 * hour)
            #expect(with.episodes(at: 5 * hour).map(\.closing) == without.episodes(at: 5 * hour).map(\.closing))
            #expect(
                with.episodes(at: 5 * hour).map { $0.outcome(asOf: now) }
                    == without.episodes(at: 5 * hour).map { $0.outcome(asOf: now) })
            #expect(
                with.episodes(at: 5 * hour).map(\.waitingSince) == without.episodes(at: 5 * hour).map(\.waitingSince))
        }
    }

    @Test func `the worker's resolution and its absence give the same figures`() {
        var without = MetricsStory()
        without.customer(0)
        without.answer(minute)
        var with = without
        with.resolve(day + minute, by: .system)
        for seconds in [day + minute, day + hour, 2 * day] {
            #expect(without.episodes(at: seconds) == with.episodes(at: seconds))
        }
        without.customer(day + hour)
        with.customer(day + hour)
        let (left, right) = (without.episodes(at: 2 * day), with.episodes(at: 2 * day))
        #expect(left.map(\.start) == right.map(\.start) && left.map(\.end) == right.map(\.end))
        #expect(left.map(\.closing) == right.map(\.closing) && left.map(\.returned) == right.map(\.returned))
        #expect(left.map(\.beginning) == [.first, .reopened])
    }

    @Test func `customer wait is the total time the last word was the customer's`() {
        var story = MetricsStory()
        story.customer(0)
        story.customer(10 * minute)
        story.message(20 * minute, .observer)
        story.answer(30 * minute)
        let thanks = story.customer(40 * minute)
        story.judge(40 * minute, thanks, .thanks)
        story.customer(60 * minute)
        story.resolve(70 * minute)
        story.customer(100 * minute)
        let figures = story.figures(at: 105 * minute)
        #expect(figures.customerWaitMilliseconds(asOf: MetricsStory.at(105 * minute)) == (30 + 10 + 5) * 60_000)
        #expect(figures.waitingSince == MetricsStory.at(100 * minute))
    }
}
