import Foundation
import GRDB
public import Hub
import Replica

/// Brings the files of a workspace to this build's form; a backup comes first.
public struct Upgrade {
    /// What an upgrade did.
    public struct Report: Hashable, Sendable, Encodable {
        /// Steps that were applied to the log.
        public let log: [String]
        /// Whether the server's own replica was computed anew.
        public let rebuilt: Bool
        /// Where the backup is; nil when nothing had to be done.
        public let backup: String?
    }

    private let folder: WorkspaceFolder

    /// Prepares the upgrade of a folder.
    public init(_ folder: WorkspaceFolder) { self.folder = folder }

    /// Upgrades.
    ///
    /// - Throws: `ServerError.inUse` while the workspace is being served; nothing was changed then.
    public func run(at now: Instant, progress: (String) -> Void = { _ in }) throws -> Report {
        let lock = try FolderLock("\(folder.path)/server.lock", waits: false)
        defer { withExtendedLifetime(lock) {} }
        let before = try applied()
        let isCurrent = before == LogSchema.migrator.migrations
        var backup: String?
        if !isCurrent {
            progress("backing up")
            let path = "\(folder.path)/backups/upgrade-\(now.milliseconds)"
            backup = try copy(to: path)
            progress("upgrading the log")
        }
        let replica = try folder.openReplicaOfServer()
        let needsRebuild = try replica.store.needsRebuild()
        if needsRebuild {
            progress("computing the replica anew")
            try replica.store.rebuildProjections(at: now)
        }
        let done = LogSchema.migrator.migrations.filter { !before.contains($0) }
        return Report(log: done, rebuilt: needsRebuild, backup: backup)
    }

    /// The steps that the log has taken, in order.
    private func applied() throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        let database = try DatabaseQueue(path: folder.logPath, configuration: configuration)
        return try database.read { try LogSchema.migrator.appliedMigrations($0) }
    }

    /// Copies the log in its old form: this build's packs can hold only its new one.
    private func copy(to path: String) throws -> String {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
        )
        var configuration = Configuration()
        configuration.readonly = true
        let source = try DatabaseQueue(path: folder.logPath, configuration: configuration)
        try source.backup(to: try DatabaseQueue(path: "\(path)/log.sqlite"))
        try FileManager.default.copyItem(atPath: "\(folder.path)/keys", toPath: "\(path)/keys")
        try FileManager.default.copyItem(atPath: folder.descriptionPath, toPath: "\(path)/server.json")
        return path
    }
}
