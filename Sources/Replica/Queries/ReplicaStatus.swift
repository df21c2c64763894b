import Foundation
import GRDB
public import Hub
public import SyncProtocol

/// How a replica stands.
public struct ReplicaStatus: Hashable, Sendable {
    /// Tickets that it holds.
    public let ticketCount: Int
    /// Messages, notes included.
    public let messageCount: Int
    /// People of the directory.
    public let personCount: Int
    /// Articles and snippets.
    public let articleCount: Int
    /// The scopes that it holds.
    public let scopes: [Scope]
    /// Up to which log sequence it has come; 0 before the first sync.
    public let sequence: UInt64
    /// When it last heard all that there was to hear; nil: never.
    public let syncedAt: Instant?
    /// Changes that wait to be sent.
    public let pendingCount: Int
    /// Changes that were sent and accepted, whose rows have not come back yet.
    public let acknowledgedCount: Int
    /// Refused changes.
    public let parkedCount: Int
    /// Drafts that were rescued when their ticket left the replica.
    public let rescuedCount: Int
    /// Tickets in the full-text index as they are now.
    public let indexedCount: Int
    /// Tickets that wait to be indexed.
    public let unindexedCount: Int
}

extension ReplicaStore {
    /// How the replica stands. O(rows) of small tables.
    public func status() throws -> ReplicaStatus {
        try database.read { db in
            func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: "SELECT count(*) FROM \(sql)") ?? 0 }
            let tickets = try count("ticket"), unindexed = try count("search_dirty")
            return ReplicaStatus(
                ticketCount: tickets, messageCount: try count("message"), personCount: try count("person"),
                articleCount: try count("article"),
                scopes: try String.fetchAll(db, sql: "SELECT name FROM scope").compactMap(Scope.init).sorted(),
                sequence: try Self.cursor(db).sequence,
                syncedAt: try Int64.fetchOne(db, sql: "SELECT synced_at FROM replica").map(Instant.init(milliseconds:)),
                pendingCount: try count("change WHERE state <> 0 AND state = 1"),
                acknowledgedCount: try count("change WHERE state <> 0 AND state = 3"),
                parkedCount: try count("change WHERE state <> 0 AND state = 2"), rescuedCount: try count("rescued"),
                indexedCount: tickets - unindexed, unindexedCount: unindexed
            )
        }
    }
}

extension ReplicaStore {
    /// When the replica last heard all that there was to hear; nil: never.
    public func syncedAt() throws -> Instant? {
        try database.read { db in
            try Int64.fetchOne(db.cachedStatement(sql: "SELECT synced_at FROM replica")).map(
                Instant.init(milliseconds:))
        }
    }
}
