import CRDT
import Foundation
import GRDB
public import Hub
import Replica
import SyncProtocol

/// Writes everything that a workspace holds in open formats: JSON lines of every kind of document, members, the log,
/// and the attachments as files.
public struct Exporter {
    /// What an export holds.
    public struct Report: Hashable, Sendable, Encodable {
        /// The folder.
        public let export: String
        /// Documents by kind.
        public let documents: [String: Int]
        /// Members.
        public let members: Int
        /// Rows of the log.
        public let changes: Int
        /// Attachments.
        public let blobs: Int
    }

    private let folder: WorkspaceFolder

    /// Prepares the export of a folder, whether it is being served or not.
    public init(_ folder: WorkspaceFolder) { self.folder = folder }

    /// Writes an export into a new or empty folder.
    public func write(
        to path: String, at now: Instant, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> Report {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
        )
        guard try FileManager.default.contentsOfDirectory(atPath: path).isEmpty else {
            throw ServerError.invalidInput("\(path) is not empty; choose another folder")
        }
        let replica = try folder.openReplicaOfServer()
        try replica.catchUp(now: ServerClock.now)
        let documents = try writeDocuments(replica, path, progress)
        let members = try StatusReport(folder).members
        var lines = try LineFile("\(path)/members.jsonl")
        for member in members { try lines.write(try JSONText.encode(member)) }
        try lines.finish()
        let changes = try writeLog(replica.log, path)
        let blobs = try copyBlobs(path)
        return Report(
            export: path, documents: documents, members: members.count, changes: changes, blobs: blobs
        )
    }

    private func writeDocuments(
        _ replica: ServerReplica, _ path: String, _ progress: (Int, Int) -> Void
    ) throws -> [String: Int] {
        var files: [DocumentKind: LineFile] = [:]
        var counts: [String: Int] = [:]
        let roots = try replica.store.database.read { db in
            try Data.fetchAll(db, sql: "SELECT DISTINCT root FROM change ORDER BY root")
        }
        for (index, data) in roots.enumerated() {
            let root = try Identifier(data: data)
            let held = try replica.store.documents(of: root)
            for (id, entry) in held.documents.sorted(by: { $0.key < $1.key }) {
                var members: [String: DocumentTree] = [
                    "id": .string(id.description), "root": .string(root.description),
                    "document": DocumentTree(entry.document),
                ]
                members["scope"] = (held.scope?.description).map(DocumentTree.string)
                if entry.kind == .ticket { members["number"] = held.number.map { .integer(Int64(clamping: $0)) } }
                var file = try files[entry.kind] ?? LineFile("\(path)/\(entry.kind.rawValue).jsonl")
                try file.write(DocumentTree.object(members).json)
                files[entry.kind] = file
                counts[entry.kind.rawValue, default: 0] += 1
            }
            if index.isMultiple(of: 500) { progress(index, roots.count) }
        }
        for var file in files.values { try file.finish() }
        return counts
    }

    private func writeLog(_ log: LogStore, _ path: String) throws -> Int {
        var file = try LineFile("\(path)/log.jsonl")
        let count = try log.read { snapshot in
            let head = try snapshot.head
            var first: UInt64 = 1
            while first <= head {
                let last = min(head, first + UInt64(HistoryPack.rowCountMax) - 1)
                for row in try HistoryPack(snapshot, first: first, last: last).rows {
                    try file.write(Self.line(row))
                }
                first = last + 1
            }
            return Int(clamping: head)
        }
        try file.finish()
        return count
    }

    /// A row of the log: its place in words, the change itself as its bytes, so that its signature can be checked.
    private static func line(_ row: HistoryPack.LogEntry) -> String {
        var members: [String: DocumentTree] = [
            "sequence": .integer(Int64(clamping: row.sequence)), "scope": .string(row.scope),
            "scope_sequence": .integer(Int64(clamping: row.scopeSequence)), "id": .string(Hexadecimal.encode(row.id)),
            "row_kind": .integer(Int64(row.kind.rawValue)), "kind": .integer(Int64(row.changeKind)),
            "root": .string(row.root.description), "document": .string(row.document.description),
            "stamp": .string(String(row.stamp)), "received": .integer(row.received),
        ]
        if let actor = row.actor {
            members["actor"] = .string(actor.description)
            members["number"] = .integer(Int64(clamping: row.number))
        }
        if !row.code.isEmpty { members["code"] = .string(row.code) }
        if !row.header.isEmpty {
            members["header"] = .string(Hexadecimal.encode(row.header))
            members["content"] = .string(Hexadecimal.encode(row.content))
            members["batch"] = .string(Hexadecimal.encode(row.batch))
        }
        return DocumentTree.object(members).json
    }

    private func copyBlobs(_ path: String) throws -> Int {
        let source = BlobFolder(folder.blobsPath)
        try PrivateFile.makeFolder("\(path)/blobs")
        let target = BlobFolder("\(path)/blobs")
        var count = 0
        for hash in try source.hashes() {
            guard let bytes = source.bytes(of: hash) else { continue }
            _ = try target.keep(bytes)
            count += 1
        }
        return count
    }
}

/// A file that grows by lines; on disk once it is finished.
struct LineFile {
    private let handle: FileHandle
    private var pending: [UInt8] = []

    init(_ path: String) throws {
        try PrivateFile.write([], to: path)
        guard let handle = FileHandle(forWritingAtPath: path) else {
            throw ServerError.damagedFile(
                path: path, explanation: "it cannot be written; check the folder's permissions")
        }
        self.handle = handle
    }

    mutating func write(_ line: String) throws {
        pending += line.utf8
        pending.append(UInt8(ascii: "\n"))
        if pending.count > 1 << 18 { try flush() }
    }

    mutating func finish() throws {
        try flush()
        try handle.synchronize()
        try handle.close()
    }

    private mutating func flush() throws {
        try handle.write(contentsOf: Data(pending))
        pending.removeAll(keepingCapacity: true)
    }
}
