import Hub
import Replica
import Testing

@testable import SyncServer

@Suite struct ErasureTests {
    @Test func `erased words are in no file, and everything still verifies`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        _ = try folder.openReplica().indexSearch(limit: 1000)
        #expect(try !temporary.files(holding: "quillfeather").isEmpty)
        let report = try Eraser(folder).erase(["shop-0017"], reason: "leaked_secret", at: ServerClock.now())
        #expect(report.changes > 0)
        #expect(try temporary.files(holding: "quillfeather") == [])
        let check = try Verifier(folder).run(at: ServerClock.now())
        #expect(check.findings == [])
    }

    @Test func `one message is erased and the others stay`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        let store = try folder.openReplica()
        let before = try store.ticket("shop-0017", at: ServerClock.now())
        let secret = try #require(before.lines.first { $0.message.body.contains("quillfeather") })
        let name = "\(secret.message.id)"
        _ = try Eraser(folder).erase([name], reason: "leaked_secret", at: ServerClock.now())
        let again = try Eraser(folder).erase([name], reason: "leaked_secret", at: ServerClock.now())
        #expect(again.changes == 0)
        #expect(again.known == 1)
        let after = try store.ticket("shop-0017", at: ServerClock.now())
        #expect(after.lines.count == before.lines.count)
        #expect(after.lines.filter { $0.message.isErased }.map(\.message.id) == [secret.message.id])
    }

    @Test func `a customer whose first message was erased writes on`() throws {
        let office = try AssistantOffice()
        let ticket = try office.write("My card is lost")
        let first = try #require(try office.detail(ticket).lines.first)
        _ = try Eraser(office.folder).erase(["\(first.message.id)"], reason: "other", at: ServerClock.now())
        try office.write("Never mind", in: ticket)
        #expect(try office.detail(ticket).lines.map(\.message.body) == ["", "Never mind"])
        #expect(try office.replica.parkedCount() == 0)
    }

    @Test func `a name that means nothing erases nothing`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        let head = try StatusReport(folder).status.head
        #expect(throws: ReplicaError.self) {
            try Eraser(folder).erase(["shop-0017", "nothing"], reason: "other", at: ServerClock.now())
        }
        #expect(throws: ServerError.self) {
            try Eraser(folder).erase(["shop-0017"], reason: "whim", at: ServerClock.now())
        }
        #expect(try StatusReport(folder).status.head == head)
    }
}
