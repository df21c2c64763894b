import CRDT
import Foundation
public import GRDB
import Hub

/// What the channels of one workspace have under way, in a SQLite file of its own beside the log.
///
/// Durable: what is written here is on disk when the call returns. Losing the file loses no message of anybody: what was
/// under way and cannot be accounted for any more is shown to people instead of being sent twice.
public final class ChannelStore: Sendable {
    let database: any DatabaseWriter

    /// Takes a database and makes its tables.
    public init(_ database: any DatabaseWriter) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001") { db in
            try db.execute(sql: String(decoding: PackageResources.migration_001_channels_sql, as: UTF8.self))
        }
        try migrator.migrate(database)
        self.database = database
    }

    /// Opens the file, which is made when it is missing.
    public convenience init(path: String) throws {
        var configuration = Configuration()
        configuration.label = "channels"
        configuration.busyMode = .timeout(30)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA secure_delete = ON")
        }
        try self.init(DatabasePool(path: path, configuration: configuration))
    }

    /// Whether a message of the channel's is one of ours that it shows, by the id that it told us.
    func isOurs(_ external: String, on channel: String) throws -> Bool {
        try database.read { db in
            let sql = """
                SELECT 1 FROM outbound WHERE operation NOT IN ('react', 'unreact')
                    AND ((channel = ? AND external = ?) OR message = ?) LIMIT 1
                """
            return try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [channel, external, external]) != nil
        }
    }

    /// The message of ours that a channel calls by an id; nil when it told none.
    func message(ofExternal external: String, on channel: String) throws -> OperationID? {
        try database.read { db in
            let sql = "SELECT message FROM outbound WHERE channel = ? AND external = ? LIMIT 1"
            return try String.fetchOne(db.cachedStatement(sql: sql), arguments: [channel, external])
                .flatMap(OperationID.init(reference:))
        }
    }

    /// How much a channel has under way: what waits to be sent, what failed and was not sent again since, and revisions
    /// that wait for their message.
    public func counts(of channel: String) throws -> (queued: Int, failed: Int, waiting: Int) {
        try database.read { db in
            func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql, arguments: [channel]) ?? 0 }
            return (
                try count("SELECT count(*) FROM outbound WHERE channel = ? AND state IN ('queued', 'sending')"),
                try count(
                    """
                    SELECT count(*) FROM outbound WHERE channel = ? AND state = 'failed' AND NOT EXISTS (
                        SELECT 1 FROM outbound AS later WHERE later.message = outbound.message AND later.id > outbound.id)
                    """),
                try count("SELECT count(*) FROM waiting WHERE channel = ?")
            )
        }
    }
}
