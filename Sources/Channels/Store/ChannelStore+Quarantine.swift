import Foundation
import GRDB
public import Hub

/// A message that waits for somebody to look at it, outside of the log.
public struct HeldMessage: Hashable, Sendable {
    /// Names it on this server.
    public let id: Int64
    /// The channel.
    public let channel: String
    /// The conversation's id on the channel.
    public let thread: String
    /// When it came.
    public let received: Instant
    /// Why it is held: `many_links`, `repeated`, or `held_conversation`.
    public let reason: String
    /// Whether it was released, and only waits for the server to take it.
    public let isReleased: Bool
    /// Its words.
    public let text: String
}

extension ChannelStore {
    /// Messages that are held at most; more are refused until somebody has looked.
    private static let heldCountMax = 10_000

    /// Whether a conversation has messages that are held.
    func holds(thread: String, on channel: String) throws -> Bool {
        try database.read { db in
            let sql = "SELECT 1 FROM quarantine WHERE channel = ? AND thread = ? AND released = 0 LIMIT 1"
            return try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [channel, thread]) != nil
        }
    }

    /// Holds a message; one that is held already is held once.
    ///
    /// - Throws: `InboundRefusal` when too many are held.
    func hold(_ message: InboundMessage, on channel: String, reason: String, at now: Instant) throws {
        let payload = try JSONEncoder.stable.encode(message)
        try database.write { db in
            guard try Int.fetchOne(db, sql: "SELECT count(*) FROM quarantine") ?? 0 < Self.heldCountMax else {
                throw InboundRefusal(
                    .tooMany, "too many suspected messages are held; look at them with `conv-server channels held`",
                    retrySeconds: 3600
                )
            }
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO quarantine (channel, thread, message, at, reason, payload)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [channel, message.thread, message.message, now.milliseconds, reason, payload]
            )
        }
    }

    /// The messages that are held, the oldest first.
    public func held() throws -> [HeldMessage] {
        try database.read { db in
            let sql = "SELECT id, channel, thread, at, reason, released, payload FROM quarantine ORDER BY id"
            return try Row.fetchAll(db, sql: sql).map { row in
                let message = try JSONDecoder().decode(InboundMessage.self, from: row[6] as Data)
                return HeldMessage(
                    id: row[0], channel: row[1], thread: row[2], received: Instant(milliseconds: row[3]),
                    reason: row[4], isReleased: row[5], text: message.body.plainText
                )
            }
        }
    }

    /// Lets the server take a message that is held.
    ///
    /// - Returns: Whether there is one of this name.
    public func release(_ id: Int64) throws -> Bool {
        try database.write { db in
            try db.execute(sql: "UPDATE quarantine SET released = 1 WHERE id = ?", arguments: [id])
            return db.changesCount > 0
        }
    }

    /// Forgets a message that is held.
    ///
    /// - Returns: Whether there was one of this name.
    public func discard(_ id: Int64) throws -> Bool {
        try database.write { db in
            try db.execute(sql: "DELETE FROM quarantine WHERE id = ?", arguments: [id])
            return db.changesCount > 0
        }
    }

    /// What was released, in the order in which it came.
    func released() throws -> [(id: Int64, channel: String, message: InboundMessage)] {
        try database.read { db in
            let sql = "SELECT id, channel, payload FROM quarantine WHERE released ORDER BY id LIMIT 100"
            return try Row.fetchAll(db, sql: sql).map { row in
                (row[0], row[1], try JSONDecoder().decode(InboundMessage.self, from: row[2] as Data))
            }
        }
    }
}
