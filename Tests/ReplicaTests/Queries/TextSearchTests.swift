import GRDB
import Hub
import Testing

@testable import Replica

@Suite struct TextSearchTests {
    private static let queries = [
        "refund", "mobel", "\"mobel\"", "\"Möbel\"", "strasse", "\"Straße\"", "modifica", "\"modifica\"",
        "\"modificà\"",
        "ete", "\"été\"", "漢字", "字漢", "\"don't\"", "x_y", "-refund", "-\"modificà\"", "refund or invoice",
        "\"refund login\"", "\"mobel strasse\" or 42", "refund -login", "!!!", "-!!!", "nandu", "bold", "example",
        "\"invoice invoice\"", "t", "refund status:open", "item -code",
    ]

    @Test func `searches find what the definition of words says, indexed or not`() throws {
        let seed = ProjectionWorld.seed
        var world = try ProjectionWorld.filled(seed: seed, tickets: 40)
        let context = SearchContext(now: world.now)
        for round in 0..<4 {
            let texts = try Self.texts(world)
            for text in Self.queries {
                let query = try Query(text)
                let all = try world.store.tickets(Query(), in: context, limit: 1000).tickets
                let expected = all.filter { query.matches($0, texts: texts[$0.id] ?? [], in: context) }
                let page = try world.store.tickets(query, in: context, limit: 1000)
                #expect(page.tickets.map(\.id) == expected.map(\.id), "\(text) round \(round) seed \(seed)")
                #expect(page.unindexedCount == 0)
            }
            // Half of them, all of them, then some of them again.
            try world.store.indexSearch(limit: round == 0 ? 20 : 1000)
            if round == 2 {
                for _ in 0..<20 { try world.live(world.pick(world.tickets)) }
                // Of a random world every message of one ticket may be deleted, hardly every message of all.
                let (ticket, message) = try #require(
                    world.tickets.lazy.compactMap { ticket in
                        try? world.store.ticket(ticket.description, at: world.now).lines
                            .first { $0.visibility == .public && !$0.message.isDeleted }
                            .map { (ticket, $0) }
                    }.first, "seed \(seed)")
                try world.write { writer in
                    _ = try writer.edit(.discussion, ticket.publicDiscussion, root: ticket) {
                        try Discussion.edit(message.message.id, body: "refund no more", in: &$0)
                    }
                }
            }
        }
    }

    private static func texts(_ world: ProjectionWorld) throws -> [Identifier: [String]] {
        try Dictionary(
            uniqueKeysWithValues: world.tickets.map { ticket in
                let detail = try world.store.ticket(ticket.description, at: world.now)
                return (ticket, [detail.ticket.subject ?? ""] + detail.lines.map(\.message.richText.plainText))
            })
    }

    @Test func `a search says how much is not indexed`() throws {
        var world = try ProjectionWorld(seed: 5)
        for _ in 0..<3 { try world.open(TicketDraft(channel: "email"), body: "words") }
        #expect(try world.store.unindexedCount() == 3)
        #expect(try world.store.indexSearch(limit: 2) == 1)
        #expect(try world.store.indexSearch(limit: 2) == 0)
        try world.edit(world.tickets[0]) { Ticket.setPriority(.high, in: &$0) }
        #expect(try world.store.unindexedCount() == 0, "what changes no word is not indexed again")
    }
}
