import CRDT
import Hub
import Replica
import SyncProtocol
import Testing

@testable import SyncServer

@Suite struct AssistantBudgetTests {
    private static let question = "How long does charging the battery take?"

    @Test func `the budget of an hour is not won back by starting anew, and the next hour has its own`() throws {
        let office = try AssistantOffice()
        try office.set("assistant.runs_per_hour", .integer(2))
        let now = ServerClock.now().advanced(bySeconds: 60)
        // Each question meets a process that knows nothing but what stands in the files.
        let tickets = try (1...4).map { index in
            let ticket = try office.write(Self.question, by: "visitor-\(index)")
            try office.work(at: now)
            return ticket
        }
        #expect(try tickets.map { try office.said(in: $0).map(\.role) }.prefix(2) == [[.answer], [.answer]])
        #expect(try tickets.map { try office.handOffs(in: $0) } == [[], [], [.budgetLimit], [.budgetLimit]])

        let desk = office.desk()
        try office.work(desk, at: now)
        let next = now.advanced(bySeconds: 3600)
        let later = try (5...7).map { try office.write(Self.question, by: "visitor-\($0)") }
        try office.work(desk, at: next)
        #expect(try later.map { try office.handOffs(in: $0) } == [[], [], [.budgetLimit]])
    }

    @Test func `a decision that was written and not sent when the process was killed counts`() throws {
        let office = try AssistantOffice()
        try office.set("assistant.runs_per_hour", .integer(1))
        let now = ServerClock.now().advanced(bySeconds: 60)
        let first = try office.write(Self.question)
        var count = 0
        let desk = office.desk { place, _ in
            guard place == .written else { return }
            // What another process would find at this instant.
            #expect(throws: Never.self) {
                let start = Instant(milliseconds: now.milliseconds / 3_600_000 * 3_600_000)
                count = try office.desk().decidedRuns(since: start).count
            }
        }
        try office.work(desk, at: now)
        #expect(count == 1)
        #expect(try office.said(in: first).map(\.role) == [.answer])
    }

    @Test func `a turn that the log refused and that is decided again counts once`() throws {
        let office = try AssistantOffice()
        try office.set("assistant.runs_per_hour", .integer(1))
        let now = ServerClock.now().advanced(bySeconds: 60)
        let noor = try office.join()
        let ticket = try office.write(Self.question)
        var isDone = false
        let desk = office.desk { place, _ in
            guard place == .written, !isDone else { return }
            isDone = true
            #expect(throws: Never.self) {
                try office.sync(noor)
                try noor.store.write(at: ServerClock.now()) { writer in
                    try writer.edit(.ticket, ticket, root: ticket) { Ticket.setSubject("Battery", in: &$0) }
                }
                try office.sync(noor)
            }
        }
        try office.work(desk, at: now)
        #expect(isDone)
        #expect(try office.said(in: ticket).map(\.role) == [.answer])
        #expect(try office.decisions(in: ticket).count == 1)
    }
}
