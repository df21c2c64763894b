import Assistant
import CRDT
import Hub
import Replica
import SyncProtocol
import Testing

@testable import SyncServer

@Suite struct TraceRetentionTests {
    private static let secret = "wolpertinger"

    private func days(_ count: Int64) -> Instant { ServerClock.now().advanced(bySeconds: count * 86_400) }

    @Test func `traces are erased everywhere when they are too old, and what was decided stays`() throws {
        let office = try AssistantOffice()
        let noor = try office.join()
        try office.set("retention.traces_days", .integer(30))
        let ticket = try office.write("How long does charging the battery take?")
        let other = try office.write("Where does my \(Self.secret) live?", by: "visitor-2")
        try office.work()
        let before = (try office.detail(ticket), try office.detail(other))
        #expect(before.0.ticket.runs.count == 1 && before.1.ticket.runs.count == 1)
        let retention = TraceRetention(office.replica)
        #expect(try retention.erase(at: days(29)) == 0)
        #expect(try retention.erase(at: days(31)) == 2)
        #expect(try retention.erase(at: days(31)) == 0)
        #expect(try TraceRetention(office.replica).erase(at: days(31)) == 0)
        try office.sync(noor)
        for (id, before) in [(ticket, before.0), (other, before.1)] {
            for store in [office.replica.store, noor.store] {
                let after = try store.ticket(id.description, at: ServerClock.now())
                #expect(after.ticket.runs.isEmpty)
                #expect(after.ticket.assistant == before.ticket.assistant)
                #expect(after.ticket.log.map(\.entry) == before.ticket.log.map(\.entry))
                #expect(after.lines.map(\.message.body) == before.lines.map(\.message.body))
            }
        }
        #expect(before.0.ticket.assistant.confidence != nil)
        // What was decided stays decided, and the log is whole.
        #expect(try office.work() == 0)
        #expect(try Verifier(office.folder).run(at: ServerClock.now()).findings == [])
    }

    @Test func `without the setting traces are kept`() throws {
        let office = try AssistantOffice()
        let ticket = try office.write("How long does charging the battery take?")
        try office.work()
        #expect(try TraceRetention(office.replica).erase(at: days(4000)) == 0)
        #expect(try office.detail(ticket).ticket.runs.count == 1)
    }

    @Test func `a trace that comes later is erased in its time`() throws {
        let office = try AssistantOffice()
        try office.set("retention.traces_days", .integer(1))
        try office.write("How long does charging the battery take?")
        try office.work()
        let retention = TraceRetention(office.replica)
        #expect(try retention.erase(at: days(2)) == 1)
        let later = try office.write("Can I return it?", by: "visitor-2")
        try office.work()
        #expect(try retention.erase(at: ServerClock.now()) == 0)
        #expect(try retention.erase(at: days(2)) == 1)
        #expect(try office.detail(later).ticket.runs.isEmpty)
    }
}
