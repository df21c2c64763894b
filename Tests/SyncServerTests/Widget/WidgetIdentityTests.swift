import CRDT
import Hub
import Replica
import SyncProtocol
import SyncServer
import Testing

@Suite struct WidgetIdentityTests {
    @Test func `proofs that do not hold begin no session`() async throws {
        try await WidgetShop.open { shop in
            var visitor = shop.visitor
            var forged = SignedClaims(key: "guessed")
            forged.claims = ["sub": "u1", "aud": shop.audience, "exp": 2_000_000_000, "jti": "1"]
            let proofs: [[String: Any]] = [
                ["token": try forged.text()], ["token": ""],
                ["userId": "u1", "userHash": String(repeating: "0", count: 64)],
                try shop.proof("u1", ["aud": "other"]), try shop.proof("u1", ["exp": 1_700_000_000]),
            ]
            for proof in proofs {
                let answer = try await visitor.begin(proof)
                #expect(answer.status == 403 && answer.code == "identity_invalid" && visitor.session.isEmpty)
            }
            let unsigned = try await visitor.begin(["userId": "u1"])
            #expect(unsigned.status == 403 && unsigned.code == "identity_required")
        }
    }

    @Test func `where proof is not required a named user stays a claim`() async throws {
        try await WidgetShop.open(["widget.identity.required": false]) { shop in
            var visitor = shop.visitor
            #expect(try await visitor.begin(["userId": "u1"]).json["isKnown"] as? Bool == false)
            _ = try await visitor.post("Hello")
            let ticket = try #require(try await shop.tickets().first?.id)
            let detail = try shop.ana.store.ticket(ticket.description, at: ServerClock.now())
            #expect(detail.ticket.customer == .anonymous && detail.ticket.claimed["user_id"] == "u1")
        }
    }

    @Test func `an unknown visitor's conversation becomes a person's by proof alone, and can be taken back`()
        async throws
    {
        try await WidgetShop.open { shop in
            var visitor = shop.visitor
            let unknown = try await visitor.begin()
            _ = try await visitor.post("Before")
            let ticket = try #require(try await shop.tickets().first?.id)
            let proof = try shop.proof("u1", ["name": "Lee", "email": "lee@example.com"])
            let known = try await visitor.begin(proof)
            #expect(known.json["merged"] as? String == unknown.subject && known.subject != unknown.subject)
            #expect(try await visitor.words() == ["Before"])
            _ = try await visitor.post("After")
            #expect(try await shop.tickets().map(\.id) == [ticket])
            var detail = try shop.ana.store.ticket(ticket.description, at: ServerClock.now())
            #expect(detail.ticket.assurance == .verifiedByToken && detail.person?.name == "Lee")
            #expect(detail.person?.verifiedEmails == ["lee@example.com"])

            var secretAlone = VisitorBrowser(address: shop.address, secret: visitor.secret)
            #expect(try await secretAlone.begin().code == "visitor_known", "the secret alone opens it no more")
            var device = shop.visitor
            try await device.begin(try shop.proof("u1"), hasSecret: false)
            #expect(try await device.words() == ["Before", "After"])

            try await shop.edit(.ticket, ticket, of: ticket) { try Ticket.revertCustomer(in: &$0) }
            #expect(try await device.words() == [], "it was somebody else's")
            try await visitor.begin(try shop.proof("u1"))
            #expect(try await visitor.words() == [], "what was taken back is not made again")
            detail = try shop.ana.store.ticket(ticket.description, at: ServerClock.now())
            #expect(detail.ticket.customer == .anonymous)
        }
    }

    @Test func `different people never meet in one conversation`() async throws {
        try await WidgetShop.open { shop in
            var visitor = shop.visitor
            try await visitor.begin()
            _ = try await visitor.post("Before")
            try await visitor.begin(try shop.proof("u1"))
            let switched = try await visitor.begin(try shop.proof("u2"))
            #expect(switched.status == 201 && switched.json["merged"] == nil)
            #expect(try await visitor.words() == [])
            _ = try await visitor.post("I am another")
            #expect(try await shop.tickets().count == 2)
            #expect(try await visitor.words() == ["I am another"])
        }
    }

    @Test func `a ticket that somebody merely vouched for is not opened to the person`() async throws {
        try await WidgetShop.open { shop in
            var (visitor, person) = (shop.visitor, shop.visitor)
            try await person.begin(try shop.proof("u1"))
            _ = try await person.post("I am known")
            try await visitor.begin()
            _ = try await visitor.post("I am not")
            let tickets = try await shop.tickets()
            let known = try #require(tickets.compactMap { $0.customer.flatMap { Identifier($0.id) } }.first)
            let ticket = try #require(tickets.last?.id)
            try await shop.edit(.ticket, ticket, of: ticket) { transaction in
                try Ticket.setCustomer(.known(person: known, company: nil), assurance: .vouched, in: &transaction)
            }
            #expect(try await person.words() == ["I am known"])
        }
    }

    @Test func `a token that was ended begins nothing and carries no session any more`() async throws {
        try await WidgetShop.open { shop in
            var visitor = shop.visitor
            let proof = try shop.proof("u1")
            try await visitor.begin(proof, hasSecret: false)
            #expect(try await visitor.ask("DELETE", "sessions").status == 204)
            #expect(try await visitor.ask("GET", "messages").status == 401)
            #expect(try await visitor.begin(proof, hasSecret: false).code == "identity_invalid")
            #expect(try await visitor.begin(try shop.proof("u1"), hasSecret: false).status == 201)
        }
    }

    @Test func `a session is of use on its own origin alone`() async throws {
        try await WidgetShop.open([
            "widget.origin.other.url": "https://other.example", "widget.origin.other.on": true,
        ]) { shop in
            var visitor = shop.visitor
            let first = try await visitor.begin()
            visitor.origin = "https://other.example"
            #expect(try await visitor.ask("GET", "messages").status == 401)
            #expect(try await visitor.begin().subject != first.subject, "one secret is two visitors on two origins")
        }
    }
}
