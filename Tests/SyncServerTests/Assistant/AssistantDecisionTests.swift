import Assistant
import CRDT
import Hub
import Replica
import SyncProtocol
import TestSupport
import Testing

@testable import SyncServer

@Suite struct AssistantDecisionTests {
    private static let question = "How long does charging the battery take?"

    @Test func `a question is answered once from its article, whoever looks at it again`() throws {
        let office = try AssistantOffice()
        let ticket = try office.write(Self.question)
        #expect(try office.work() == 1)
        let said = try office.said(in: ticket)
        #expect(said.map(\.role) == [.answer])
        #expect(said[0].body.contains("**The battery charges in four hours.**"))
        #expect(said[0].body.contains("Charging the battery"))
        let detail = try office.detail(ticket)
        #expect(detail.ticket.runs.count == 1)
        let trace = try Trace(stored: detail.ticket.runs[0].trace)
        #expect(try office.decisions(in: ticket).map(\.run) == [trace.run])
        #expect(detail.ticket.assistant.references == trace.decision.references)
        #expect(detail.ticket.assistant.confidence == trace.confidence?.probability)
        #expect(Lease(after: detail.events) == .assistant)
        // A process that starts finds it decided.
        #expect(try office.work() == 0)
        #expect(try office.said(in: ticket).count == 1)
        // And what the customer writes next is another turn.
        try office.write("How do I return a bike?", in: ticket)
        #expect(try office.work() == 1)
        #expect(try office.said(in: ticket).count == 2)
        #expect(try office.decisions(in: ticket).count == 2)
        #expect(try Verifier(office.folder).run(at: ServerClock.now()).findings == [])
    }

    @Test func `what it does not know it hands over: notice, event, summary, and silence until it is given back`()
        throws
    {
        let office = try AssistantOffice()
        let noor = try office.join()
        let ticket = try office.write("Does the museum of clocks open on Mondays?")
        try office.work()
        let said = try office.said(in: ticket)
        #expect(said.map(\.role) == [.handOffNotice])
        #expect(said[0].isAutomatic)
        #expect(try office.handOffs(in: ticket).count == 1)
        let notes = try office.detail(ticket).lines.filter { $0.visibility == .internal }.map(\.message)
        let question = try #require(try office.detail(ticket).lines.first { $0.message.author?.kind == .customer })
        #expect(notes.count == 1)
        #expect(notes[0].author == .assistant)
        #expect(notes[0].body.contains("museum of clocks"))
        #expect(notes[0].body.contains(question.message.id.description), "the quote names its message")

        try office.write(Self.question, in: ticket)
        #expect(try office.work() == 0, "people hold the conversation")
        try office.reply("Yes, it does.", in: ticket, from: noor)
        try office.write("And what about Tuesdays?", in: ticket)
        #expect(try office.work() == 0)
        try office.giveBack(ticket, from: noor)
        // The teammate answered the first question; the last one waits for somebody, and that is the assistant again.
        try office.write(Self.question, in: ticket)
        #expect(try office.work() > 0)
        #expect(try office.decisions(in: ticket).map(\.kind) == [.handOff, .answer].prefix(2).map { $0 })
    }

    @Test func `a wish for a person is fulfilled, and a courtesy gets neither answer nor hand-off`() throws {
        let office = try AssistantOffice()
        let person = try office.write("I want to talk to a human")
        let thanks = try office.write("Thanks!", by: "visitor-2")
        try office.work()
        #expect(try office.handOffs(in: person) == [.customerRequest])
        #expect(try office.handOffs(in: thanks).isEmpty)
        #expect(try office.said(in: thanks).isEmpty)
        #expect(try office.decisions(in: thanks).map(\.kind) == [.silent])
        let judged = try office.detail(thanks).events.contains { event in
            if case .judged(let judgement) = event.kind { judgement.finding == .notMeaningful } else { false }
        }
        #expect(judged)
        #expect(try office.work() == 0)
    }

    @Test func `a yes to an answer is recorded, and figures count it as confirmed`() throws {
        let office = try AssistantOffice()
        let ticket = try office.write(Self.question)
        try office.work()
        try office.write("Yes, that helped, thank you", in: ticket)
        try office.work()
        #expect(try office.said(in: ticket).count == 1)
        let events = try office.detail(ticket).events
        let later = ServerClock.now().advanced(bySeconds: 30 * 86_400)
        let episode = try #require(Hub.episodes(of: events, asOf: later).last)
        #expect(episode.isEligible)
        #expect(episode.outcome(asOf: later) == .containedConfirmed)
        let escalated = try office.write("I need a human agent", by: "visitor-2")
        try office.work()
        let other = try #require(Hub.episodes(of: try office.detail(escalated).events, asOf: later).last)
        #expect(other.isEligible && other.outcome(asOf: later) == .escalated)
        #expect(other.firstReply == nil, "a notice is no reply")
    }

    @Test func `switches keep it out and say so, and the one for everything leaves no trace`() throws {
        let office = try AssistantOffice()
        try office.set("assistant.channel.email.on", .bool(false))
        let mail = try office.write(Self.question, channel: "email")
        #expect(try office.work() == 1)
        #expect(try office.said(in: mail).isEmpty)
        let recorded = try office.detail(mail).events.contains { event in
            event.kind == .assistance(isOn: false, reason: "channel_ai_off")
        }
        #expect(recorded)
        #expect(try office.work() == 0)

        try office.set("assistant.on", .bool(false))
        let widget = try office.write(Self.question)
        #expect(try office.work() == 0)
        #expect(try office.decisions(in: widget).isEmpty)
        // What came while it was off is people's.
        try office.set("assistant.on", .bool(true))
        #expect(try office.work() == 0)
        let after = try office.write(Self.question, by: "visitor-3")
        #expect(try office.work() == 1)
        #expect(try office.said(in: after).count == 1)
    }

    @Test func `imported and old messages are never answered`() throws {
        let office = try AssistantOffice()
        let imported = try office.write(Self.question, assurance: .vouched)
        let old = try office.write(
            Self.question, by: "visitor-2", occurred: ServerClock.now().advanced(bySeconds: -2 * 86_400))
        #expect(try office.work() == 0)
        _ = try office.folder.importing(Repository.samples)
        #expect(try office.work() == 0)
        for ticket in [imported, old] {
            #expect(try office.said(in: ticket).isEmpty)
            #expect(try office.decisions(in: ticket).isEmpty)
        }
    }

    @Test func `what waited too long in its queue goes to people`() throws {
        let office = try AssistantOffice()
        let desk = office.desk(.init(ticketCountMax: 1, waitSecondsMax: 60))
        let tickets = try (1...3).map { try office.write(Self.question, by: "visitor-\($0)") }
        // It has noticed all of them, and answers one.
        #expect(try desk.pass { ServerClock.now() }.hasMore)
        try office.work(desk, at: ServerClock.now().advanced(bySeconds: 120))
        let reasons = try tickets.flatMap { try office.handOffs(in: $0) }
        #expect(reasons == [.timeout, .timeout])
        #expect(try tickets.flatMap { try office.said(in: $0) }.count { $0.role == .answer } == 1)
    }

    @Test func `a rule hands over to the queue that it names, if there is such a one`() throws {
        let office = try AssistantOffice()
        try office.set("queue.legal.name", .string("Legal"))
        try office.addRule(matcher: "lawyer", destination: "queue:legal")
        try office.addRule(matcher: "notary", destination: "queue:nowhere")
        let legal = try office.write("My lawyer asks how long charging the battery takes")
        let notary = try office.write("My notary asks how long charging the battery takes", by: "visitor-2")
        try office.work()
        #expect(try office.detail(legal).scope == .queue("legal"))
        #expect(try office.detail(notary).scope == .queue("general"))
        for ticket in [legal, notary] {
            #expect(try office.handOffs(in: ticket).first?.code.hasPrefix("policy_rule(") == true)
            #expect(try Lease(after: office.detail(ticket).events) == .person)
        }
    }

    @Test func `guidance that nobody can read gives tickets to people until it is mended`() throws {
        let office = try AssistantOffice()
        let pack = try office.addRule(matcher: "\"no end")
        let broken = try office.write(Self.question)
        try office.work()
        #expect(try office.handOffs(in: broken) == [.toolFailure])
        #expect(try office.detail(broken).events.contains { $0.kind == .assistantFailed(reason: .toolFailure) })
        try office.replica.store.write(at: ServerClock.now()) { writer in
            try writer.edit(.guidance, pack, root: pack) { GuidancePack.setOn(false, in: &$0) }
        }
        let mended = try office.write(Self.question, by: "visitor-2")
        try office.work()
        #expect(try office.said(in: mended).map(\.role) == [.answer])
    }
}
