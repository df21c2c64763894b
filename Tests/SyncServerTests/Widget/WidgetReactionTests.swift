import CRDT
import Foundation
import Hub
import Replica
import SyncProtocol
import SyncServer
import Testing

@Suite struct WidgetReactionTests {
    /// What was put on a message, as its visitor sees it: the team's count behind each emoji, and a star for their own.
    private static func reactions(_ message: [String: Any]?) -> [String] {
        (message?["reactions"] as? [[String: Any]] ?? []).map { reaction in
            "\(reaction["emoji"] ?? "") \(reaction["team"] ?? "")\(reaction["mine"] as? Bool == true ? "*" : "")"
        }
    }

    private func react(
        _ emoji: String, to message: String, by visitor: VisitorBrowser, isOn: Bool = true
    ) async throws -> VisitorBrowser.Answer {
        try await visitor.ask("POST", "reactions", json: ["message": message, "emoji": emoji, "on": isOn])
    }

    @Test func `an agent's emoji shows live on what the visitor wrote, and goes when it is taken back`() async throws {
        try await WidgetShop.open(["assistant.on": false]) { shop in
            var visitor = shop.visitor
            try await visitor.begin()
            _ = try await visitor.post("Question")
            let ticket = try #require(try await shop.tickets().first?.id)
            let first = try await visitor.events { $0.contains { $0.id != nil } }
            var cursor = try #require(first.last { $0.id != nil }?.id)
            let id = ticket.publicDiscussion
            let document = try shop.ana.store.documents(of: ticket).document(id)
            let question = try #require(Discussion(id: id, document: document).messages.first?.id)
            let ana = Author(kind: .teammate, id: shop.ana.store.member.user.description)
            for (isOn, expected) in [(true, ["👀 1"]), (false, [])] {
                try await shop.edit(.discussion, id, of: ticket) { transaction in
                    let reaction = Reaction(emoji: "👀", author: ana)
                    if isOn {
                        try Discussion.react(reaction, to: question, in: &transaction)
                    } else {
                        try Discussion.unreact(reaction, from: question, in: &transaction)
                    }
                }
                let later = try await visitor.events(after: cursor) { $0.contains { $0.id != nil } }
                let message = try #require(later.first { $0.name == "message" })
                #expect(Self.reactions(message.data) == expected)
                #expect(VisitorBrowser.words(message.data) == "Question")
                #expect(message.data["edited"] as? Bool == false)
                #expect(Self.reactions(try await visitor.ask("GET", "messages").messages.first) == expected)
                cursor = try #require(message.id)
            }
        }
    }

    @Test func `a visitor has one thumb on an answer, turns it round and takes it back`() async throws {
        try await WidgetShop.open(["assistant.on": false]) { shop in
            var visitor = shop.visitor
            try await visitor.begin()
            _ = try await visitor.post("Question")
            let ticket = try #require(try await shop.tickets().first?.id)
            try await shop.reply("Answer", to: ticket)
            let page = try await visitor.ask("GET", "messages")
            let answer = try #require(page.messages.last?["id"] as? String)
            func thumbs() async throws -> [Reaction] {
                try await shop.ana.sync()
                let id = ticket.publicDiscussion
                let document = try shop.ana.store.documents(of: ticket).document(id)
                return Discussion(id: id, document: document).messages.last?.reactions ?? []
            }
            for _ in 0..<2 {
                #expect(Self.reactions(try await react("👍", to: answer, by: visitor).json) == ["👍 0*"])
                #expect(try await thumbs().map(\.emoji) == ["👍"])
                #expect(try await thumbs().map(\.author.kind) == [.customer])
            }
            #expect(Self.reactions(try await react("👎", to: answer, by: visitor).json) == ["👎 0*"])
            #expect(try await thumbs().map(\.emoji) == ["👎"])
            #expect(Self.reactions(try await react("👎", to: answer, by: visitor, isOn: false).json) == [])
            #expect(try await thumbs().isEmpty)
            #expect(try await visitor.ask("GET", "messages").json["unread"] as? Int == 1, "no thumb is an answer")
        }
    }

    @Test func `nobody marks what they wrote, do not see, or may not, and only with a thumb`() async throws {
        try await WidgetShop.open(["assistant.on": false]) { shop in
            var (visitor, other) = (shop.visitor, shop.visitor)
            try await visitor.begin()
            try await other.begin()
            _ = try await visitor.post("Question")
            _ = try await other.post("Something else")
            let ticket = try #require(try await shop.tickets().first?.id)
            try await shop.reply("Answer", to: ticket)
            let messages = try await visitor.ask("GET", "messages").messages.compactMap { $0["id"] as? String }
            let (question, answer) = (try #require(messages.first), try #require(messages.last))
            #expect(try await react("👍", to: question, by: visitor).status == 404)
            #expect(try await react("👍", to: answer, by: other).status == 404)
            #expect(try await react("👍", to: "nothing", by: visitor).status == 404)
            #expect(try await react("🎉", to: answer, by: visitor).status == 400)
            #expect(Self.reactions(try await react("👍", to: answer, by: visitor).json) == ["👍 0*"])
            try await shop.set(["channel.widget.reactions": false])
            #expect(try await react("👎", to: answer, by: visitor).status == 400)
            #expect(Self.reactions(try await visitor.ask("GET", "messages").messages.last) == [])
            let limits = try await visitor.ask("GET", "config").json["limits"] as? [String: Any]
            #expect(limits?["reactions"] as? Bool == false)
        }
    }

    @Test func `in a ticket that two visitors share each sees the team's thumbs and their own`() async throws {
        try await WidgetShop.open(["assistant.on": false]) { shop in
            var (visitor, other) = (shop.visitor, shop.visitor)
            try await visitor.begin()
            try await other.begin()
            _ = try await visitor.post("Is it down?")
            let first = try #require(try await shop.tickets().first?.id)
            _ = try await other.post("Down for me")
            let second = try #require(try await shop.tickets().last?.id)
            try await shop.edit(.ticket, second, of: second) { transaction in
                try Ticket.merge(second, into: first, in: &transaction)
            }
            try await shop.reply("We look into it", to: first)
            let shown = try await other.ask("GET", "messages").messages.last
            let answer = try #require(shown?["id"] as? String)
            #expect(Self.reactions(try await react("👍", to: answer, by: other).json) == ["👍 0*"])
            #expect(Self.reactions(try await visitor.ask("GET", "messages").messages.last) == [])
            #expect(Self.reactions(try await react("👎", to: answer, by: visitor).json) == ["👎 0*"])
            #expect(Self.reactions(try await other.ask("GET", "messages").messages.last) == ["👍 0*"])
        }
    }
}
