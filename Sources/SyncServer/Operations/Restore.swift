import CRDT
import Foundation
import GRDB
public import Hub
import Replica
import SyncProtocol

/// Makes a workspace folder of a backup, as far as the backup verifies.
///
/// What came after the backup is lost here, and replicas bring it back: the restored log begins a new history and
/// serves nobody until devices of an administrator and of another member have offered what they hold, or the loss is
/// accepted.
public struct Restore {
    /// What a restoration did.
    public struct Report: Hashable, Sendable, Encodable {
        /// The folder.
        public let folder: String
        /// The last sequence that the backup held.
        public let backupHead: UInt64
        /// The last sequence that could be restored.
        public let head: UInt64
        /// Attachments that were restored.
        public let blobs: Int
        /// What is damaged, and what that means.
        public let damage: [String]
        /// `refilling` until replicas have brought back what is newer, or `open`.
        public let state: String

        enum CodingKeys: String, CodingKey {
            case folder, head, blobs, damage, state
            case backupHead = "backup_head"
        }
    }

    private let backup: String
    private let manifest: BackupManifest

    /// Opens a backup.
    ///
    /// - Throws: `ServerError.damagedFile` when the manifest cannot be trusted.
    public init(_ backup: String) throws {
        self.backup = backup
        manifest = try BackupManifest(of: backup)
    }

    /// Restores into a new or empty folder.
    ///
    /// - Parameters:
    ///   - acceptsLoss: Whether what came after the backup is given up, so that the server serves at once.
    ///   - opener: The name or identifier of an administrator whose device alone lets the server serve again; nil for any
    ///     administrator's, beside one of another member.
    /// - Throws: `ServerError` when the folder is not empty, the keys of the backup are damaged, or the backup knows no
    ///   such administrator.
    public func write(
        to path: String, acceptsLoss: Bool, opener: String? = nil, at now: Instant,
        progress: (_ sequence: UInt64, _ head: UInt64) -> Void = { _, _ in }
    ) throws -> Report {
        let keys = try verified(manifest.keys)
        let description = try verified(manifest.description)
        guard let keys, let description else {
            throw ServerError.damagedFile(
                path: backup,
                explanation: "its keys or description are damaged, without which nothing can be signed; "
                    + "use another backup"
            )
        }
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
        )
        guard try FileManager.default.contentsOfDirectory(atPath: path).isEmpty else {
            throw ServerError.workspaceExists(path: path)
        }
        try PrivateFile.makeFolder("\(path)/keys")
        try PrivateFile.makeFolder("\(path)/blobs")
        try PrivateFile.write(keys, to: "\(path)/keys/keys.json")
        try PrivateFile.write(description, to: "\(path)/server.json", mode: 0o644)
        var folder = try WorkspaceFolder(opening: path)
        var damage: [String] = []
        let log = try LogStore.open(
            path: folder.logPath, workspace: manifest.workspace, keys: folder.keys, history: manifest.history
        )
        let head = try restoreLog(log, &damage, progress)
        // A log without its founding has no keys to check anything with.
        guard try log.read({ try !$0.directory(of: manifest.workspace).users.isEmpty }) else {
            try log.database.close()
            try FileManager.default.removeItem(atPath: folder.path)
            throw ServerError.damagedFile(
                path: backup,
                explanation: "the beginning of its log is damaged, without which nothing can be checked; "
                    + "use another backup"
            )
        }
        let openerID: Identifier?
        do {
            openerID = try opener.map { try MembershipOperations(folder).administrator($0) }
        } catch {
            try log.database.close()
            try FileManager.default.removeItem(atPath: folder.path)
            throw error
        }
        let blobCount = try restoreBlobs(folder, &damage)
        if let widget = manifest.widget {
            if let bytes = try verified(widget) {
                try PrivateFile.write(bytes, to: folder.identitySecretsPath)
            } else {
                damage.append("\(widget.name) is damaged or missing: mint the widget's secret again")
            }
        }
        if let channels = manifest.channels {
            if let bytes = try verified(channels) {
                try PrivateFile.write(bytes, to: folder.channelKeysPath)
            } else {
                damage.append("\(channels.name) is damaged or missing: add the custom channels again")
            }
        }
        try log.beginNewHistory(at: now, opener: openerID)
        if acceptsLoss { try log.acceptLoss() }
        folder = try folder.withNewDevice(log, at: now)
        return Report(
            folder: folder.path, backupHead: manifest.head, head: head, blobs: blobCount, damage: damage,
            state: acceptsLoss ? "open" : "refilling"
        )
    }

    /// The bytes of a file; nil when they are not what the manifest says.
    private func verified(_ entry: BackupManifest.Entry) throws -> [UInt8]? {
        guard !entry.name.contains(".."), let data = FileManager.default.contents(atPath: "\(backup)/\(entry.name)")
        else {
            return nil
        }
        let bytes = Array(data)
        return Hexadecimal.encode(Hash.blake2b(bytes)) == entry.hash ? bytes : nil
    }

    private func restoreLog(
        _ log: LogStore, _ damage: inout [String], _ progress: (UInt64, UInt64) -> Void
    ) throws -> UInt64 {
        var head: UInt64 = 0
        for pack in manifest.packs {
            let bytes = try verified(pack.file)
            let history = try bytes.flatMap { try? HistoryPack(encoded: $0) } ?? salvaged(pack, log)
            if !history.rows.isEmpty {
                head = try log.database.write { db in try LogRestorer(db).insert(history) }
            }
            guard head == pack.last else {
                damage.append(
                    "\(pack.file.name) with the rows \(pack.first) to \(pack.last) is damaged: the log ends behind row "
                        + "\(head), as in an older backup; replicas bring back what they hold"
                )
                break
            }
            progress(head, manifest.head)
        }
        try log.database.write { db in
            try LogRestorer(db).finish(manifest, isWhole: head == manifest.head)
        }
        return try log.read { try $0.head }
    }

    /// What can be trusted of a damaged pack.
    private func salvaged(_ pack: BackupManifest.Pack, _ log: LogStore) throws -> HistoryPack {
        guard !pack.file.name.contains(".."),
            let data = FileManager.default.contents(atPath: "\(backup)/\(pack.file.name)")
        else { return HistoryPack() }
        try log.database.write { db in try LogRestorer(db).setHeads() }
        let chains = try log.read { try $0.chains() }
        return HistoryPack.salvaging(
            Array(data), first: pack.first,
            chains: Dictionary(chains.map { ($0.key.description, $0.value) }) { $1 }
        )
    }

    private func restoreBlobs(_ folder: WorkspaceFolder, _ damage: inout [String]) throws -> Int {
        var count = 0
        for entry in manifest.blobs {
            guard let bytes = try verified(entry) else {
                damage.append("\(entry.name) is damaged or missing: the attachment is lost unless another copy has it")
                continue
            }
            _ = try BlobFolder(folder.blobsPath).keep(bytes)
            count += 1
        }
        return count
    }
}
