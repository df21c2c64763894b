import CRDT
import Foundation
import Hub
import Replica
import SyncServer
import Testing

@Suite struct WidgetHistoryTests {
    /// Lets Ana write many messages in one change each, and has the server show them.
    private func write(_ count: Int, in ticket: Identifier, _ shop: WidgetShop) async throws {
        let ana = shop.ana
        for number in 1...count {
            try ana.store.write(at: ServerClock.now()) { writer in
                try writer.edit(.discussion, ticket.publicDiscussion, root: ticket) { transaction in
                    let author = Author(kind: .teammate, id: ana.store.member.user.description)
                    Discussion.post(MessageDraft(author: author, body: "Line \(number)"), in: &transaction)
                }
            }
        }
        try await ana.sync()
        try await shop.served()
    }

    @Test func `a long conversation comes in pages, the newest first, each message in one of them`() async throws {
        try await WidgetShop.open { shop in
            var visitor = shop.visitor
            try await visitor.begin()
            _ = try await visitor.post("Question")
            let ticket = try #require(try await shop.tickets().first?.id)
            try await write(119, in: ticket, shop)
            var page = try await visitor.ask("GET", "messages")
            #expect(page.messages.count == 50 && page.json["older"] as? Bool == true)
            #expect(page.messages.map(VisitorBrowser.words).contains("Line 119"))
            let cursor = page.cursor
            var all = page.messages
            while page.json["older"] as? Bool == true {
                let name = try #require(page.messages.first?["id"] as? String)
                page = try await visitor.ask("GET", "messages?before=\(name)")
                #expect(page.messages.count <= 50)
                all = page.messages + all
            }
            #expect(all.map(VisitorBrowser.words) == ["Question"] + (1...119).map { "Line \($0)" })
            #expect(try await visitor.words(after: cursor).isEmpty)
            #expect(try await visitor.ask("GET", "messages?before=nothing").status == 404)
            var stranger = shop.visitor
            try await stranger.begin()
            let name = try #require(all.first?["id"] as? String)
            #expect(try await stranger.ask("GET", "messages?before=\(name)").status == 404)
            // A stream without a place begins with the newest page, too.
            let events = try await visitor.events { $0.contains { $0.name == "state" } }
            #expect(events.count { $0.name == "message" } == 50)
            #expect(events.first { $0.name == "older" }?.data["older"] as? Bool == true)
        }
    }

    @Test func `two tickets that were merged read as one conversation, and nobody reads what others wrote`()
        async throws
    {
        try await WidgetShop.open { shop in
            var (first, second) = (shop.visitor, shop.visitor)
            try await first.begin()
            try await second.begin()
            _ = try await first.post("I am the first")
            _ = try await second.post("I am the second")
            let tickets = try await shop.tickets().map(\.id)
            let (one, other) = (try #require(tickets.first), try #require(tickets.last))
            try await shop.reply("Only for the second", to: other)
            try await shop.edit(.ticket, one, of: one) { try Ticket.merge(one, into: other, in: &$0) }
            try await shop.reply("For both", to: other)
            _ = try await first.post("Thank you, one more question?")
            try await shop.served()
            #expect(try await shop.tickets().count == 2)
            let words = try await first.words()
            #expect(words == ["I am the first", "For both", "Thank you, one more question?"])
            _ = try await second.post("A secret of the second")
            #expect(try await first.words() == words)
            #expect(
                try await second.words() == [
                    "I am the second", "Only for the second", "For both", "A secret of the second",
                ])
            let page = try await first.ask("GET", "messages")
            #expect(page.json["status"] as? String == "open", "the ticket that lives on tells how things stand")
        }
    }
}
