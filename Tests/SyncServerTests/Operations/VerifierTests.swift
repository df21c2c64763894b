import Foundation
import GRDB
import Hub
import SyncServer
import TestSupport
import Testing

@Suite struct VerifierTests {
    /// One statement that damages a log, and the check that finds it.
    static let damages: [(sql: String, check: String)] = [
        ("UPDATE log SET stamp = stamp + 1 WHERE sequence = 50", "chain"),
        ("UPDATE log SET chain = x'00' WHERE sequence = 50", "chain"),
        ("DELETE FROM log WHERE sequence = 50", "sequence"),
        ("UPDATE log SET root = x'00' WHERE sequence = 50", "change"),
        ("UPDATE log SET header = substr(header, 1, 40) WHERE sequence = 50", "change"),
        ("UPDATE batch SET header = (SELECT header FROM batch WHERE id = 1) WHERE id = 2", "batch"),
        ("UPDATE workspace SET head = head - 1", "sequence"),
        ("UPDATE placement SET scope = 1", "placement"),
        ("UPDATE actor SET number = number + 1 WHERE id = 1", "actor"),
    ]

    @Test(arguments: damages.indices)
    func `every kind of damage to the log is found`(_ index: Int) throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        let (sql, check) = Self.damages[index]
        try DatabaseQueue(path: folder.logPath).write { try $0.execute(sql: sql) }
        let report = try Verifier(folder).run(at: ServerClock.now())
        #expect(!report.isSound)
        #expect(report.findings.map(\.check).contains(check), "\(report.findings)")
    }

    @Test func `a replica that reads differently than the log is found and mended`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        try DatabaseQueue(path: folder.replicaPath).write {
            try $0.execute(sql: "DELETE FROM change WHERE id = (SELECT max(id) FROM change WHERE kind = 2)")
        }
        #expect(try !Verifier(folder).run(at: ServerClock.now()).isSound)
        let mended = try Verifier(folder).run(mends: true, at: ServerClock.now())
        #expect(mended.isSound)
        #expect(mended.findings.contains { $0.isMended })
        #expect(try Verifier(folder).run(at: ServerClock.now()).findings == [])
        let report = try folder.importing(Repository.samples)
        #expect(report.changes == 0)
    }

    @Test func `a replica with a change that cannot be read is found and mended`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        try DatabaseQueue(path: folder.replicaPath).write {
            try $0.execute(sql: "UPDATE change SET header = header || x'00' WHERE kind = 2")
        }
        #expect(try !Verifier(folder).run(at: ServerClock.now()).isSound)
        #expect(try Verifier(folder).run(mends: true, at: ServerClock.now()).isSound)
        #expect(try Verifier(folder).run(at: ServerClock.now()).findings == [])
    }

    @Test func `a truncated replica is found and mended`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        let whole = try #require(FileManager.default.contents(atPath: folder.replicaPath))
        try whole.prefix(60_000).write(to: URL(fileURLWithPath: folder.replicaPath))
        #expect(try !Verifier(folder).run(at: ServerClock.now()).isSound)
        #expect(try Verifier(folder).run(mends: true, at: ServerClock.now()).isSound)
        #expect(try Verifier(folder).run(at: ServerClock.now()).findings == [])
    }

    @Test func `an empty log is not taken for a new one`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        try Data().write(to: URL(fileURLWithPath: folder.logPath))
        let refused = #expect(throws: ServerError.self) { try folder.openLog() }
        #expect(refused?.description.contains("restore the folder from a backup") == true)
        #expect(FileManager.default.contents(atPath: folder.logPath) == Data())
    }

    @Test func `an empty replica of the server is computed anew`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        try Data().write(to: URL(fileURLWithPath: folder.replicaPath))
        #expect(try Verifier(folder).run(at: ServerClock.now()).findings == [])
    }

    @Test func `a log that does not say who may sign is explained`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        try DatabaseQueue(path: folder.logPath).write {
            try $0.execute(
                sql: "UPDATE log SET header = (SELECT header FROM log WHERE sequence = 2) WHERE sequence = 3")
        }
        #expect(try Verifier(folder).run(at: ServerClock.now()).findings.map(\.check) == ["change"])
    }

    @Test func `a truncated log is explained`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        let whole = try #require(FileManager.default.contents(atPath: folder.logPath))
        try whole.prefix(40_000).write(to: URL(fileURLWithPath: folder.logPath))
        let report = try Verifier(folder).run(at: ServerClock.now())
        #expect(report.findings.map(\.check) == ["log_file"])
    }
}
