import Foundation
import Hub
import Replica
import SyncProtocol
import SyncServer
import TestSupport
import Testing

@Suite struct ImportTests {
    @Test func `importing the sample shop twice changes nothing the second time`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let first = try folder.importing(Repository.samples)
        let head = try StatusReport(folder).status.head
        let second = try folder.importing(Repository.samples)
        #expect(first.conversations == ImportReport.Count.of(new: 40))
        #expect(first.messages == .of(new: 142))
        #expect(first.articles == .of(new: 12))
        #expect(first.guidance == .of(new: 3))
        #expect(first.refused == 0)
        #expect(second.conversations == .of(known: 40))
        #expect(second.messages == .of(known: 142))
        #expect(second.people.new == 0)
        #expect(second.changes == 0)
        #expect(try StatusReport(folder).status.head == head)
        #expect(try StatusReport(folder).status.parked.isEmpty)
    }

    @Test func `a solved conversation resolves at its solution, a quiet one closes as imported`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        let store = try folder.openReplica()
        let solved = try store.ticket("shop-0001", at: ServerClock.now())
        #expect(solved.ticket.status == .resolved)
        #expect(solved.ticket.resolver == Resolver(kind: .teammate, id: "t_noor"))
        let resolution = solved.events.last { $0.kind == .status(.resolved) }
        let solution = solved.lines.first { $0.message.external == "shop-0001-m3" }
        #expect(resolution?.occurred == solution?.sent)
        #expect(resolution != nil)
        let quiet = try store.ticket("shop-0005", at: ServerClock.now())
        #expect(quiet.ticket.status == .resolved)
    }

    @Test func `an unsolved conversation that is not quiet yet stays open, and closes when it is imported later`()
        throws
    {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let file = temporary("one.jsonl")
        let line = """
            {"at":"2026-01-01T00:00:00Z","type":"message","channel":"api","conversation":"c1","message":"m1",\
            "author":{"id":"a","role":"customer"},"text":"hello","subject":"Hello"}
            """
        try line.write(toFile: file, atomically: true, encoding: .utf8)
        let start = try #require(ServerClock.parse("2026-01-02T00:00:00Z"))
        let early = try Importer(folder, settings: ImportSettings(now: start)).run([file])
        #expect(early.closedAsImported == 0)
        #expect(try folder.openReplica().ticket("c1", at: start).ticket.status == .open)
        let later = try Importer(folder, settings: ImportSettings(now: start.advanced(bySeconds: 40 * 86_400))).run([
            file
        ])
        #expect(later.closedAsImported == 1)
        #expect(later.messages == .of(known: 1))
        let ticket = try folder.openReplica().ticket("c1", at: start).ticket
        #expect(ticket.resolver == .imported)
    }

    @Test func `a message that came since the last import is added to its conversation`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let file = temporary("one.jsonl")
        func line(_ id: String, _ text: String) -> String {
            """
            {"at":"2026-01-01T00:00:0\(id)Z","type":"message","channel":"api","conversation":"c1","message":"m\(id)",\
            "author":{"id":"a","role":"customer"},"text":"\(text)","subject":"Hello"}
            """
        }
        try line("1", "first").write(toFile: file, atomically: true, encoding: .utf8)
        _ = try folder.importing([file])
        try [line("1", "first"), line("2", "second"), "{"].joined(separator: "\n")
            .write(toFile: file, atomically: true, encoding: .utf8)
        let report = try folder.importing([file])
        #expect(report.messages == .of(new: 1, known: 1))
        #expect(report.skipped.map(\.reason) == ["truncated"])
        #expect(report.skipped.map(\.position) == [3])
        let bodies = try folder.openReplica().ticket("c1", at: ServerClock.now()).lines.map(\.message.body)
        #expect(bodies == ["first", "second"])
    }

    @Test func `an import of more changes than one push carries leaves nothing unsent`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let file = temporary("many.jsonl")
        let lines = (0..<300).map { number in
            """
            {"at":"2026-01-01T00:00:00Z","type":"message","channel":"api","conversation":"c\(number)",\
            "message":"m\(number)","author":{"id":"a\(number)","role":"customer"},"text":"x","subject":"S"}
            """
        }
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let report = try folder.importing([file])
        #expect(report.changes > Limits().changeCountMax)
        #expect(try !folder.openReplicaOfServer().hasUnsent())
        #expect(try folder.importing([file]).changes == 0)
    }

    @Test func `a message that is larger than a ticket can show is shown in part and kept whole`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let file = temporary("long.jsonl")
        let words = String(repeating: "wörter und ", count: 600_000)
        let line = """
            {"at":"2026-01-01T00:00:00Z","type":"message","channel":"api","conversation":"c1","message":"m1",\
            "author":{"id":"a","role":"customer"},"text":"\(words)","subject":"Long"}
            """
        try line.write(toFile: file, atomically: true, encoding: .utf8)
        let report = try folder.importing([file])
        #expect(report.messages == .of(new: 1))
        #expect(report.skipped.isEmpty)
        let message = try #require(folder.openReplica().ticket("c1", at: ServerClock.now()).lines.first?.message)
        #expect(message.body.utf8.count > 1_000_000 && message.body.utf8.count < 1_100_000)
        #expect(message.attachments.map(\.name) == ["whole-message.txt"])
        #expect(message.attachments.first?.byteCount == Int64(words.utf8.count))
    }

    @Test func `names that are longer than a ticket can hold leave one message or one conversation out`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.founded(temporary)
        let file = temporary("names.jsonl")
        let long = String(repeating: "n", count: 5_000_000)
        func line(_ conversation: String, _ message: String, by author: String, subject: String) -> String {
            """
            {"at":"2026-01-01T00:00:00Z","type":"message","channel":"api","conversation":"\(conversation)",\
            "message":"\(message)","author":{"id":"\(author)","role":"customer"},"text":"x","subject":"\(subject)"}
            """
        }
        let lines = [
            line("c1", "m1", by: "a", subject: "S"), line("c1", "m2", by: long, subject: "S"),
            line("c2", "m3", by: "a", subject: long), line("c3", "m4", by: "a", subject: "S"),
        ]
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let report = try folder.importing([file])
        #expect(report.messages == .of(new: 2))
        #expect(report.conversations == .of(new: 2))
        #expect(report.skipped.map(\.reason) == ["too_large", "too_large"])
        #expect(report.skipped.map(\.position) == [1, 3])
    }

    @Test func `the name of an imported ticket tells nobody which conversation it is`() throws {
        let temporary = try TemporaryFolder()
        let (left, right) = (
            try WorkspaceFolder.founded(temporary, "left"), try WorkspaceFolder.founded(temporary, "right")
        )
        for folder in [left, right] { _ = try folder.importing([Repository.sampleConversations]) }
        let names = try [left, right].map { try $0.openReplica().ticketIdentifier("shop-0001") }
        // The names of roots are keyed, so they tell nobody which conversation of a known source they are.
        #expect(names[0] != names[1])
    }
}

extension ImportReport.Count {
    /// A count to compare with.
    static func of(new: Int = 0, known: Int = 0) -> ImportReport.Count { ImportReport.Count(new: new, known: known) }
}
