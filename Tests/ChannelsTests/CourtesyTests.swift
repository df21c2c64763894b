import CRDT
import Channels
import Hub
import Replica
import Testing

@Suite struct CourtesyTests {
    /// A ticket that was answered and resolved, and the message that ends it.
    private func resolved(_ bench: Bench, answeredBy kind: Author.Kind = .teammate) throws -> Identifier {
        let ticket = try #require(try bench.take(.sample()).ticket)
        bench.pass(seconds: 60)
        try bench.edit(.discussion, ticket.publicDiscussion) { transaction in
            let author = kind == .ai ? Author.assistant : Author(kind: .teammate, id: "noor")
            let role: Event.MessageRole = kind == .ai ? .answer : .message
            Discussion.post(MessageDraft(author: author, role: role, body: "It left today."), in: &transaction)
        }
        bench.pass(seconds: 60)
        try bench.edit(.ticket, ticket) { try Ticket.setStatus(.resolved, in: &$0) }
        bench.pass(seconds: 60)
        return ticket
    }

    private func episodes(_ ticket: Identifier, _ bench: Bench) throws -> [Episode] {
        Hub.episodes(of: Hub.events(of: try bench.store.documents(of: ticket).history), asOf: bench.now)
    }

    private func findings(_ ticket: Identifier, _ bench: Bench) throws -> [Event.Judgement.Finding] {
        try bench.ticket(ticket).log.compactMap { record in
            if case .judgement(let judgement) = record.entry { judgement.finding } else { nil }
        }
    }

    @Test(arguments: ["Thanks", "thank you so much!", "Vielen Dank", "merci beaucoup", "👍", "Perfect, thanks"])
    func `a bare thanks joins the resolved ticket, opens nothing and starts no episode`(_ words: String) throws {
        let bench = try Bench()
        let ticket = try resolved(bench)
        let outcome = try bench.take(.sample("m2", words))
        #expect(outcome.result == .appended && outcome.ticket == ticket)
        #expect(try bench.ticket(ticket).status == .resolved)
        #expect(try bench.messages(of: ticket).count == 3)
        #expect(try findings(ticket, bench) == [.thanks])
        let episodes = try episodes(ticket, bench)
        #expect(episodes.count == 1 && episodes.first?.waitingSince == nil && episodes.first?.returned == nil)
        // The same message again changes nothing and is judged once.
        #expect(try bench.take(.sample("m2", words)).result == .duplicate)
        #expect(try findings(ticket, bench) == [.thanks])
    }

    @Test(arguments: ["Thanks, but where is the other one?", "It still does not work", "A person please", "why"])
    func `whoever asks for something opens the ticket again`(_ words: String) throws {
        let bench = try Bench()
        let ticket = try resolved(bench)
        #expect(try bench.take(.sample("m2", words)).ticket == ticket)
        #expect(try bench.ticket(ticket).status == .open)
        #expect(try findings(ticket, bench).isEmpty)
        #expect(try episodes(ticket, bench).map(\.beginning) == [.first, .reopened])
    }

    @Test func `a thanks and then a question open the ticket at the question`() throws {
        let bench = try Bench()
        let ticket = try resolved(bench)
        try bench.take(.sample("m2", "Thanks!"))
        bench.pass(seconds: 60)
        try bench.take(.sample("m3", "When will the other one come?"))
        #expect(try bench.ticket(ticket).status == .open)
        let episodes = try episodes(ticket, bench)
        #expect(episodes.map(\.beginning) == [.first, .reopened])
        #expect(episodes.last?.start == bench.now)
    }

    @Test func `a yes after the assistant's answer confirms it and takes no credit back`() throws {
        let bench = try Bench()
        let ticket = try resolved(bench, answeredBy: .ai)
        try bench.take(.sample("m2", "Yes, that worked, thank you"))
        #expect(try bench.ticket(ticket).status == .resolved)
        #expect(try findings(ticket, bench) == [.affirmation, .thanks])
        let episode = try #require(try episodes(ticket, bench).first)
        #expect(try episodes(ticket, bench).count == 1)
        #expect(episode.outcome(asOf: bench.now) == .containedConfirmed)
        #expect(!episode.isRetracted(asOf: bench.now))
    }

    @Test func `a thanks with a file, and one while the ticket waits for the customer, are for somebody to look at`()
        throws
    {
        let bench = try Bench()
        let ticket = try resolved(bench)
        var message = InboundMessage.sample("m2", "Thanks")
        message.files = [InboundMessage.File(name: "a.png", mediaType: "image/png", bytes: [1])]
        try bench.take(message)
        #expect(try bench.ticket(ticket).status == .open)
        try bench.edit(.ticket, ticket) { try Ticket.setStatus(.pending, in: &$0) }
        try bench.take(.sample("m3", "Thanks"))
        #expect(try bench.ticket(ticket).status == .open)
    }

    @Test(arguments: ["Thanks", "Hello, thank you!", "Great", "👍"])
    func `a bare thanks long after the end joins the old ticket, opens no other and returns nobody`(_ words: String)
        throws
    {
        let bench = try Bench()
        let ticket = try resolved(bench)
        bench.pass(seconds: 400 * 24 * 3600)
        let late = try bench.take(.sample("m2", words))
        #expect(late.result == .appended && late.ticket == ticket)
        #expect(try bench.ticket(ticket).status == .resolved)
        #expect(try findings(ticket, bench) == [.thanks])
        #expect(try episodes(ticket, bench).map(\.beginning) == [.first])
        // The next question is another matter all the same.
        let next = try bench.take(.sample("m3", "Where is the other parcel?"))
        #expect(next.result == .opened && next.ticket != ticket)
        #expect(try bench.ticket(#require(next.ticket)).followUpOf == ticket)
    }

    @Test(arguments: ["Hello", "Good morning", "Thanks, but where is the other one?", "why"])
    func `whoever greets or asks long after the end begins another ticket`(_ words: String) throws {
        let bench = try Bench()
        let ticket = try resolved(bench)
        bench.pass(seconds: 400 * 24 * 3600)
        #expect(try bench.take(.sample("m2", words)).result == .opened)
        #expect(try bench.ticket(ticket).status == .resolved)
    }

    @Test func `a teammate can open what a thanks left resolved`() throws {
        let bench = try Bench()
        let ticket = try resolved(bench)
        try bench.take(.sample("m2", "Thanks"))
        try bench.edit(.ticket, ticket) { try Ticket.setStatus(.open, in: &$0) }
        #expect(try bench.ticket(ticket).status == .open)
    }
}
