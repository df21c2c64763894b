import Foundation
import GRDB
public import Hub
import Replica
import SyncProtocol

/// Checks that a workspace folder is what it should be: files, log, signatures, attachments, and the server's own
/// replica against one that is computed anew.
public struct Verifier {
    /// One thing that is wrong.
    public struct Finding: Hashable, Sendable, Encodable {
        /// What was checked: `log_file`, `sequence`, `chain`, `change`, `batch`, `actor`, `placement`, `attachment`,
        /// `replica_file`, `replica_state`, `projection`.
        public let check: String
        /// What is wrong, and what to do.
        public let explanation: String
        /// Whether `--mend` has put it right.
        public internal(set) var isMended = false

        enum CodingKeys: String, CodingKey {
            case check, explanation
            case isMended = "mended"
        }
    }

    /// What was checked and found.
    public struct Report: Sendable, Encodable {
        /// Rows of the log that were read.
        public internal(set) var rows: UInt64 = 0
        /// Batches whose signatures were checked.
        public internal(set) var batches: UInt64 = 0
        /// Attachments that were hashed.
        public internal(set) var attachments = 0
        /// Scopes whose state was compared with that of a new replica.
        public internal(set) var scopes = 0
        /// What is wrong.
        public internal(set) var findings: [Finding] = []

        /// Whether nothing is wrong any more.
        public var isSound: Bool { findings.allSatisfy(\.isMended) }

        enum CodingKeys: String, CodingKey { case rows, batches, attachments, scopes, findings, sound }

        /// Writes the report.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(rows, forKey: .rows)
            try container.encode(batches, forKey: .batches)
            try container.encode(attachments, forKey: .attachments)
            try container.encode(scopes, forKey: .scopes)
            try container.encode(findings, forKey: .findings)
            try container.encode(isSound, forKey: .sound)
        }
    }

    private let folder: WorkspaceFolder

    /// Prepares the check of a folder.
    public init(_ folder: WorkspaceFolder) { self.folder = folder }

    /// Checks everything.
    ///
    /// - Parameter mends: Whether to put right what can be: the server's own replica is computed anew.
    /// - Throws: `ServerError.inUse` when it shall mend what another process serves; only what keeps the check itself
    ///   from running.
    public func run(
        mends: Bool = false, at now: Instant, progress: (String) -> Void = { _ in }
    ) throws -> Report {
        let lock = mends ? try FolderLock("\(folder.path)/server.lock", waits: false) : nil
        defer { withExtendedLifetime(lock) {} }
        var report = Report()
        progress("the log's file")
        let log: LogStore
        do {
            log = try folder.openLog()
            try Self.checkFile(log.database, "log_file", "restore a backup; replicas bring back what is newer", &report)
        } catch let error as DatabaseError {
            report.find(
                "log_file",
                "the log cannot be read (SQLite code \(error.extendedResultCode.rawValue)); "
                    + "restore a backup; replicas bring back what is newer")
            return report
        }
        progress("the log's rows")
        do {
            try log.read { snapshot in
                var check = LogCheck(log, snapshot)
                try check.run { progress("the log's rows: \($0)") }
                report.add(check)
            }
        } catch is ProtocolError {
            report.find(
                "change", "the log does not say who may sign; restore a backup, and replicas bring back what is newer")
            return report
        } catch let error as DatabaseError {
            report.find(
                "log_file",
                "the log cannot be read to its end (SQLite code "
                    + "\(error.extendedResultCode.rawValue)); restore a backup; replicas bring back what is newer")
            return report
        }
        progress("attachments")
        try checkBlobs(log, &report)
        guard report.findings.isEmpty, try log.read({ try $0.state }) == "open" else { return report }
        try ReplicaCheck(folder, now: now).run(mends: mends, progress: progress, &report)
        return report
    }

    static func checkFile(
        _ database: any DatabaseReader, _ check: String, _ remedy: String, _ report: inout Report
    ) throws {
        let problems = try database.read { try String.fetchAll($0, sql: "PRAGMA integrity_check(20)") }
        guard problems != ["ok"] else { return }
        report.find(check, "the file is damaged in \(problems.count) or more places; \(remedy)")
    }

    private func checkBlobs(_ log: LogStore, _ report: inout Report) throws {
        let blobs = BlobFolder(folder.blobsPath)
        for hash in try blobs.hashes() {
            report.attachments += 1
            if blobs.bytes(of: hash) == nil {
                report.find(
                    "attachment",
                    "attachment \(Hexadecimal.encode(hash)) is not what its name says; "
                        + "copy it from a backup")
            }
        }
    }
}

extension Verifier.Report {
    mutating func find(_ check: String, _ explanation: String) {
        findings.append(Verifier.Finding(check: check, explanation: explanation))
    }

    mutating func add(_ check: LogCheck) {
        rows = check.rowCount
        batches = check.batchCount
        for (name, explanation) in check.findings { find(name, explanation) }
    }
}
