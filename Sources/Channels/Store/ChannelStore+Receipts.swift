import CRDT
import Foundation
import GRDB
public import Hub
import SyncProtocol

extension DeliveryReceipt.State {
    /// The name in the file, which is that of the schema of events, too.
    var name: String {
        switch self {
        case .accepted: "accepted"
        case .delivered: "delivered"
        case .read: "read"
        case .failed: "failed"
        }
    }

    init?(name: String, reason: String?) {
        switch name {
        case "accepted": self = .accepted
        case "delivered": self = .delivered
        case "read": self = .read
        case "failed": self = .failed(reason: reason ?? "")
        default: return nil
        }
    }
}

extension ChannelStore {
    /// How long a receipt waits for the answer that tells the channel's name of the message.
    private static let earlySeconds: Int64 = 86_400

    /// Notes a receipt.
    ///
    /// - Returns: False when the message is ours by no name that is known; one that the channel named is kept.
    func note(_ receipt: DeliveryReceipt, on channel: String, at now: Instant) throws -> Bool {
        try database.write { db in
            let row: Int64?
            switch receipt.subject {
            case .message(let id):
                let sql = """
                    SELECT id FROM outbound WHERE channel = ? AND message = ?
                        AND operation NOT IN ('react', 'unreact') ORDER BY id DESC LIMIT 1
                    """
                row = try Int64.fetchOne(db, sql: sql, arguments: [channel, id.description])
            case .external(let external):
                let sql = "SELECT id FROM outbound WHERE channel = ? AND external = ? ORDER BY id DESC LIMIT 1"
                row = try Int64.fetchOne(db, sql: sql, arguments: [channel, external])
                if row == nil { try Self.keepEarly(receipt.state, external, channel, now, db) }
            }
            guard let row else { return false }
            try Self.apply(receipt.state, to: row, db)
            return true
        }
    }

    /// Notes a message that a channel pulled by itself, so that its receipts have a place.
    func enterPulled(_ wanted: Wanted, at now: Instant) throws {
        try database.write { db in
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO outbound (channel, ticket, message, operation, cause, state, first_at, next_at)
                    VALUES (?, ?, ?, 'create', ?, 'accepted', ?, ?)
                    """,
                arguments: [
                    wanted.channel, wanted.ticket.data, wanted.message.description, wanted.cause.description,
                    now.milliseconds, now.milliseconds,
                ]
            )
        }
    }

    private static func keepEarly(
        _ state: DeliveryReceipt.State, _ external: String, _ channel: String, _ now: Instant, _ db: Database
    ) throws {
        try db.execute(
            sql: "DELETE FROM early_receipt WHERE at < ?", arguments: [now.milliseconds - earlySeconds * 1000]
        )
        var reason: String?
        if case .failed(let why) = state { reason = why }
        try db.execute(
            sql: "INSERT OR IGNORE INTO early_receipt (channel, external, state, reason, at) VALUES (?, ?, ?, ?, ?)",
            arguments: [channel, external, state.name, reason, now.milliseconds]
        )
    }

    /// Whoever has a receipt has the message, so it is not sent again; what was seen stays seen.
    static func apply(_ state: DeliveryReceipt.State, to row: Int64, _ db: Database) throws {
        switch state {
        case .accepted:
            try db.execute(
                sql: "UPDATE outbound SET state = 'accepted' WHERE id = ? AND state IN ('queued', 'sending')",
                arguments: [row]
            )
        case .delivered:
            try db.execute(
                sql: """
                    UPDATE outbound SET state = 'accepted', fact = 'delivered' WHERE id = ? AND fact IS NOT 'read'
                    """, arguments: [row]
            )
        case .read:
            try db.execute(
                sql: "UPDATE outbound SET state = 'accepted', fact = 'read' WHERE id = ?", arguments: [row]
            )
        case .failed(let reason):
            try db.execute(
                sql: """
                    UPDATE outbound SET state = 'failed', fact = 'failed', reason = ? WHERE id = ? AND fact IS NOT 'read'
                    """, arguments: [reason, row]
            )
        }
    }

    /// What the log does not say yet, by ticket.
    func untold(limit: Int) throws -> [OutboundRow] {
        try database.read { db in
            let sql = "SELECT \(OutboundRow.columns) FROM outbound WHERE fact IS NOT told ORDER BY ticket, id LIMIT ?"
            return try Row.fetchAll(db, sql: sql, arguments: [limit]).compactMap(OutboundRow.init)
        }
    }

    /// Notes that the log says it.
    func told(_ rows: [OutboundRow]) throws {
        try database.write { db in
            for row in rows {
                try db.execute(
                    sql: "UPDATE outbound SET told = ? WHERE id = ? AND fact IS ?",
                    arguments: [row.fact, row.id, row.fact]
                )
            }
        }
    }

    /// Whether a webhook was taken before.
    public func hasReceived(_ id: String, on channel: String) throws -> Bool {
        try database.read { db in
            let sql = "SELECT 1 FROM received WHERE channel = ? AND id = ?"
            return try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [channel, id]) != nil
        }
    }

    /// Notes that a webhook was taken; those of last week are forgotten.
    public func received(_ id: String, on channel: String, at now: Instant) throws {
        try database.write { db in
            try db.execute(
                sql: "DELETE FROM received WHERE at < ?", arguments: [now.milliseconds - Self.waitingSeconds * 1000]
            )
            try db.execute(
                sql: "INSERT OR IGNORE INTO received (channel, id, at) VALUES (?, ?, ?)",
                arguments: [channel, id, now.milliseconds]
            )
        }
    }
}
