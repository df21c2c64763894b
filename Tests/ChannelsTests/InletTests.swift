import CRDT
import Channels
import Hub
import Replica
import SyncProtocol
import Testing

@Suite struct InletTests {
    @Test func `a message opens a ticket, and the next one joins it`() throws {
        let bench = try Bench()
        let opened = try bench.take(.sample())
        let joined = try bench.take(.sample("m2", "It was due on Friday"))
        #expect(opened.result == .opened)
        #expect(joined.result == .appended)
        #expect(joined.ticket == opened.ticket)
        let ticket = try #require(opened.ticket)
        #expect(try bench.messages(of: ticket).map(\.body) == ["Where is my parcel?", "It was due on Friday"])
        #expect(try bench.ticket(ticket).channel == "shop")
        #expect(try bench.ticket(ticket).source.conversation == "t1")
    }

    @Test func `the same message twice is one message`() throws {
        let bench = try Bench()
        let first = try bench.take(.sample())
        let again = try bench.take(.sample("m1", "Where is my parcel?"))
        #expect(again.result == .duplicate)
        #expect(again.message == first.message)
        #expect(try bench.messages(of: #require(first.ticket)).count == 1)
    }

    @Test func `an edit that comes before its message waits for it, and the latest edit stands`() throws {
        let bench = try Bench()
        let later = InboundMessage.Operation.edit(at: Instant(milliseconds: 2000))
        let earlier = InboundMessage.Operation.edit(at: Instant(milliseconds: 1000))
        #expect(try bench.take(.sample("m1", "third", operation: later)).result == .waiting)
        #expect(try bench.take(.sample("m1", "second", operation: earlier)).result == .waiting)
        let ticket = try #require(try bench.take(.sample("m1", "first")).ticket)
        #expect(try bench.messages(of: ticket).map(\.body) == ["third"])
        #expect(try bench.take(.sample("m1", "second", operation: earlier)).result == .stale)
        #expect(try bench.take(.sample("m1", "third", operation: later)).result == .duplicate)
        #expect(try bench.take(.sample("m1", operation: .delete)).result == .deleted)
        #expect(try bench.messages(of: ticket).map(\.isDeleted) == [true])
    }

    @Test func `a customer who is not verified is never taken for the verified one with the same id`() throws {
        let bench = try Bench()
        let verified = try #require(try bench.take(.sample(isVerified: true)).ticket)
        let claimed = try #require(try bench.take(.sample("m1", thread: "t2")).ticket)
        #expect(try bench.ticket(verified).customer.person != nil)
        #expect(try bench.ticket(verified).assurance == .verifiedByToken)
        #expect(try bench.ticket(claimed).customer == .anonymous)
        #expect(try bench.ticket(claimed).assurance == .claimed)
        let authors = try (bench.messages(of: verified) + bench.messages(of: claimed)).map(\.author?.id)
        #expect(Set(authors).count == 2)
    }

    @Test func `proof makes an anonymous customer known, and a second proven one changes nothing`() throws {
        let bench = try Bench()
        let ticket = try #require(try bench.take(.sample()).ticket)
        try bench.take(.sample("m2", isVerified: true))
        let person = try bench.ticket(ticket).customer.person
        #expect(person != nil)
        try bench.take(.sample("m3", isVerified: true, author: "c2"))
        #expect(try bench.ticket(ticket).customer.person == person)
        // A teammate takes the link back: it is not made again.
        try bench.edit(.ticket, ticket) { try Ticket.revertCustomer(in: &$0) }
        try bench.take(.sample("m4", isVerified: true))
        #expect(try bench.ticket(ticket).customer == .anonymous)
    }

    @Test func `a customer's message opens a pending ticket again, and begins a new one long after it was resolved`()
        throws
    {
        let bench = try Bench()
        let ticket = try #require(try bench.take(.sample()).ticket)
        try bench.edit(.ticket, ticket) { try Ticket.setStatus(.pending, in: &$0) }
        try bench.take(.sample("m2"))
        #expect(try bench.ticket(ticket).status == .open)
        try bench.edit(.ticket, ticket) { try Ticket.setStatus(.resolved, in: &$0) }
        bench.pass(seconds: 13 * 86_400)
        #expect(try bench.take(.sample("m3")).ticket == ticket)
        #expect(try bench.ticket(ticket).status == .open)
        try bench.edit(.ticket, ticket) { try Ticket.setStatus(.resolved, in: &$0) }
        bench.pass(seconds: 15 * 86_400)
        let next = try bench.take(.sample("m4"))
        #expect(next.result == .opened)
        #expect(try bench.ticket(#require(next.ticket)).followUpOf == ticket)
        // What belongs to the old one is still known there.
        #expect(try bench.take(.sample("m3")).result == .duplicate)
    }

    @Test func `hostile words are bounded and made harmless, and keep their meaning`() throws {
        let bench = try Bench()
        var message = InboundMessage.sample(
            "m1", "<script>alert(1)</script> \u{1B}[31mred\u{0} \u{202E}evil",
            name: String(repeating: "n", count: 10_000)
        )
        message.body = RichText(
            markdown: message.body.markdown + "\n\n@[Noor](user:01ARZ3NDEKTSV4RRFFQ69G5FAV) **now**"
        )
        let ticket = try #require(try bench.take(message).ticket)
        let body = try #require(try bench.messages(of: ticket).first)
        #expect(!body.body.unicodeScalars.contains { ["\u{1B}", "\u{0}", "\u{202E}"].contains($0) })
        #expect(body.mentions.isEmpty)
        #expect(body.richText.plainText.contains("<script>alert(1)</script> [31mred evil"))
        #expect(try bench.ticket(ticket).claimed["name"] == .string(String(repeating: "n", count: 200)))
    }

    @Test func `what is too large or nameless is refused with a sentence, and holds up nothing`() throws {
        let bench = try Bench()
        let long = InboundMessage.sample("m1", String(repeating: "word ", count: 60_000))
        var nameless = InboundMessage.sample("m2")
        nameless.thread = ""
        var forged = InboundMessage.sample("m3")
        forged.author.kind = .ai
        let results = try bench.inlet.take([long, nameless, forged, .sample("m4")], on: "shop", at: bench.now)
        let codes = results.map { result -> InboundRefusal.Code? in
            if case .failure(let refusal) = result { refusal.code } else { nil }
        }
        #expect(codes == [.tooLarge, .malformed, .malformed, nil])
    }

    @Test func `what looks like spam is held until somebody lets it in, and no acquaintance is suspected`() throws {
        let bench = try Bench()
        let links = (0..<8).map { "https://example.com/\($0)" }.joined(separator: " ")
        #expect(try bench.take(.sample("m1", links)).result == .quarantined)
        #expect(try bench.take(.sample("m2", "More of it")).result == .quarantined)
        #expect(try bench.take(.sample("m1", links, thread: "t2", isVerified: true)).result == .opened)
        #expect(try bench.take(.sample("m1", thread: "t3")).result == .opened)
        #expect(try bench.take(.sample("m2", links, thread: "t3")).result == .appended)
        let held = try bench.records.held()
        #expect(held.map(\.reason) == ["many_links", "held_conversation"])
        for message in held { #expect(try bench.records.release(message.id)) }
        try bench.inlet.takeReleased(at: bench.now)
        #expect(try bench.records.held().isEmpty)
        let ticket = try #require(try bench.inlet.ticket(ofThread: "t1", on: "shop"))
        #expect(try bench.messages(of: ticket).count == 2)
    }

    @Test func `the same words in many new conversations are held from the fifth on`() throws {
        let bench = try Bench()
        let words = "Buy our wonderful watches today, they are cheap and quick."
        let results = try (1...6).map { try bench.take(.sample("m1", words, thread: "t\($0)")).result }
        #expect(results == [.opened, .opened, .opened, .opened, .quarantined, .quarantined])
    }

    @Test func `a channel that is switched off takes nothing, and tells so`() throws {
        let bench = try Bench()
        let section = SettingsSection.channels.document
        try bench.store.write(at: bench.now) { writer in
            try writer.place(section, in: .workspace)
            try writer.edit(.settings, section, root: section) {
                try Settings.set("channel.shop.on", to: .bool(false), in: &$0)
            }
        }
        #expect(throws: InboundRefusal.self) { try bench.take(.sample()) }
    }
}
