import CRDT
import Foundation
import GRDB
public import Hub
import Replica
import SyncProtocol

/// Copies a workspace, while it is being served, into a folder that can be checked and restored anywhere.
///
/// The log is copied as history packs that their content names, so a second backup into the same folder writes only
/// what is new. The server's own replica is left out: it is computed from the log.
public struct Backup {
    /// What a backup holds.
    public struct Report: Hashable, Sendable, Encodable {
        /// The folder.
        public let backup: String
        /// The last sequence that it holds.
        public let head: UInt64
        /// History packs.
        public let packs: Int
        /// Attachments.
        public let blobs: Int
        /// Files that were there from an earlier backup.
        public let reused: Int
        /// Size of all files, in bytes.
        public let bytes: Int
    }

    private let folder: WorkspaceFolder

    /// Prepares the backup of a folder.
    public init(_ folder: WorkspaceFolder) { self.folder = folder }

    /// Writes a backup.
    ///
    /// - Parameter path: The folder of the backup, new or that of an earlier backup of the same workspace.
    /// - Throws: `ServerError.invalidInput` when the folder holds something else.
    public func write(
        to path: String, at now: Instant, progress: (_ sequence: UInt64, _ head: UInt64) -> Void = { _, _ in }
    ) throws -> Report {
        try prepare(path)
        var output = PackFolder(path)
        let log = try folder.openLog()
        // One state of the log for everything; writers go on meanwhile.
        let (state, packs) = try log.read { snapshot in
            let head = try snapshot.head
            var packs: [BackupManifest.Pack] = []
            var first: UInt64 = 1
            while first <= head {
                let last = min(head, first + UInt64(HistoryPack.rowCountMax) - 1)
                let bytes = try HistoryPack(snapshot, first: first, last: last).encoded
                packs.append(.init(file: try output.keep(bytes, in: "packs"), first: first, last: last))
                first = last + 1
                progress(last, head)
            }
            return (try LogState(snapshot), packs)
        }
        // Attachments are written before the changes that refer to them, so all that the log names are there.
        let source = BlobFolder(folder.blobsPath)
        var blobs: [BackupManifest.Entry] = []
        for hash in try source.hashes() {
            guard let bytes = source.bytes(of: hash) else { continue }
            blobs.append(try output.keep(bytes, in: "blobs"))
        }
        let description = try output.keep(try Self.contents(folder.descriptionPath), in: "parts")
        let keys = try output.keep(try Self.contents(folder.keyPath), in: "parts")
        let channels = try FileManager.default.contents(atPath: folder.channelKeysPath)
            .map { try output.keep(Array($0), in: "parts") }
        let widget = try FileManager.default.contents(atPath: folder.identitySecretsPath)
            .map { try output.keep(Array($0), in: "parts") }
        let manifest = BackupManifest(
            workspace: log.workspace, history: state.history, created: now, head: state.head,
            ticketNumber: state.ticketNumber, actors: state.actors, description: description, keys: keys,
            channels: channels, widget: widget, packs: packs, blobs: blobs
        )
        try manifest.write(to: path)
        return Report(
            backup: path, head: state.head, packs: packs.count, blobs: blobs.count, reused: output.reusedCount,
            bytes: output.byteCount
        )
    }

    private func prepare(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
        )
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        guard !names.isEmpty else { return }
        guard names.contains(BackupManifest.fileName) || names.contains("packs") else {
            throw ServerError.invalidInput(
                "\(path) holds something else; give a new folder or that of an earlier backup")
        }
        guard let manifest = try? BackupManifest(of: path) else { return }
        guard manifest.workspace == folder.description.workspace else {
            throw ServerError.invalidInput("\(path) holds the backup of another workspace; give a new folder")
        }
    }

    private static func contents(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ServerError.damagedFile(path: path, explanation: "it cannot be read; check its owner and permissions")
        }
        return Array(data)
    }

    private struct LogState {
        let history: Identifier
        let head: UInt64
        let ticketNumber: UInt64
        let actors: [String: UInt64]

        init(_ snapshot: LogSnapshot) throws {
            history = try snapshot.history
            head = try snapshot.head
            ticketNumber = try UInt64.fetchOne(snapshot.db, sql: "SELECT ticket_number FROM workspace") ?? 0
            let rows = try Row.fetchAll(snapshot.db, sql: "SELECT actor, number FROM actor")
            actors = try Dictionary(rows.map { (try ActorID(data: $0[0]).description, $0[1] as UInt64) }) { $1 }
        }
    }
}

/// Writes files whose content names them.
struct PackFolder {
    private let path: String
    private var made: Set<String> = []
    /// Files that were there.
    private(set) var reusedCount = 0
    /// Bytes of all files.
    private(set) var byteCount = 0

    init(_ path: String) { self.path = path }

    /// Keeps bytes under a folder and says how to find them.
    mutating func keep(_ bytes: [UInt8], in folder: String) throws -> BackupManifest.Entry {
        if made.insert(folder).inserted { try PrivateFile.makeFolder("\(path)/\(folder)") }
        let hash = Hash.blake2b(bytes)
        let name = "\(folder)/\(Hexadecimal.encode(hash))"
        byteCount += bytes.count
        if let data = FileManager.default.contents(atPath: "\(path)/\(name)"), Hash.blake2b(Array(data)) == hash {
            reusedCount += 1
        } else {
            try PrivateFile.write(bytes, to: "\(path)/\(name)")
        }
        return BackupManifest.Entry(name: name, hash: Hexadecimal.encode(hash), bytes: bytes.count)
    }
}
