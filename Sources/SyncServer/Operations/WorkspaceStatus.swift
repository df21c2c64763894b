import Foundation
import GRDB
public import Hub
import Replica
public import SyncProtocol

/// How a workspace stands: the log, its scopes, who belongs to it, and the server's own replica.
public struct WorkspaceStatus: Sendable, Encodable {
    /// A scope of the log.
    public struct ScopeStatus: Sendable, Encodable {
        /// The scope.
        public let scope: String
        /// Rows in it.
        public let rows: UInt64
        /// Roots that are placed in it now.
        public let roots: UInt64
    }

    /// The workspace.
    public let workspace: Identifier
    /// The history that sequences belong to.
    public let history: Identifier
    /// `open`, or `refilling` after a restore.
    public let state: String
    /// The last sequence.
    public let head: UInt64
    /// The last ticket number that was given.
    public let ticketNumber: UInt64
    /// Refused and duplicate changes by code.
    public let parked: [String: UInt64]
    /// The scopes by name.
    public let scopes: [ScopeStatus]
    /// Members, the server included.
    public let userCount: Int
    /// Devices that were not revoked.
    public let deviceCount: Int
    /// Invites that can still be used.
    public let inviteCount: Int
    /// How far the server's own replica has come.
    public let replicaSequence: UInt64
    /// Changes that wait in its outbox.
    public let replicaPending: Int

    /// Sequences that the server's own replica is behind.
    public var replicaLag: UInt64 { head > replicaSequence ? head - replicaSequence : 0 }

    enum CodingKeys: String, CodingKey {
        case workspace, history, state, head, parked, scopes
        case ticketNumber = "ticket_number"
        case userCount = "users"
        case deviceCount = "devices"
        case inviteCount = "invites"
        case replicaSequence = "replica_sequence"
        case replicaPending = "replica_pending"
    }

    /// Reads how things stand, with one state of the log.
    public init(_ replica: ServerReplica) throws {
        let log = replica.log
        let cursor = try replica.store.cursor()
        replicaSequence = cursor.sequence
        replicaPending = try replica.store.database.read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM change WHERE state <> 0 AND state = 1") ?? 0
        }
        workspace = log.workspace
        let directory: Directory
        (history, state, head, ticketNumber, parked, scopes, directory) = try log.read { snapshot in
            let db = snapshot.db
            let parked = try Row.fetchAll(db, sql: "SELECT code, count(*) FROM log WHERE row_kind = 3 GROUP BY code")
            let scopes = try Row.fetchAll(
                db,
                sql: """
                    SELECT name, head, (SELECT count(*) FROM placement WHERE placement.scope = scope.id)
                    FROM scope ORDER BY name
                    """
            )
            return (
                try snapshot.history, try snapshot.state, try snapshot.head,
                try UInt64.fetchOne(db, sql: "SELECT ticket_number FROM workspace") ?? 0,
                Dictionary(parked.map { ($0[0] as String, $0[1] as UInt64) }) { $1 },
                scopes.map { ScopeStatus(scope: $0[0], rows: $0[1], roots: $0[2]) },
                try log.directories.current(at: try snapshot.directorySequence, in: snapshot)
            )
        }
        userCount = directory.users.count
        deviceCount = directory.devices.values.count { $0.revoked == nil }
        inviteCount = directory.invites.count
    }

    /// The status as JSON, keys ascending.
    public var json: String {
        get throws { try JSONText.encode(self) }
    }
}
