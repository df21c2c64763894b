import CRDT
import GRDB
import Hub
import SyncProtocol
import Testing

@testable import Replica

@Suite struct StatisticsTests {
    /// Three tickets by hand: answered after 1 and 3 minutes, and never.
    private func world() throws -> ProjectionWorld {
        var world = try ProjectionWorld(seed: 1)
        var draft = TicketDraft(channel: "email", subject: "One")
        draft.source = TicketSource(locale: "de", more: ["topic": "billing"])
        draft.tags = ["a", "b"]
        let first = try world.open(draft, body: "?", author: "c1")
        try world.say("An answer", in: first)
        try world.edit(first) {
            try Ticket.setStatus(.resolved, resolver: Resolver(kind: .teammate, id: "t1"), in: &$0)
        }
        let second = try world.open(TicketDraft(channel: "email", subject: "Two"), body: "?", author: "c2")
        world.pass(seconds: 120)
        try world.say("Another", in: second, by: Author(kind: .teammate, id: "t2"))
        try world.say("Thanks, and what of this?", in: second, by: Author(kind: .customer, id: "c2"))
        try world.say("only for us", in: second, isInternal: true)
        let third = try world.open(TicketDraft(channel: "slack", subject: "Three"), body: "?", author: "c1")
        try world.edit(third) {
            Ticket.setSpam(true, in: &$0)
            Ticket.setLocked(true, in: &$0)
            try Ticket.closeAsImported(in: &$0)
        }
        return world
    }

    @Test func `counts, times and final states are those of the conversations`() throws {
        let world = try world()
        let now = world.now.advanced(bySeconds: 2 * 86_400)
        let statistics = try world.store.statistics(StatisticsRequest(rule: .floor), at: now)
        let figures = statistics.figures
        #expect(figures.conversationCount == 3)
        #expect(figures.messageCount == 6)
        #expect(figures.noteCount == 1)
        #expect(figures.participantCount == 4)
        #expect(figures.byChannel == ["email": 2, "slack": 1])
        #expect(figures.byLocale == ["de": 1])
        #expect(figures.byTopic == ["billing": 1])
        #expect(figures.byTag == ["a": 1, "b": 1])
        #expect(figures.byMonth == ["2023-11": 3])
        #expect(figures.spamCount == 1)
        #expect(figures.lockedCount == 1)
        #expect(figures.solvedCount == 1)
        #expect(figures.finalStates == [.lastFromTeammate: 1, .lastFromCustomer: 1, .noReply: 1])
        #expect(figures.firstHumanReply.all.ended.sorted() == [60_000, 180_000])
        #expect(figures.firstHumanReply.byChannel["email"]?.ended.count == 2)
        let reply = figures.firstHumanReply.all.figures(asOf: now, rule: .floor)
        #expect(reply.medianSeconds == 180)
        #expect(figures.lateReplyCount == 1)
        #expect(figures.resolution.all.ended == [90_000])
        #expect(statistics.teammates.map(\.id) == ["t1", "t2"])
        #expect(statistics.teammates.map(\.messageCount) == [1, 1])
        #expect(statistics.coverage.pendingCount > 0)
        #expect(statistics.coverage.syncedAt == nil)
    }

    @Test func `a channel and a window leave out the rest, and the window before is beside it`() throws {
        let world = try world()
        let email = try world.store.statistics(StatisticsRequest(channel: "EMAIL"), at: world.now)
        #expect(email.figures.conversationCount == 2)
        #expect(email.previous == nil)
        let start = world.now.advanced(bySeconds: 60)
        let later = MetricWindow(start: start, end: start.advanced(bySeconds: 7 * 86_400))
        let empty = try world.store.statistics(StatisticsRequest(window: later), at: later.end)
        #expect(empty.figures.conversationCount == 0)
        #expect(empty.figures.outcomes.containment.rate == nil)
        #expect(empty.previous?.conversationCount == 3)
        #expect(empty.teammates.isEmpty)
    }

    @Test func `figures of many tickets are those of each added up`() throws {
        let seed = ProjectionWorld.seed
        var world = try ProjectionWorld.filled(seed: seed, tickets: 30)
        for _ in 0..<60 { try world.live(world.pick(world.tickets)) }
        let now = world.now.advanced(bySeconds: 100_000)
        let figures = try world.store.statistics(StatisticsRequest(), at: now).figures
        let details = try world.tickets.map { try world.store.ticket($0.description, at: now) }
        let episodes = details.flatMap(\.figures.episodes)
        #expect(figures.outcomes == OutcomeFigures(episodes, asOf: now), "seed \(seed)")
        #expect(figures.reopenings == ReopenFigures(episodes, asOf: now), "seed \(seed)")
        #expect(figures.satisfaction == SatisfactionFigures(episodes, asOf: now), "seed \(seed)")
        #expect(figures.volume == VolumeFigures(episodes).byChannel, "seed \(seed)")
        #expect(figures.breaches == BreachFunnel(details.flatMap(\.figures.clocks), asOf: now), "seed \(seed)")
        let reply = DurationFigures.firstReply(of: details.map(\.figures), asOf: now)
        #expect(figures.firstReply.all.figures(asOf: now, rule: .nearestRank) == reply, "seed \(seed)")
        let human = DurationFigures.firstHumanReply(of: details.map(\.figures), asOf: now)
        #expect(figures.firstHumanReply.all.figures(asOf: now, rule: .nearestRank) == human, "seed \(seed)")
        let resolution = DurationFigures.resolution(of: episodes, asOf: now)
        #expect(figures.resolution.all.figures(asOf: now, rule: .nearestRank) == resolution, "seed \(seed)")
    }
}
