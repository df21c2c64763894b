import Foundation
import Hub
import Replica
import SyncProtocol
import SyncServer
import TestSupport
import Testing

@Suite struct BackupTests {
    private static func digests(_ folder: WorkspaceFolder) throws -> [Scope: [UInt8]] {
        let server = try folder.openReplicaOfServer()
        try server.catchUp(now: ServerClock.now)
        let scopes = try server.store.scopes().filter { $0 != .directory }
        return try Dictionary(scopes.map { ($0, try server.store.stateDigest(of: $0)) }) { $1 }
    }

    /// Flips one bit of the file that `name` picks.
    private static func damage(_ folder: String, _ name: String, at fraction: Double) throws {
        let path = "\(folder)/\(name)"
        var bytes = Array(try #require(FileManager.default.contents(atPath: path)))
        bytes[Int(Double(bytes.count - 1) * fraction)] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    private static func pack(_ folder: String) throws -> String {
        "packs/\(try #require(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/packs").first))"
    }

    @Test func `a restored workspace reads as the one that was backed up`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        let made = try Backup(folder).write(to: temporary("backup"), at: ServerClock.now())
        let again = try Backup(folder).write(to: temporary("backup"), at: ServerClock.now())
        #expect(again.head == made.head)
        #expect(again.reused == made.packs + 2)
        let report = try Restore(temporary("backup")).write(
            to: temporary("restored"), acceptsLoss: true, at: ServerClock.now()
        )
        #expect(report.damage == [])
        #expect(report.head == made.head)
        let restored = try WorkspaceFolder(opening: temporary("restored"))
        #expect(try Self.digests(restored) == Self.digests(folder))
        #expect(try Verifier(restored).run(at: ServerClock.now()).findings == [])
    }

    @Test func `a restored workspace takes an import as the old one did`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        _ = try Backup(folder).write(to: temporary("backup"), at: ServerClock.now())
        _ = try Restore(temporary("backup")).write(to: temporary("restored"), acceptsLoss: true, at: ServerClock.now())
        let report = try WorkspaceFolder(opening: temporary("restored")).importing(Repository.samples)
        #expect(report.messages == .of(known: 142))
        #expect(report.changes == 0)
    }

    @Test func `without accepting the loss a restored server waits for its replicas`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        _ = try Backup(folder).write(to: temporary("backup"), at: ServerClock.now())
        let report = try Restore(temporary("backup")).write(
            to: temporary("restored"), acceptsLoss: false, at: ServerClock.now()
        )
        #expect(report.state == "refilling")
        let restored = try WorkspaceFolder(opening: temporary("restored"))
        #expect(throws: ServerError.self) {
            try restored.openReplicaOfServer().catchUp(now: ServerClock.now)
        }
    }

    @Test func `a flipped bit in a pack costs what stands behind it and is explained`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        let made = try Backup(folder).write(to: temporary("backup"), at: ServerClock.now())
        try Self.damage(temporary("backup"), try Self.pack(temporary("backup")), at: 0.7)
        let report = try Restore(temporary("backup")).write(
            to: temporary("restored"), acceptsLoss: true, at: ServerClock.now()
        )
        #expect(report.damage.count == 1)
        #expect(report.head > 10)
        #expect(report.head < made.head)
        let restored = try WorkspaceFolder(opening: temporary("restored"))
        #expect(try Verifier(restored).run(at: ServerClock.now()).findings == [])
    }

    @Test func `a damaged manifest or beginning restores nothing`() throws {
        let temporary = try TemporaryFolder()
        let folder = try WorkspaceFolder.sampled(temporary)
        for (name, fraction) in [("manifest.json", 0.5), (nil, 0.0)] {
            let backup = temporary("backup-\(name ?? "pack")")
            _ = try Backup(folder).write(to: backup, at: ServerClock.now())
            try Self.damage(backup, try name ?? Self.pack(backup), at: fraction)
            #expect(throws: ServerError.self) {
                try Restore(backup).write(to: temporary("restored"), acceptsLoss: true, at: ServerClock.now())
            }
            #expect(!FileManager.default.fileExists(atPath: temporary("restored")))
        }
    }
}
