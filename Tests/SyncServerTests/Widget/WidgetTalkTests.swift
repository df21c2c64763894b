import CRDT
import Foundation
import Hub
import Replica
import SyncProtocol
import SyncServer
import Synchronization
import Testing

@Suite struct WidgetTalkTests {
    @Test func `a message that is sent twice is one message, and both times the answer is the same`() async throws {
        try await WidgetShop.open { shop in
            var visitor = shop.visitor
            try await visitor.begin()
            let name = VisitorBrowser.name()
            let first = try await visitor.post("Hello?", id: name)
            let second = try await visitor.post("Hello?", id: name)
            #expect(first.status == 200 && second.status == 200)
            #expect(first.json["id"] as? String == second.json["id"] as? String)
            #expect(first.json["client"] as? String == name)
            #expect(try await visitor.words() == ["Hello?"])
            #expect(try await shop.tickets().count == 1)
        }
    }

    @Test func `behind a cursor come later messages, edits, deletions and erasures, and nothing else`() async throws {
        try await WidgetShop.open { shop in
            var visitor = shop.visitor
            try await visitor.begin()
            _ = try await visitor.post("Question")
            let ticket = try #require(try await shop.tickets().first?.id)
            let first = try await shop.reply("First", to: ticket)
            let second = try await shop.reply("Second", to: ticket)
            let start = try await visitor.ask("GET", "messages")
            #expect(start.messages.map(VisitorBrowser.words) == ["Question", "First", "Second"])
            #expect(try await visitor.words(after: start.cursor) == [])
            try await shop.edit(.discussion, ticket.publicDiscussion, of: ticket) { transaction in
                try Discussion.edit(first, body: "First, mended", in: &transaction)
            }
            let edited = try await visitor.ask("GET", "messages?after=\(start.cursor)")
            #expect(edited.messages.map(VisitorBrowser.words) == ["First, mended"])
            #expect(edited.messages.first?["edited"] as? Bool == true)
            try await shop.edit(.discussion, ticket.publicDiscussion, of: ticket) { transaction in
                try Discussion.setDeleted(true, second, in: &transaction)
            }
            #expect(try await visitor.words(after: edited.cursor) == ["deleted"])
            #expect(try await visitor.words(after: start.cursor) == ["First, mended", "deleted"])
            try await shop.edit(.discussion, ticket.internalDiscussion, of: ticket) { transaction in
                try Discussion.begin(visibility: .internal, in: &transaction)
                let author = Author(kind: .teammate, id: shop.ana.store.member.user.description)
                Discussion.post(MessageDraft(author: author, body: "Between us"), in: &transaction)
            }
            #expect(try await visitor.words() == ["Question", "First, mended", "deleted"])
            try shop.ana.store.write(at: ServerClock.now()) { writer in
                try writer.erase([first.change], root: ticket, reason: "leaked_secret")
            }
            try await shop.ana.sync()
            try await shop.served()
            #expect(try await visitor.words().contains("First") == false)
        }
    }

    @Test func `what is held as suspected spam is answered like any message, and shown to nobody`() async throws {
        try await WidgetShop.open { shop in
            var visitor = shop.visitor
            try await visitor.begin()
            let links = String(repeating: "https://example.com/buy ", count: 10)
            let answer = try await visitor.post(links)
            #expect(answer.status == 200 && answer.json["client"] != nil)
            #expect(try await shop.tickets().isEmpty)
        }
    }

    @Test func `a cursor tells nothing, and is of no use to anybody else`() async throws {
        try await WidgetShop.open { shop in
            var (first, second) = (shop.visitor, shop.visitor)
            try await first.begin()
            try await second.begin()
            _ = try await first.post("First")
            _ = try await second.post("Second")
            let cursor = try await first.ask("GET", "messages").cursor
            #expect(try await second.words(after: cursor) == ["Second"], "an unknown cursor is none")
            #expect(try await first.words(after: cursor) == [])
            #expect(try await first.ask("GET", "messages").cursor != cursor, "the same place looks different")
        }
    }

    @Test func `a stream goes on behind the last event, with edits, and says who speaks`() async throws {
        try await WidgetShop.open(["widget.assistant_name": "Robin"]) { shop in
            var visitor = shop.visitor
            try await visitor.begin()
            _ = try await visitor.post("Question")
            let ticket = try #require(try await shop.tickets().first?.id)
            let first = try await visitor.events { $0.contains { $0.id != nil } }
            let cursor = try #require(first.last { $0.id != nil }?.id)
            try await shop.reply("Answer", to: ticket)
            // What the assistant writes is written by the server's own replica.
            let server = try shop.folder.openReplicaOfServer()
            try server.store.write(at: ServerClock.now()) { writer in
                _ = try writer.edit(.discussion, ticket.publicDiscussion, root: ticket) { transaction in
                    let author = Author(kind: .ai, id: "assistant")
                    Discussion.post(MessageDraft(author: author, role: .answer, body: "By the AI"), in: &transaction)
                }
            }
            try server.catchUp(now: ServerClock.now)
            let later = try await visitor.events(after: cursor) { $0.count { $0.name == "message" } == 2 }
            let messages = later.filter { $0.name == "message" }
            #expect(messages.map { VisitorBrowser.words($0.data) } == ["Answer", "By the AI"])
            let senders = messages.compactMap { $0.data["from"] as? [String: String] }
            #expect(senders == [["kind": "person", "name": "Ana"], ["kind": "assistant", "name": "Robin"]])
            let state = try #require(later.last { $0.name == "state" } ?? first.last { $0.name == "state" })
            #expect(state.data["status"] as? String == "open")
        }
    }

    @Test func `a server that is told to stop ends the streams of visitors who wait for news`() async throws {
        let streams = Mutex<[Task<Void, any Error>]>([])
        try await WidgetShop.open { shop in
            var visitor = shop.visitor
            try await visitor.begin()
            let (begun, beginning) = AsyncStream<Void>.makeStream()
            let stream = Task { [visitor] in
                // Nothing is ever enough: whoever ends the stream is the server.
                _ = try await visitor.events { events in
                    if !events.isEmpty { beginning.finish() }
                    return false
                }
            }
            streams.withLock { $0.append(stream) }
            for await _ in begun {}
        }
        for stream in streams.withLock({ $0 }) { try await stream.value }
    }

    @Test func `what was read stays read, and later answers are unread`() async throws {
        try await WidgetShop.open { shop in
            var visitor = shop.visitor
            try await visitor.begin()
            _ = try await visitor.post("Question")
            let ticket = try #require(try await shop.tickets().first?.id)
            try await shop.reply("One", to: ticket)
            let page = try await visitor.ask("GET", "messages")
            #expect(page.json["unread"] as? Int == 1)
            let read = try await visitor.ask("POST", "read", json: ["cursor": page.cursor])
            #expect(read.json["unread"] as? Int == 0)
            try await shop.reply("Two", to: ticket)
            #expect(try await visitor.ask("GET", "messages").json["unread"] as? Int == 1)
            _ = try await visitor.ask("POST", "read", json: ["cursor": page.cursor])
            #expect(try await visitor.ask("POST", "read", json: ["cursor": "1"]).status == 400)
        }
    }

    @Test func `replies that the channel's settings hold back are not shown`() async throws {
        try await WidgetShop.open(["channel.widget.human_replies": false]) { shop in
            var visitor = shop.visitor
            try await visitor.begin()
            _ = try await visitor.post("Question")
            let ticket = try #require(try await shop.tickets().first?.id)
            try await shop.reply("Held back", to: ticket)
            #expect(try await visitor.words() == ["Question"])
        }
    }
}
