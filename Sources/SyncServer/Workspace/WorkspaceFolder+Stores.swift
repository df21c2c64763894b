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

    /// The log, the protocol on it and the server's own replica. A log that is older than what it once signed, because its
    /// file was set back, takes what that replica holds and waits for what members hold.
    ///
    /// - Parameter onSetBack: Told when the log is such a one, with a sentence for the operator.
    public func openReplicaOfServer(
        now: () -> Instant = ServerClock.now, onSetBack: (String) -> Void = { _ in }
    ) throws -> ServerReplica {
        let log = try openLog()
        let replica = ServerReplica(
            store: try openReplica(), log: log, key: device.key, lockPath: "\(path)/replica.lock"
        )
        try replica.raiseNumber()
        let head = try log.read { try $0.head }
        if try replica.mendLog(now: now) {
            onSetBack(
                "the log's file is older than what it once signed: it ends at row \(head); what the server's own replica "
                    + "held of the rest was put back, and the workspace is served again when a device of an "
                    + "administrator and one of another member have synced"
            )
        }
        return replica
    }
}
