import Foundation
import GRDB
import Hub

extension ChannelStore {
    /// How long an edit or deletion waits for its message.
    static let waitingSeconds: Int64 = 7 * 86_400

    /// Keeps an edit or deletion until its message comes; one that is kept already is kept once.
    func keep(waiting message: InboundMessage, on channel: String, at now: Instant) throws {
        let payload = try JSONEncoder.stable.encode(message)
        try database.write { db in
            try db.execute(
                sql: "DELETE FROM waiting WHERE at < ?", arguments: [now.milliseconds - Self.waitingSeconds * 1000]
            )
            try db.execute(
                sql: "INSERT OR IGNORE INTO waiting (channel, thread, message, at, payload) VALUES (?, ?, ?, ?, ?)",
                arguments: [channel, message.thread, message.message, now.milliseconds, payload]
            )
        }
    }

    /// The edits and deletions that wait for a message, in the order in which they came.
    func waiting(for message: InboundMessage, on channel: String) throws -> [InboundMessage] {
        try database.read { db in
            let sql = "SELECT payload FROM waiting WHERE channel = ? AND thread = ? AND message = ? ORDER BY id"
            let arguments: StatementArguments = [channel, message.thread, message.message]
            return try Data.fetchAll(db, sql: sql, arguments: arguments).map {
                try JSONDecoder().decode(InboundMessage.self, from: $0)
            }
        }
    }

    /// Forgets what waited for a message.
    func removeWaiting(for message: InboundMessage, on channel: String) throws {
        try database.write { db in
            try db.execute(
                sql: "DELETE FROM waiting WHERE channel = ? AND thread = ? AND message = ?",
                arguments: [channel, message.thread, message.message]
            )
        }
    }
}

extension JSONEncoder {
    /// The same value gives the same bytes.
    static var stable: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return encoder
    }
}
