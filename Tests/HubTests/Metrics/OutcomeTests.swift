import Testing

@testable import Hub

private let minute = MetricsStory.minute, hour = MetricsStory.hour, day = MetricsStory.day

@Suite struct OutcomeTests {
    @Test func `at least one hand-off is escalated, whoever finished it`() {
        var story = MetricsStory()
        story.customer(0)
        story.answer(minute)
        story.handOff(2 * minute, .frustration)
        story.teammate(hour)
        story.answer(2 * hour)
        story.rate(2 * hour + 1, 5)
        story.resolve(3 * hour, by: .ai)
        #expect(story.outcomes(at: day) == [.escalated])
        #expect(story.episodes(at: day)[0].escalation?.handOff.reason == .frustration)
    }

    @Test func `a hand-off without any answer of the AI is escalated`() {
        var story = MetricsStory()
        story.customer(0)
        story.handOff(minute, .policyRule("r1"))
        story.resolve(hour)
        #expect(story.outcomes(at: hour) == [.escalated])
    }

    @Test func `a human who takes over without hand-off makes a human takeover`() {
        var story = MetricsStory()
        story.customer(0)
        story.answer(minute)
        story.teammate(hour)
        story.resolve(2 * hour)
        let episode = story.episodes(at: day)[0]
        #expect(episode.outcome(asOf: MetricsStory.at(day)) == .escalated)
        #expect(episode.escalation?.handOff.reason == .humanTakeover)
        #expect(episode.escalation?.instant == MetricsStory.at(hour))
    }

    @Test func `an answer of the AI to somebody a person already helps is a takeover, too`() {
        var story = MetricsStory()
        story.customer(0)
        story.teammate(minute)
        story.answer(hour)
        story.resolve(2 * hour)
        #expect(story.outcomes(at: day) == [.escalated])
    }

    @Test func `touched by a person and never by the AI is human only`() {
        var story = MetricsStory()
        story.customer(0)
        story.teammate(minute)
        story.resolve(hour)
        #expect(story.outcomes(at: day) == [.humanOnly])
    }

    @Test func `claiming a ticket or approving a draft touches it`() {
        for kind in [Event.Kind.assigned(owner: "teammate"), .draftApproved] {
            var story = MetricsStory()
            story.customer(0)
            story.add(minute, .teammate, kind)
            story.resolve(hour, by: .system)
            #expect(story.outcomes(at: day) == [.humanOnly])
        }
    }

    @Test func `private notes, automatic messages and being assigned by somebody else do not touch`() {
        var story = MetricsStory()
        story.customer(0)
        let note = story.answer(minute)
        story.add(2 * minute, .teammate, .note(message: note))
        story.add(3 * minute, .teammate, .assigned(owner: "somebody"))
        story.add(4 * minute, .automation, .assigned(owner: "automation"))
        story.message(5 * minute, .teammate, isAutomatic: true)
        story.message(6 * minute, .teammate, .handOffNotice)
        story.resolve(hour)
        #expect(story.outcomes(at: 2 * day) == [.containedAssumed])
    }

    @Test(arguments: [4, 5])
    func `a rating of four or five after the last answer confirms`(score: Int) {
        var story = MetricsStory()
        story.customer(0)
        story.answer(minute)
        story.rate(hour, score)
        #expect(story.outcomes(at: day + hour) == [.containedConfirmed])
    }

    @Test func `a rating of three says neither yes nor no, and one of two says no`() {
        for (score, outcome) in [(3, Outcome.containedAssumed), (2, .abandoned), (1, .abandoned)] {
            var story = MetricsStory()
            story.customer(0)
            story.answer(minute)
            story.rate(hour, score)
            story.resolve(2 * hour, by: .customer)
            #expect(story.outcomes(at: day) == [outcome])
        }
    }

    @Test func `an affirmative text confirms, judged whenever it was`() {
        var story = MetricsStory()
        story.customer(0)
        story.answer(minute)
        let yes = story.customer(2 * minute)
        story.resolve(hour, by: .customer)
        #expect(story.outcomes(at: 3 * hour) == [.containedAssumed])
        story.judge(5 * hour, yes, .affirmation)
        #expect(story.outcomes(at: 6 * hour) == [.containedConfirmed])
    }

    @Test func `a yes before the last answer confirms nothing`() {
        var story = MetricsStory()
        story.customer(0)
        story.answer(minute)
        let yes = story.customer(2 * minute)
        story.answer(3 * minute)
        story.judge(4 * minute, yes, .affirmation)
        #expect(story.outcomes(at: 2 * day) == [.containedAssumed])
    }

    @Test func `a yes without an answer confirms nothing`() {
        var story = MetricsStory()
        story.customer(0)
        story.message(minute, .ai, .clarify)
        story.rate(hour, 5)
        #expect(story.outcomes(at: 2 * day) == [.abandoned])
    }

    @Test func `a later no withdraws the yes`() {
        var story = MetricsStory()
        story.customer(0)
        story.answer(minute)
        story.rate(hour, 5)
        let doubt = story.customer(2 * hour)
        story.judge(2 * hour, doubt, .negative)
        story.resolve(3 * hour)
        #expect(story.outcomes(at: day) == [.abandoned])
    }

    @Test func `quiet for W assumes containment: 24 h on widget and Slack, 72 h on email`() {
        for (channel, quiet) in [("widget", day), ("slack", day), ("email", 3 * day)] {
            for role in [Event.MessageRole.answer, .action] {
                var story = MetricsStory(channel: channel)
                story.customer(0)
                story.message(minute, .ai, role)
                #expect(story.outcomes(at: quiet + minute - 1) == [nil])
                #expect(story.outcomes(at: quiet + minute) == [.containedAssumed])
                let episode = story.episodes(at: quiet + minute)[0]
                #expect(episode.end == MetricsStory.at(quiet + minute))
                #expect(episode.closing == .resolved(by: .system))
            }
        }
    }

    @Test(arguments: [Event.Judgement.Finding.negative, .openQuestion])
    func `a negative or an open question since the last answer abandons, and the ticket stays open`(
        finding: Event.Judgement.Finding
    ) {
        var story = MetricsStory()
        story.customer(0)
        story.answer(minute)
        let doubt = story.customer(hour)
        story.judge(hour, doubt, finding)
        #expect(story.outcomes(at: day) == [nil])
        #expect(story.outcomes(at: day + hour) == [.abandoned])
        #expect(story.episodes(at: day + hour)[0].closing == nil)
        story.answer(2 * day)
        #expect(story.outcomes(at: 3 * day) == [.containedAssumed])
    }

    @Test(arguments: [Event.MessageRole.clarify, .offer])
    func `an episode that the AI ended with anything but an answer or action is abandoned`(role: Event.MessageRole) {
        var story = MetricsStory()
        story.customer(0)
        story.answer(minute)
        story.message(2 * minute, .ai, role)
        #expect(story.outcomes(at: 2 * day) == [.abandoned])
    }

    @Test func `an offer of articles, a greeting or a notice does not involve the AI`() {
        var story = MetricsStory()
        story.customer(0)
        for role in [Event.MessageRole.offer, .greeting, .handOffNotice] { story.message(minute, .ai, role) }
        #expect(story.outcomes(at: 2 * day) == [.unanswered])
        #expect(story.episodes(at: 2 * day)[0].closing == nil)
    }

    @Test func `eligible, never involved and never touched is unanswered once closed or timed out`() {
        var story = MetricsStory()
        story.customer(0)
        #expect(story.outcomes(at: day - 1) == [nil])
        #expect(story.outcomes(at: day) == [.unanswered])
        story.resolve(2 * day, by: .automation)
        #expect(story.outcomes(at: 2 * day) == [.unanswered])
    }

    @Test func `small talk and system replies only is not eligible and ends by itself`() {
        var story = MetricsStory()
        let greeting = story.customer(0)
        story.message(1, .ai, .greeting)
        story.judge(2, greeting, .notMeaningful)
        #expect(story.outcomes(at: 2 * day) == [nil])
        let episode = story.episodes(at: 2 * day)[0]
        #expect(!episode.isEligible && episode.isSmallTalk)
        #expect(episode.closing == .resolved(by: .system))
        #expect(story.figures(at: 2 * day).badge(asOf: MetricsStory.at(2 * day)) == .smallTalk)
    }

    @Test func `an auto-reply, a bounce or spam is not meaningful`() {
        var bounce = MetricsStory(channel: "email")
        bounce.message(0, .customer, isAutomatic: true)
        #expect(bounce.episodes(at: day).map(\.isEligible) == [false])
        #expect(bounce.episodes(at: day)[0].isAutomatic)
        var spam = MetricsStory()
        spam.customer(0)
        #expect(spam.episodes(at: hour).map(\.isEligible) == [true])
        spam.add(hour, .teammate, .spam(true))
        #expect(spam.episodes(at: hour).map(\.isEligible) == [false])
        spam.add(2 * hour, .teammate, .spam(false))
        #expect(spam.episodes(at: 2 * hour).map(\.isEligible) == [true])
    }

    @Test func `a channel or bucket with the AI off is not eligible, and says why`() {
        var story = MetricsStory(assistance: nil)
        story.assistance(0, false, reason: "rollout_holdout")
        story.customer(0)
        story.teammate(minute)
        story.resolve(hour)
        #expect(story.outcomes(at: day) == [nil])
        let figures = OutcomeFigures(story.episodes(at: day), asOf: MetricsStory.at(day))
        #expect(figures.offReasons == ["rollout_holdout": 1] && figures.ineligible == 1)
        #expect(story.figures(at: day).badge(asOf: MetricsStory.at(day)) == .human)
    }

    @Test func `switching the AI on in the middle is for the next episode`() {
        var story = MetricsStory(assistance: nil)
        story.customer(0)
        story.assistance(0, false)
        story.assistance(hour, true)
        story.resolve(2 * hour)
        story.customer(3 * hour)
        #expect(story.episodes(at: 3 * hour).map(\.isAssistanceOn) == [false, true])
    }

    @Test func `imported closes stay outside resolution figures`() {
        var story = MetricsStory()
        story.customer(0)
        story.teammate(hour)
        story.add(30 * day, .system, .closedAsImported)
        let episodes = story.episodes(at: 40 * day), now = MetricsStory.at(40 * day)
        #expect(episodes.map { $0.outcome(asOf: now) } == [nil])
        #expect(DurationFigures.resolution(of: episodes, asOf: now).count == 0)
        #expect(ReopenFigures(episodes, asOf: now).rate.total == 0)
        #expect(OutcomeFigures(episodes, asOf: now).eligible == 0)
    }
}
