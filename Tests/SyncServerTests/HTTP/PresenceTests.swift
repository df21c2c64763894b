import CRDT
import Foundation
import Hub
import Replica
import SyncProtocol
import SyncServer
import Testing

@testable import Widget

@Suite struct PresenceTests {
    private func teller(_ teammate: Teammate) -> PresenceTeller {
        PresenceTeller(
            teammate.store.member, key: teammate.key, transport: teammate.transport, now: { ServerClock.now() })
    }

    private func head(_ shop: WidgetShop) throws -> UInt64 {
        try shop.folder.openReplicaOfServer().log.read { try $0.head }
    }

    @Test func `a visitor sees by name who writes, and the log holds nothing of it`() async throws {
        try await WidgetShop.open(["assistant.on": false]) { shop in
            var visitor = shop.visitor
            try await visitor.begin()
            _ = try await visitor.post("Is anybody there?")
            let ticket = try #require(try await shop.tickets().first?.id)
            let before = try head(shop)
            let teller = teller(shop.ana)
            #expect(await teller.writes(in: ticket))
            // The sign is renewed every three seconds at most, whatever is pressed in between.
            #expect(await teller.writes(in: ticket))
            let events = try await visitor.events { $0.contains { $0.name == "typing" } }
            let by = events.last { $0.name == "typing" }?.data["by"] as? [String: Any]
            #expect(by?["name"] as? String == "Ana" && by?["kind"] as? String == "person")
            await teller.stops(in: ticket)
            let later = try await visitor.events { $0.contains { $0.name == "state" } }
            #expect(!later.contains { $0.name == "typing" })
            #expect(try head(shop) == before)
        }
    }

    @Test func `who looks at a ticket is told that its visitor writes, and that they stopped, and nothing is kept`()
        async throws
    {
        try await WidgetShop.open(["assistant.on": false]) { shop in
            var visitor = shop.visitor
            let subject = try await visitor.begin().subject
            _ = try await visitor.post("Is anybody there?")
            let ticket = try #require(try await shop.tickets().first?.id)
            let before = try head(shop)
            let onlooker = teller(shop.ana)
            let waiting = Task { await onlooker.customers(in: ticket, behind: false) }
            #expect(try await visitor.ask("POST", "typing", json: [:]).status == 204)
            // On a machine that is slow the sign would have run out before it is looked for: it is renewed until then.
            let typing = Task { [visitor] in
                while !Task.isCancelled { _ = try await visitor.ask("POST", "typing", json: [:]) }
            }
            #expect(await waiting.value == [subject])
            typing.cancel()
            #expect(try head(shop) == before)
            // Whoever is told keeps on asking; a message ends it before its time.
            let ending = Task { await onlooker.customers(in: ticket, behind: true) }
            _ = try await visitor.post("Hello?")
            #expect(await ending.value == [])
            // A sign that is not renewed ends by itself.
            #expect(try await visitor.ask("POST", "typing", json: [:]).status == 204)
            #expect(await onlooker.customers(in: ticket, behind: true) == [])
            let viewer = try await Teammate.joined(shop.folder, at: shop.address, name: "Vi", role: .viewer)
            #expect(await teller(viewer).customers(in: ticket, behind: false) == nil)
        }
    }

    @Test func `nobody gives a sign where they may not write, and no sign stops anything`() async throws {
        try await WidgetShop.open { shop in
            var visitor = shop.visitor
            try await visitor.begin()
            _ = try await visitor.post("Hello?")
            let ticket = try #require(try await shop.tickets().first?.id)
            let viewer = try await Teammate.joined(shop.folder, at: shop.address, name: "Vi", role: .viewer)
            #expect(await !teller(viewer).writes(in: ticket))
            #expect(await !teller(shop.ana).writes(in: Identifier(high: 1, low: 4)))
            let unreachable = PresenceTeller(
                shop.ana.store.member, key: shop.ana.key,
                transport: HTTPTransport(server: "http://127.0.0.1:1", workspace: shop.ana.store.member.workspace),
                now: { ServerClock.now() })
            #expect(await !unreachable.writes(in: ticket))
        }
    }

    @Test func `a sign of a later version is read, and passed over`() throws {
        let sign = PresenceSign(.unknown(77), in: Identifier(high: 1, low: 4))
        let request = try Request(.presence, body: Request.presence(sign).encoded)
        #expect(request == .presence(sign))
        var longer = Request.presence(PresenceSign(.writing, in: sign.root)).encoded
        longer.removeLast()
        longer += [3, 1, 2, 3]
        #expect(try Request(.presence, body: longer) == .presence(PresenceSign(.writing, in: sign.root)))
        #expect(try Response(body: Response.noted.encoded) == .noted)
        #expect(throws: ProtocolError.self) { try Request(.presence, body: Array(longer.dropLast())) }
    }

    @Test func `the assistant is seen at work until it has written`() throws {
        let board = TypingBoard()
        let ticket = Identifier(high: 1, low: 4)
        let now = ServerClock.now()
        board.note(.assistant, in: ticket, at: now)
        #expect(board.writing(in: ticket, at: now).keys.map(\.kind) == [.ai])
        board.clear(.assistant, in: ticket)
        #expect(board.writing(in: ticket, at: now).isEmpty)
    }
}
