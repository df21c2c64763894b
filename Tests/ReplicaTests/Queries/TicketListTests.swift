import CRDT
import GRDB
import Hub
import Testing

@testable import Replica

@Suite struct TicketListTests {
    private func context(_ world: ProjectionWorld, later seconds: Int64 = 0) -> SearchContext {
        SearchContext(now: world.now.advanced(bySeconds: seconds), me: "t1", zone: .utc)
    }

    private static let conditions = [
        "status:open", "status:pending,resolved", "status:nonsense", "is:unassigned", "is:snoozed", "is:breached",
        "is:unread", "is:waiting", "is:escalated", "is:ai", "is:mixed", "is:human", "is:spam", "owner:me", "owner:none",
        "owner:T2", "owner:blue", "channel:EMAIL", "channel:forum,slack", "source:app", "source:none", "queue:billing",
        "queue:none", "priority:high,urgent", "tag:bug", "tag:none", "tag:GRÖSSE", "segment:silver", "segment:none",
        "reason:policy_rule", "reason:customer_request", "reason:none", "reason:\"policy_rule(r1)\"", "outcome:open",
        "outcome:ai", "outcome:human,mixed", "outcome:ai_assumed", "outcome:unanswered", "sla:none", "sla:running",
        "sla:paused", "sla:at_risk", "sla:breached", "sla:met", "locale:pt", "locale:de-at", "locale:none",
        "customer:ana", "customer:\"ana torres\"", "customer:jose", "customer:none", "customer:ana@e.example",
        "customer:jose@shop.example", "created:2023", "created:>2023-11-16", "updated:3d", "updated:<2023-11-20",
    ]
    private static let sorts = [
        "", "sort:created", "sort:-created", "sort:updated", "sort:-waiting", "sort:waiting", "sort:-priority",
        "sort:sla", "sort:-breached", "sort:escalated", "sort:number",
    ]

    /// `Filter.matches` over every row, ordered by `TicketSort.places`, is what the database has to answer.
    @Test func `lists are what the definition of filters and orders says`() throws {
        let seed = ProjectionWorld.seed
        var world = try ProjectionWorld.filled(seed: seed, tickets: 60)
        for later in [0, 40_000, 700_000] as [Int64] {
            let context = context(world, later: later)
            let all = try world.store.tickets(Query(), in: context, limit: 1000).tickets
            #expect(all.count == 60)
            var texts = Self.conditions
            for _ in 0..<60 {
                let sign = world.isLucky(3) ? "-" : ""
                texts.append("\(world.pick(Self.conditions)) \(sign)\(world.pick(Self.conditions))")
            }
            for text in texts {
                let query = try Query("\(text) \(world.pick(Self.sorts))")
                let sort = query.sort ?? .standard
                let expected = all.filter { query.filter.matches($0, in: context) }
                    .sorted { sort.places($0, before: $1) }
                let page = try world.store.tickets(query, in: context, limit: 1000)
                #expect(page.tickets.map(\.id) == expected.map(\.id), "\(query) later \(later) seed \(seed)")
                #expect(page.total == expected.count, "\(query) seed \(seed)")
            }
        }
    }

    @Test func `pages follow each other without gap or repetition`() throws {
        let seed = ProjectionWorld.seed
        let world = try ProjectionWorld.filled(seed: seed, tickets: 40)
        for sort in Self.sorts + ["", "sort:-updated"].flatMap({ ["\($0) status:open,resolved", "\($0) tag:none"] }) {
            let query = try Query(sort)
            let whole = try world.store.tickets(query, in: context(world), limit: 1000).rows
            var paged: [TicketRow] = []
            var cursor: TicketCursor?
            repeat {
                let page = try world.store.tickets(query, in: context(world), limit: 7, after: cursor)
                paged += page.rows
                #expect(page.total == whole.count)
                cursor = try page.next.map { try #require(TicketCursor($0.description)) }
            } while cursor != nil
            #expect(paged == whole, "\(sort) seed \(seed)")
            let first = try world.store.tickets(query, in: context(world), limit: 7, isCounted: false)
            #expect(
                first.rows == Array(whole.prefix(7)),
                "what is not counted comes in the same order, \(sort) seed \(seed)")
            #expect(first.total >= first.rows.count && first.total <= whole.count)
        }
    }

    @Test func `clocks that stop at closing time show it, before and after their rows are written anew`() throws {
        var world = try ProjectionWorld(seed: 9)
        try world.set("policy.main.rank", .double(1))
        try world.set("policy.main.first_response", .string("40h"))
        try world.set("hours.shop.zone", .string("UTC"))
        try world.set("policy.main.schedule", .string("shop"))
        // A Wednesday, 10:00 UTC.
        world.now = Instant(milliseconds: 1_700_042_400_000)
        try world.open(TicketDraft(channel: "email", subject: "One"), body: "Hello")
        for (hours, state) in [(1, "running"), (9, "paused"), (24, "running")] as [(Int64, String)] {
            let context = context(world, later: hours * 3600)
            for isRefreshed in [false, true] {
                if isRefreshed { try world.store.refreshTurnedClocks(at: context.now) }
                let page = try world.store.tickets(Query("sla:\(state)"), in: context)
                #expect(page.tickets.map(\.sla.rawValue) == [state], "\(hours) h, \(isRefreshed)")
                #expect(try world.store.tickets(Query("-sla:\(state)"), in: context).total == 0)
            }
        }
        #expect(try world.store.refreshTurnedClocks(at: world.now) == 0)
    }

    @Test func `rows say what the documents say`() throws {
        let seed = ProjectionWorld.seed
        var world = try ProjectionWorld(seed: seed)
        let person = try world.person(name: "Ana Torres", emails: ["ana@shop.example"])
        var draft = TicketDraft(channel: "email", subject: "Refund")
        draft.customer = .known(person: person, company: nil)
        draft.assurance = .vouched
        draft.tags = ["billing"]
        draft.source = TicketSource(conversation: "conv-7", locale: "de-AT")
        let ticket = try world.open(draft, body: "\n**Where** is it?\nSecond line", in: "billing")
        let opened = world.now
        try world.say("On its way.", in: ticket)
        let row = try #require(try world.store.tickets(Query("is:unassigned"), in: context(world)).rows.first)
        let summary = row.summary
        #expect(summary.id == ticket)
        #expect(summary.handle == Ticket.handle(of: ticket))
        #expect(summary.subject == "Refund")
        #expect(summary.firstLine == "Where is it?")
        #expect(summary.customer?.name == "Ana Torres")
        #expect(summary.customer?.addresses == ["ana@shop.example"])
        #expect(summary.queue == "billing")
        #expect(summary.tags == ["billing"])
        #expect(summary.locale == "de-AT")
        #expect(summary.created == opened)
        #expect(summary.updated == world.now)
        #expect(summary.waitingSince == nil)
        #expect(row.messageCount == 2)
        #expect(row.firstReplyMilliseconds == 60_000)
        #expect(row.pendingCount == 4)
        for name in [summary.handle, ticket.description, "conv-7", Ticket.handle(of: ticket, length: 6)] {
            #expect(try world.store.ticketIdentifier(name) == ticket)
        }
        #expect(throws: ReplicaError.self) { try world.store.ticketIdentifier("#99") }
    }

    @Test func `a merged ticket is open work in no list until the merge is taken back`() throws {
        var world = try ProjectionWorld(seed: ProjectionWorld.seed)
        let (twin, ticket) = (
            try world.open(TicketDraft(channel: "email"), body: "Where is it?", in: "billing"),
            try world.open(TicketDraft(channel: "email"), body: "Where is my order?", in: "billing")
        )
        func open() throws -> Set<Identifier> {
            Set(try world.store.tickets(Query("status:open"), in: context(world)).rows.map(\.summary.id))
        }
        try world.edit(twin) { try Ticket.merge(twin, into: ticket, in: &$0) }
        #expect(try open() == [ticket])
        try world.edit(twin) { try Ticket.merge(twin, into: nil, in: &$0) }
        #expect(try open() == [ticket, twin])
    }

    @Test func `a ticket shows its transcript, its unsent work and what collided`() throws {
        var world = try ProjectionWorld(seed: 3)
        let ticket = try world.open(TicketDraft(channel: "email", subject: "One"), body: "Hello")
        try world.say("A note", in: ticket, isInternal: true)
        try world.say("A reply", in: ticket)
        let detail = try world.store.ticket(ticket.description, at: world.now)
        #expect(detail.lines.map(\.message.body) == ["Hello", "A note", "A reply"])
        #expect(detail.lines.map(\.visibility) == [.public, .internal, .public])
        #expect(detail.unsent.count == detail.row.pendingCount)
        #expect(detail.unsent.allSatisfy { $0.state == .pending && $0.root == ticket })
        #expect(detail.conflicts.isEmpty)
        #expect(detail.events.contains { if case .note = $0.kind { true } else { false } })
    }
}
