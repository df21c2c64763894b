import Foundation
public import Hub
public import Replica
import SyncProtocol

extension WorkspaceFolder {
    /// Opens the log.
    ///
    /// - Throws: `ServerError.noWorkspace` when the file is missing; what the database throws when it is damaged.
    public func openLog() throws -> LogStore {
        // An empty file would become a new log, and nobody would notice that everything is gone.
        guard !Self.isMissingOrEmpty(logPath) else {
            throw ServerError.damagedFile(
                path: logPath, explanation: "the file is missing or empty; restore the folder from a backup"
            )
        }
        var randomness = SystemRandomNumberGenerator()
        // The history is used only by a log that is made now, which this one is not.
        let unused = Identifier(at: Instant(milliseconds: 0), using: &randomness)
        return try LogStore.open(
            path: logPath, workspace: description.workspace, keys: keys, history: unused, blobsPath: blobsPath
        )
    }

    /// Opens the server's own replica, which is made when it is missing.
    public func openReplica() throws -> ReplicaStore {
        let isNew = Self.isMissingOrEmpty(replicaPath)
        let database = try ReplicaStore.openDatabase(path: replicaPath, isRebuildable: true)
        if isNew { return try ReplicaStore.create(in: database, member: member) }
        return try ReplicaStore.open(database, path: path)
    }

    private static func isMissingOrEmpty(_ path: String) -> Bool {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        return (size ?? 0) == 0
    }

    /// Who the server is among the members.
    public var member: ReplicaStore.Member {
        ReplicaStore.Member(
            workspace: description.workspace, user: keys.user, actor: device.actor,
            rootFingerprint: rootFingerprint
        )
    }

    /// The fingerprint of the workspace's root key, as invite links carry it.
    public var rootFingerprint: String { keys.root.publicKey.fingerprint }

    /// The log, the protocol on it and the server's own replica.
    public func openReplicaOfServer() throws -> ServerReplica {
        let log = try openLog()
        let replica = ServerReplica(
            store: try openReplica(), log: log, key: device.key, lockPath: "\(path)/replica.lock"
        )
        try replica.raiseNumber()
        return replica
    }
}
