import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol

/// Compares the server's own replica with one that is computed from the log, and puts that in its place when it
/// differs.
struct ReplicaCheck {
    private let folder: WorkspaceFolder
    private let now: Instant

    init(_ folder: WorkspaceFolder, now: Instant) {
        self.folder = folder
        self.now = now
    }

    /// Compares, and mends when told to.
    func run(mends: Bool, progress: (String) -> Void, _ report: inout Verifier.Report) throws {
        let before = report.findings.count
        progress("the server's own replica")
        let existing = try open(&report)
        progress("a new replica")
        let freshPath = "\(folder.path)/replica-check.sqlite"
        try Self.removeDatabase(freshPath)
        var isMoved = false
        defer { if !isMoved { try? Self.removeDatabase(freshPath) } }
        let fresh = try computeNew(at: freshPath)
        if let existing { try explaining(&report) { try compare(existing, fresh, &$0) } }
        guard mends, report.findings.count > before else { return }
        // What the old file still waits to send would be lost with it, if it can be read at all.
        if let existing, (try? existing.hasUnsent()) == true {
            return report.find(
                "replica_state", "the replica still has changes to send; run `conv-server run` once, then mend again"
            )
        }
        try fresh.database.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        try fresh.database.close()
        try Self.removeDatabase(folder.replicaPath)
        try FileManager.default.moveItem(atPath: freshPath, toPath: folder.replicaPath)
        isMoved = true
        for index in before..<report.findings.count { report.findings[index].isMended = true }
    }

    private func open(_ report: inout Verifier.Report) throws -> ReplicaStore? {
        try explaining(&report) { report in
            let replica = try folder.openReplicaOfServer()
            try Verifier.checkFile(replica.store.database, "replica_file", Self.remedy, &report)
            try replica.catchUp(now: ServerClock.now)
            return replica.store
        }
    }

    private static let remedy = "run `conv-server verify --mend`, which computes it anew from the log"

    /// Turns what a damaged replica throws into findings; nil when it threw.
    private func explaining<Value>(
        _ report: inout Verifier.Report, _ body: (inout Verifier.Report) throws -> Value
    ) throws -> Value? {
        do {
            return try body(&report)
        } catch let error as DatabaseError {
            report.find(
                "replica_file",
                "the replica cannot be read (SQLite code \(error.extendedResultCode.rawValue)); \(Self.remedy)"
            )
        } catch let error as ReplicaError {
            report.find("replica_state", "the replica contradicts the log (\(error.description)); \(Self.remedy)")
        } catch is ProtocolError {
            report.find("replica_state", "the replica holds changes that cannot be read; \(Self.remedy)")
        }
        return nil
    }

    private func computeNew(at path: String) throws -> ReplicaStore {
        let store = try ReplicaStore.create(
            in: try ReplicaStore.openDatabase(path: path, isRebuildable: true), member: folder.member
        )
        let replica = ServerReplica(
            store: store, log: try folder.openLog(), key: folder.device.key, lockPath: "\(path).lock"
        )
        defer { try? FileManager.default.removeItem(atPath: "\(path).lock") }
        try replica.raiseNumber()
        try replica.catchUp(now: ServerClock.now)
        return store
    }

    private func compare(
        _ existing: ReplicaStore, _ fresh: ReplicaStore, _ report: inout Verifier.Report
    ) throws {
        let scopes = try fresh.scopes()
        if try existing.scopes() != scopes {
            report.find("replica_state", "the replica does not hold the scopes that it should; \(Self.remedy)")
        }
        for scope in scopes {
            report.scopes += 1
            if try existing.stateDigest(of: scope) != fresh.stateDigest(of: scope) {
                report.find("replica_state", "scope \(scope) reads differently than the log says; \(Self.remedy)")
            }
        }
        if try existing.projectionDigest() != fresh.projectionDigest() {
            report.find("projection", "rows for lists and figures are not what the documents say; \(Self.remedy)")
        }
    }

    /// Removes a database with its journal.
    static func removeDatabase(_ path: String) throws {
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.removeItem(atPath: path + suffix)
        }
    }
}
