import CRDT
import Channels
import Hub
import Replica
import SyncProtocol
import Testing

@testable import SyncServer

/// What others do while the assistant decides.
@Suite struct AssistantRaceTests {
    private static let question = "How long does charging the battery take?"

    /// Does something once, when the assistant comes to a place.
    private final class Once {
        private var isDone = false

        func callAsFunction(_ body: () -> Void) {
            guard !isDone else { return }
            isDone = true
            body()
        }
    }

    @Test(arguments: [AssistantPause.decided, .written])
    func `a teammate who replies meanwhile is not talked over, though the server's replica has not seen it`(
        _ place: AssistantPause
    ) throws {
        let office = try AssistantOffice()
        let noor = try office.join()
        let ticket = try office.write(Self.question)
        let once = Once()
        let assistant = office.desk { reached, _ in
            guard reached == place else { return }
            once { #expect(throws: Never.self) { try office.reply("Four hours.", in: ticket, from: noor) } }
        }
        try office.work(assistant)
        #expect(try office.said(in: ticket).isEmpty)
        #expect(try office.decisions(in: ticket).isEmpty)
        #expect(try office.detail(ticket).ticket.runs.isEmpty)
        #expect(try office.detail(ticket).lines.count == 2)
        #expect(try office.replica.parkedCount() == 0)
        #expect(try !office.replica.hasUnsent())
        try office.sync(noor)
        #expect(
            try noor.store.stateDigest(of: .queue("general")) == office.replica.store.stateDigest(of: .queue("general"))
        )
        #expect(try Verifier(office.folder).run(at: ServerClock.now()).findings == [])
    }

    @Test func `a customer who writes meanwhile is read before anything is said`() throws {
        let office = try AssistantOffice()
        let ticket = try office.write(Self.question)
        let once = Once()
        let assistant = office.desk { reached, _ in
            guard reached == .decided else { return }
            once { #expect(throws: Never.self) { try office.write("I want to talk to a human", in: ticket) } }
        }
        try office.work(assistant)
        #expect(try office.handOffs(in: ticket) == [.customerRequest])
        #expect(try office.said(in: ticket).map(\.role) == [.handOffNotice])
        #expect(try office.decisions(in: ticket).map(\.messages.count) == [2])
    }

    @Test func `a message that follows words of the assistant that the log refuses goes into the log without them`()
        throws
    {
        let office = try AssistantOffice()
        let noor = try office.join()
        let hub = try ChannelHub(
            office.folder, replica: office.replica, signal: CommitSignal(), now: ServerClock.now)
        func take(_ name: String, _ words: String) throws -> InboundOutcome {
            let author = InboundMessage.Author(id: "c1", assurance: .claimed)
            let message = InboundMessage(
                thread: "t1", message: name, operation: .create, author: author, body: RichText(plainText: words))
            return try hub.inlet.take([message], on: "shop", at: ServerClock.now())[0].get()
        }
        let ticket = try #require(try take("m1", Self.question).ticket)
        let once = Once()
        let assistant = office.desk { reached, _ in
            guard reached == .written else { return }
            once {
                #expect(throws: Never.self) {
                    try office.reply("Four hours.", in: ticket, from: noor)
                    #expect(try take("m2", "And in winter?").result == .appended)
                    #expect(try take("m2", "And in winter?").result == .duplicate)
                }
            }
        }
        try office.work(assistant)
        let bodies = try office.detail(ticket).lines.map(\.message.body)
        #expect(bodies.sorted() == ["And in winter?", "Four hours.", Self.question])
        #expect(try office.replica.parkedCount() == 0)
        #expect(try !office.replica.hasUnsent())
    }

    @Test func `what a killed process had not sent and the log refuses is kept by nobody`() throws {
        let office = try AssistantOffice()
        let noor = try office.join()
        let ticket = try office.write(Self.question)
        let killed = office.desk()
        while case .decided = try killed.step(at: ServerClock.now()) {}
        try office.reply("Four hours.", in: ticket, from: noor)
        #expect(try office.replica.hasUnsent())
        _ = try office.desk().pass { ServerClock.now() }
        #expect(try office.said(in: ticket).isEmpty)
        #expect(try office.replica.parkedCount() == 0)
        #expect(try !office.replica.hasUnsent())
    }

    @Test(arguments: [AssistantPause.decided, .written])
    func `the switch for everything works before the next message goes out`(_ place: AssistantPause) throws {
        let office = try AssistantOffice()
        let vera = try office.join(.administrator)
        let ticket = try office.write(Self.question)
        let once = Once()
        let assistant = office.desk { reached, _ in
            guard reached == place else { return }
            once {
                #expect(throws: Never.self) {
                    let document = SettingsSection.assistant.document
                    try vera.store.write(at: ServerClock.now()) { writer in
                        try writer.place(document, in: .workspace)
                        try writer.edit(.settings, document, root: document) {
                            $0.root.set("assistant.on", .bool(false))
                        }
                    }
                    try office.sync(vera)
                }
            }
        }
        try office.work(assistant)
        #expect(try office.said(in: ticket).isEmpty)
        #expect(try office.replica.parkedCount() == 0)
    }

    @Test func `a process that dies in the middle of a burst leaves every ticket decided once`() throws {
        let office = try AssistantOffice()
        let tickets = try (1...12).map { try office.write(Self.question, by: "visitor-\($0)") }
        // Each process does one pass of a few tickets and is gone; some die with their decisions unsent.
        for round in 0..<8 {
            let desk = office.desk(.init(ticketCountMax: 3))
            _ = try desk.pass { ServerClock.now() }
            if round.isMultiple(of: 2) { try office.replica.catchUp(now: ServerClock.now) }
        }
        try office.work()
        for ticket in tickets {
            #expect(try office.said(in: ticket).count == 1)
            #expect(try office.decisions(in: ticket).count == 1)
        }
    }

    @Test func `only a teammate gives a conversation back`() throws {
        let office = try AssistantOffice()
        let ticket = try office.write("I want to talk to a human")
        try office.work()
        let origin = ChangeWriter.Origin(
            onBehalfOf: .init(assurance: .vouched, kind: .ai, id: Author.assistant.id))
        try office.replica.store.write(at: ServerClock.now()) { writer in
            try writer.edit(.ticket, ticket, root: ticket, origin: origin) { Ticket.returnLease(in: &$0) }
        }
        try office.replica.catchUp(now: ServerClock.now)
        #expect(try office.replica.parkedCount() == 1)
        #expect(try Lease(after: office.detail(ticket).events) == .person)
    }
}
