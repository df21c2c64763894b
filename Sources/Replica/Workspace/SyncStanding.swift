import Foundation
import GRDB
public import Hub
public import SyncProtocol

/// How a replica stands towards its server, for whoever wonders why something has not arrived.
public struct SyncStanding: Sendable {
    /// One scope that the replica holds.
    public struct ScopeStanding: Hashable, Sendable {
        /// The scope.
        public let scope: Scope
        /// The last row of it that is applied.
        public let sequence: UInt64
        /// The log sequence that its past has come to while it is still coming; nil once it is here.
        public let backfill: ScopeCursor.Backfill?
        /// Roots that are placed in it.
        public let rootCount: Int
        /// Changes for it that wait to be sent.
        public let pendingCount: Int
        /// Refused changes for it.
        public let parkedCount: Int
    }

    /// What the server signed last.
    public struct Receipt: Hashable, Sendable {
        /// The log sequence up to which it holds.
        public let sequence: UInt64
        /// How many changes it covers.
        public let changeCount: Int
    }

    /// The history that sequences belong to; nil before the first sync.
    public let history: Identifier?
    /// The log sequence up to which all open scopes are applied.
    public let sequence: UInt64
    /// When the last checkpoint was applied; nil before the first.
    public let synced: Instant?
    /// The scopes, in the order of their priority.
    public let scopes: [ScopeStanding]
    /// The last receipt; nil before the first.
    public let receipt: Receipt?
    /// The changes that wait or were refused, in the order of writing, at most 1000.
    public let unsent: [UnsentChange]
}

extension ReplicaStore {
    /// How the replica stands towards its server. O(unsent changes and scopes).
    public func syncStanding() throws -> SyncStanding {
        try database.read { db in
            let cursor = try Self.cursor(db)
            let synced = try Int64.fetchOne(db, sql: "SELECT synced_at FROM replica")
            let unsent = try UnsentChange.fetch(db)
            var waiting: [Scope: [ChangeState: Int]] = [:]
            for change in unsent {
                guard let scope = try Self.target(of: change, db) else { continue }
                waiting[scope, default: [:]][change.state, default: 0] += 1
            }
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT name, sequence, (SELECT count(*) FROM placement WHERE placement.scope = scope.name) FROM scope
                    """
            )
            let scopes = rows.compactMap { row -> SyncStanding.ScopeStanding? in
                guard let scope = Scope(row[0] as String) else { return nil }
                return SyncStanding.ScopeStanding(
                    scope: scope, sequence: row[1], backfill: cursor.scopes[scope]?.backfill, rootCount: row[2],
                    pendingCount: waiting[scope]?[.pending] ?? 0, parkedCount: waiting[scope]?[.parked] ?? 0
                )
            }
            return SyncStanding(
                history: cursor.history, sequence: cursor.sequence,
                synced: synced.map(Instant.init(milliseconds:)), scopes: scopes.sorted { $0.scope < $1.scope },
                receipt: try Self.lastReceipt(db), unsent: unsent
            )
        }
    }

    private static func lastReceipt(_ db: Database) throws -> SyncStanding.Receipt? {
        let sql = "SELECT sequence, listing FROM delivery ORDER BY id DESC LIMIT 1"
        guard let row = try Row.fetchOne(db, sql: sql) else { return nil }
        let delivery = try Delivery(encoded: [UInt8](row[1] as Data))
        return SyncStanding.Receipt(sequence: row[0], changeCount: delivery.entries.count)
    }

    /// The scope that an unsent change would stand in; nil when its root is placed nowhere yet.
    private static func target(of change: UnsentChange, _ db: Database) throws -> Scope? {
        if change.kind == "directory" { return .directory }
        let sql = "SELECT scope FROM placement WHERE root = ?"
        return try String.fetchOne(db, sql: sql, arguments: [change.root.data]).flatMap(Scope.init)
    }
}
