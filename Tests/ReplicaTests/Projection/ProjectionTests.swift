import CRDT
import GRDB
import Hub
import SyncProtocol
import Testing

@testable import Replica

@Suite struct ProjectionTests {
    @Test func `rows that grew with their tickets are those of a rebuild`() throws {
        let seed = ProjectionWorld.seed
        var world = try ProjectionWorld.filled(seed: seed, tickets: 25)
        for _ in 0..<60 { try world.live(world.pick(world.tickets)) }
        try world.set("policy.main.first_response", .string("1h"))
        while try world.store.indexSearch(limit: 7) > 0 {}
        let before = try world.dump()
        #expect(before.count > 200, "seed \(seed)")
        #expect(try world.store.verifyProjections(at: world.now.advanced(bySeconds: 500_000)), "seed \(seed)")
        let after = try world.dump()
        for (old, new) in zip(before, after) where old != new { Issue.record("seed \(seed):\n\(old)\n\(new)") }
        #expect(before.count == after.count)
    }

    @Test func `a removed root leaves no row behind`() throws {
        let seed = ProjectionWorld.seed
        let empty = try Self.rowCounts(ProjectionWorld(seed: seed).store)
        var world = try ProjectionWorld(seed: seed)
        try world.person(name: "Ana Torres", emails: ["ana@shop.example"])
        for _ in 0..<20 { try world.openAny() }
        let article = try world.write { writer in
            let id = writer.newIdentifier()
            try writer.place(id, in: .workspace)
            try writer.edit(.article, id, root: id) { transaction in
                Article.setTitle("Refunds", in: &transaction)
                Article.setBody("Within 30 days.", in: &transaction)
            }
            return id
        }
        try world.store.markRead(world.tickets[0], at: world.now)
        try world.store.indexSearch(limit: 10)
        try world.store.database.write { db in
            for root in world.tickets + world.people + [article] { try Projector.remove(root.data, db) }
        }
        try world.store.shred()
        let left = try Self.rowCounts(world.store)
        for (table, count) in left where count != empty[table] {
            Issue.record("\(table) keeps \(count) rows, seed \(seed)")
        }
    }

    private static func rowCounts(_ store: ReplicaStore) throws -> [String: Int] {
        try store.database.read { db in
            let tables = ProjectionDump.tables + ["search", "search_content", "search_dirty", "read_mark"]
            return try Dictionary(
                uniqueKeysWithValues: tables.map { ($0, try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)") ?? 0) })
        }
    }

    @Test func `erased and purged words are in no page of the file`() throws {
        var world = try ProjectionWorld(seed: 1)
        var draft = TicketDraft(channel: "email", subject: "Zanzibarsubject")
        draft.tags = ["quokkatag"]
        let ticket = try world.open(draft, body: "xylophonebody words", in: "wombatqueue")
        try world.open(TicketDraft(channel: "email", subject: "stays"), body: "ordinary words")
        while try world.store.indexSearch() > 0 {}
        try world.store.database.write { db in
            // As a purge does it: changes first, then every row.
            try db.execute(sql: "DELETE FROM change WHERE root = ?", arguments: [ticket.data])
            try Projector.remove(ticket.data, db)
        }
        try world.store.shred()
        let held = try world.store.database.read { db in
            let pages = try Row.fetchAll(
                db, sql: "SELECT quote(block) FROM search_data UNION ALL SELECT quote(c0) FROM search_content")
            return pages.map { ($0[0] as String).lowercased() }.joined()
        }
        for word in ["zanzibarsubject", "xylophonebody", "wombatqueue"] {
            #expect(!held.contains(word))
            #expect(!held.contains(word.utf8.map { String($0, radix: 16) }.joined()))
        }
        #expect(held.contains("ordinary".utf8.map { String($0, radix: 16) }.joined()) || held.contains("ordinary"))
        #expect(try world.dump().allSatisfy { !$0.contains("quokkatag") && !$0.contains("wombatqueue") })
        let labels = try world.store.database.read { try String.fetchAll($0, sql: "SELECT text FROM label") }
        #expect(!labels.contains("quokkatag") && !labels.contains("wombatqueue"))
    }

    @Test func `events read back as they were written`() throws {
        let seed = ProjectionWorld.seed
        var world = try ProjectionWorld.filled(seed: seed, tickets: 20)
        for _ in 0..<40 { try world.live(world.pick(world.tickets)) }
        try world.store.database.read { db in
            let reader = try EventReader(db)
            for ticket in world.tickets {
                let authors = Authors(try world.store.directory(db))
                let content = TicketContent(try RootDocuments.load(ticket, authors: authors, db))
                let row = try Int64.fetchOne(db, sql: "SELECT row FROM root WHERE id = ?", arguments: [ticket.data])
                #expect(try reader.events(of: try #require(row)) == content.events, "seed \(seed)")
            }
        }
    }
}
