import CRDT
import GRDB
import Hub
import SyncProtocol
import Testing

@testable import Replica

@Suite struct ReplicaReadingTests {
    @Test func `a replica says what it holds and what waits`() throws {
        var world = try ProjectionWorld(seed: 1)
        let ticket = try world.open(TicketDraft(channel: "email", subject: "One"), body: "Hello")
        var status = try world.store.status()
        #expect(status.ticketCount == 1)
        #expect(status.messageCount == 1)
        #expect(status.pendingCount == 3)
        #expect(status.unindexedCount == 1)
        #expect(status.syncedAt == nil)
        try world.store.indexSearch()
        try world.store.database.write { db in
            try db.execute(sql: "UPDATE change SET state = 2, code = 'forbidden' WHERE number = 3")
            try Projector(world.store, db, now: world.now).refresh([ticket])
        }
        status = try world.store.status()
        #expect(status.indexedCount == 0, "the refused message is no part of the ticket any more")
        #expect(status.messageCount == 0)
        #expect(status.parkedCount == 1)
        let standing = try world.store.syncStanding()
        #expect(standing.unsent.map(\.state) == [.pending, .pending, .parked])
        #expect(standing.unsent.map(\.kind) == ["placement", "ticket", "discussion"])
        #expect(standing.unsent[2].code == "forbidden")
        #expect(standing.synced == nil)
        let detail = try world.store.ticket(ticket.description, at: world.now)
        #expect(detail.row.parkedCount == 1)
        #expect(detail.lines.isEmpty)
    }

    @Test func `people are found by words of the name, address and account`() throws {
        var world = try ProjectionWorld(seed: 2)
        let ana = try world.person(name: "Ana María Torres", emails: ["ana@shop.example"])
        world.pass(seconds: 1)
        let bo = try world.person(name: nil, emails: ["bo@shop.example"])
        var draft = TicketDraft(channel: "email", subject: "One")
        draft.customer = .known(person: ana, company: nil)
        draft.assurance = .vouched
        let ticket = try world.open(draft, body: "Hello")
        for text in ["ana", "maria torres", "ANA@shop.example", ana.description] {
            #expect(try world.store.people(matching: text).map(\.id) == [ana])
        }
        #expect(try world.store.people(matching: "torres maria").isEmpty)
        #expect(try world.store.people().map(\.id) == [ana, bo])
        #expect(try world.store.people()[0].ticketCount == 1)
        let found = try world.store.person(ana, at: world.now)
        #expect(found.person.name == "Ana María Torres")
        #expect(found.tickets.map(\.id) == [ticket])
        try world.write { writer in
            _ = try writer.edit(.person, ana, root: ana) { Person.setName("Anne", in: &$0) }
        }
        #expect(try world.store.people(matching: "maria").isEmpty)
        let context = SearchContext(now: world.now)
        #expect(try world.store.tickets(Query("customer:anne"), in: context).tickets.map(\.id) == [ticket])
    }

    @Test func `articles, guidance and settings are read by name`() throws {
        var world = try ProjectionWorld(seed: 3)
        let (article, pack) = try world.write { writer in
            let article = writer.newIdentifier()
            try writer.place(article, in: .workspace)
            try writer.edit(.article, article, root: article) { transaction in
                Article.setTitle("Refunds", in: &transaction)
                Article.setBody("Within thirty dáys.", in: &transaction)
            }
            let pack = writer.newIdentifier()
            try writer.place(pack, in: .workspace)
            try writer.edit(.guidance, pack, root: pack) { GuidancePack.create(name: "Tone", in: &$0) }
            return (article, pack)
        }
        try world.set("workspace.zone", .string("Europe/Berlin"))
        #expect(try world.store.articles().map(\.id) == [article])
        #expect(try world.store.articles(matching: "days thirty").map(\.title) == ["Refunds"])
        #expect(try world.store.articles(matching: "ninety").isEmpty)
        #expect(try world.store.article("refunds").article.content.body == "Within thirty dáys.")
        #expect(try world.store.article(article.description).unsent.count == 2)
        #expect(try world.store.guidancePack("TONE").id == pack)
        #expect(try world.store.settings(.workspace).settings["workspace.zone"] == .string("Europe/Berlin"))
        #expect(try world.store.zone().identifier == "Europe/Berlin")
        #expect(throws: ReplicaError.self) { try world.store.article("nothing") }
    }

    @Test func `concurrent values of a field stand beside the one that holds`() throws {
        var first = Document(), second = Document()
        let (here, there) = (ActorID(high: 1, low: 1), ActorID(high: 2, low: 2))
        let opening = try #require(
            first.edit(actor: here, number: 1, time: Stamp(milliseconds: 1)) {
                $0.root.set("subject", .string("old"))
            })
        try second.apply(opening)
        _ = first.edit(actor: here, number: 2, time: Stamp(milliseconds: 2)) {
            $0.root.set("subject", .string("mine"))
        }
        _ = second.edit(actor: there, number: 1, time: Stamp(milliseconds: 3)) {
            $0.root.set("subject", .string("theirs"))
        }
        first.merge(second)
        let conflicts = Conflict.all(in: first, [:])
        #expect(conflicts.map(\.field) == ["subject"])
        #expect(conflicts[0].current == .string("theirs"))
        #expect(conflicts[0].losers.map(\.value) == [.string("mine")])
    }

    @Test func `an older file computes its rows anew when it is opened`() throws {
        let queue = try DatabaseQueue()
        var world = try ProjectionWorld(seed: 4, in: queue)
        try world.open(TicketDraft(channel: "email", subject: "One"), body: "Hello")
        let before = try world.dump()
        try queue.write { db in
            try db.execute(sql: "UPDATE projection_version SET version = 0; DELETE FROM ticket; DELETE FROM event")
        }
        let opened = try ReplicaStore.open(queue, path: "memory")
        #expect(try !opened.needsRebuild())
        #expect(try world.dump() == before)
    }
}
