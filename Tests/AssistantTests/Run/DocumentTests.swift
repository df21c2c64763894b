import Assistant
import CRDT
import Hub
import Testing

@Suite struct DocumentTests {
    /// One writer and a ticket with its public discussion.
    private struct World {
        let id = Identifier(high: 7, low: 4)
        var ticket = Document()
        var discussion = Document()
        private var number: UInt64 = 0

        init() {
            edit(\.ticket) { transaction in
                var draft = TicketDraft(channel: "widget", subject: "Battery")
                draft.claimed = ["plan": .string("dealer")]
                draft.verified = ["country": .string("NL")]
                #expect(throws: Never.self) { try Ticket.open(draft, in: &transaction) }
            }
        }

        mutating func edit(_ document: WritableKeyPath<World, Document>, _ body: (inout Transaction) -> Void) {
            number += 1
            let time = Stamp(milliseconds: number * 1000)
            _ = self[keyPath: document].edit(
                actor: ActorID(high: 1, low: 1), number: number, time: time, stamp: time, body)
        }

        mutating func say(
            _ kind: Author.Kind, _ body: String, role: Event.MessageRole = .message, isAutomatic: Bool = false
        ) {
            edit(\.discussion) { transaction in
                let draft = MessageDraft(
                    author: Author(kind: kind, id: "x"), role: role, body: body, isAutomatic: isAutomatic)
                Discussion.post(draft, in: &transaction)
            }
        }

        var request: AssistantRequest {
            AssistantRequest(
                ticket: Ticket(id: id, document: ticket), in: ticket,
                discussion: Discussion(id: id.publicDiscussion, document: discussion), in: discussion)
        }
    }

    @Test func `a request holds what was asked since anybody answered, and what was said before`() {
        var world = World()
        #expect(world.request.asked == nil)
        world.say(.customer, "Hello")
        world.say(.ai, "Hello!", role: .greeting, isAutomatic: true)
        world.say(.customer, "How do I charge it?")
        #expect(world.request.asked == "Hello\n\nHow do I charge it?")
        world.say(.ai, "Which bike?", role: .clarify)
        #expect(world.request.asked == nil)
        #expect(world.request.clarificationCount == 1)
        world.say(.customer, "The red one.")
        let request = world.request
        #expect(request.asked == "The red one.")
        #expect(request.earlier == ["Hello", "How do I charge it?", "Which bike?"])
        #expect(request.channel == "widget" && request.subject == "Battery")
        #expect(request.reader.traits.verified == ["country": .string("NL")])
        #expect(request.reader.traits.claimed == ["plan": .string("dealer")])
        #expect(request.lease == .assistant)
    }

    @Test func `every write makes another revision`() {
        var world = World()
        var revisions = [world.request.revision]
        world.say(.customer, "Hello")
        revisions.append(world.request.revision)
        world.edit(\.ticket) { Ticket.setPriority(.urgent, in: &$0) }
        revisions.append(world.request.revision)
        #expect(Set(revisions).count == 3)
    }

    @Test func `a teammate's words, an owner and a hand-off each give the lease to a person`() {
        var world = World()
        world.say(.customer, "Hello")
        world.say(.teammate, "We are closed.", isAutomatic: true)
        #expect(world.request.lease == .assistant)
        var answered = world
        answered.say(.teammate, "I look into it.")
        #expect(answered.request.lease == .person)
        var owned = world
        owned.edit(\.ticket) { Ticket.assign(to: "noor", in: &$0) }
        #expect(owned.request.lease == .person)
        var handedOver = world
        handedOver.edit(\.ticket) { Ticket.handOff(Event.HandOff(reason: .lowConfidence), in: &$0) }
        #expect(handedOver.request.lease == .person)
    }

    @Test func `an article is read as it was published, and one that never was is excluded`() throws {
        var document = Document()
        func edit(_ number: UInt64, _ body: (inout Transaction) throws -> Void) throws {
            let time = Stamp(milliseconds: number)
            _ = try document.edit(actor: ActorID(high: 1, low: 1), number: number, time: time, stamp: time, body)
        }
        func item() throws -> LibraryItem {
            try LibraryItem(Article(id: Identifier(high: 4, low: 4), document: document))
        }
        try edit(1) { Article.create(title: "Keys", body: "We cut keys.", audience: "plan = gold", in: &$0) }
        #expect(Library.reader(["plan": .string("gold")]).exclusion(of: try item()) == .notPublished)
        try edit(2) { try Article.publish(needsApproval: false, in: &$0) }
        let published = try item()
        #expect(Library.reader(["plan": .string("gold")]).exclusion(of: published) == nil)
        #expect(Library.reader().exclusion(of: published) == .audience)
        #expect(!published.reference.version.isEmpty)
        try edit(3) { Article.setBody("We cut no keys.", in: &$0) }
        #expect(try item() == published)
        try edit(4) { Article.setRequiresVerified(true, in: &$0) }
        try edit(5) { try Article.publish(needsApproval: false, in: &$0) }
        let claims = Reader(traits: AudienceTraits(claimed: ["plan": .string("gold")]))
        #expect(claims.exclusion(of: published) == nil)
        #expect(claims.exclusion(of: try item()) == .audience)
        #expect(try item().body == "We cut no keys.")
        try edit(6) { Article.setAudience("plan = (", in: &$0) }
        try edit(7) { try Article.publish(needsApproval: false, in: &$0) }
        #expect(throws: SyntaxProblem.self) { try item() }
    }
}
