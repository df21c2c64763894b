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

/// Why a replica is where it is: for each scope, and for each change that the log does not hold.
public struct SyncReport: Sendable {
    /// How far a scope has come.
    public struct ScopeState: Hashable, Sendable {
        /// The scope.
        public let scope: Scope
        /// Rows of the scope that have come.
        public let sequence: UInt64
        /// The hash of its chain, 32 bytes, for comparing with others.
        public let chain: [UInt8]
        /// Roots that are placed in it.
        public let rootCount: Int
    }

    /// What a change waits for.
    public enum Obstacle: Hashable, Sendable {
        /// The next connection.
        case connection
        /// The row of a change that the server has taken.
        case row
        /// Its author: it was refused.
        case author
    }

    /// A change with what it waits for and what to do about it.
    public struct Waiting: Hashable, Sendable {
        /// The change.
        public let change: UnsentChange
        /// What it waits for.
        public let obstacle: Obstacle
        /// A sentence for people.
        public let explanation: String
    }

    /// The scopes.
    public let scopes: [ScopeState]
    /// Up to which log sequence the replica has come.
    public let cursor: SyncCursor
    /// When it last heard all that there was to hear; nil: never.
    public let syncedAt: Instant?
    /// Milliseconds since then, as of the report; nil: never.
    public let lagMilliseconds: Int64?
    /// The log sequence that the last receipt covers; nil before the first.
    public let lastReceipt: UInt64?
    /// Changes that the log does not hold, in the order of writing; at most 1,000.
    public let waiting: [Waiting]
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

    /// Why the replica is where it is.
    public func syncReport(at now: Instant) throws -> SyncReport {
        try database.read { db in
            let scopes = try Row.fetchAll(
                db,
                sql: """
                    SELECT name, sequence, chain, (SELECT count(*) FROM placement WHERE scope = name) FROM scope
                    """
            ).compactMap { row in
                Scope(row[0] as String).map {
                    SyncReport.ScopeState(
                        scope: $0, sequence: UInt64(clamping: row[1] as Int64), chain: [UInt8](row[2] as Data),
                        rootCount: row[3])
                }
            }
            let synced = try Int64.fetchOne(db, sql: "SELECT synced_at FROM replica")
            let receipt = try Int64.fetchOne(db, sql: "SELECT sequence FROM delivery ORDER BY id DESC LIMIT 1")
            return SyncReport(
                scopes: scopes.sorted { $0.scope < $1.scope }, cursor: try Self.cursor(db),
                syncedAt: synced.map(Instant.init(milliseconds:)),
                lagMilliseconds: synced.map { max(0, now.milliseconds - $0) },
                lastReceipt: receipt.map { UInt64(clamping: $0) },
                waiting: try UnsentChange.fetch(db).map(SyncReport.Waiting.init)
            )
        }
    }
}

extension SyncReport.Waiting {
    fileprivate init(_ change: UnsentChange) {
        self.change = change
        switch change.state {
        case .pending:
            obstacle = .connection
            explanation = "waits for the next sync; run `conv-agent sync`"
        case .acknowledged, .accepted:
            obstacle = .row
            explanation = "the server has it; its row comes with the next sync"
        case .parked:
            obstacle = .author
            explanation = Self.explanation(change.code ?? "")
        }
    }

    /// What a refusal means for its author.
    private static func explanation(_ code: String) -> String {
        switch code {
        case "duplicate": "the server holds it already from elsewhere; nothing is lost"
        case "equivocation": "this device's numbers are used by a copy of it; join again with a new invite"
        case "": "it was refused; look at the ticket and write it again if it still holds"
        default: "it was refused (\(code)); look at the ticket and write it again if it still holds"
        }
    }
}
