import Foundation
import GRDB
import Hub
import SyncProtocol
import Widget

/// What the widget's server remembers beside the log: how far visitors have read, tokens that were ended early, and files
/// that wait for their message. Losing it loses nobody's words.
final class WidgetStore: Sendable {
    let database: DatabasePool

    /// Opens the file, which is made when it is missing.
    init(path: String) throws {
        var configuration = Configuration()
        configuration.label = "widget"
        configuration.busyMode = .timeout(30)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            try db.execute(sql: "PRAGMA secure_delete = ON")
        }
        database = try DatabasePool(path: path, configuration: configuration)
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001") { db in
            try db.execute(sql: String(decoding: PackageResources.migration_001_widget_sql, as: UTF8.self))
        }
        try migrator.migrate(database)
    }

    // MARK: Reading

    /// The place up to which a subject has read; 0 when nothing says so.
    func readMark(of subject: Subject, in history: Identifier) throws -> UInt64 {
        try database.read { db in
            let sql = "SELECT sequence FROM read_mark WHERE subject = ? AND history = ?"
            let arguments: StatementArguments = [subject.thread, history.description]
            return try UInt64.fetchOne(db.cachedStatement(sql: sql), arguments: arguments) ?? 0
        }
    }

    /// Notes how far a subject has read; a mark never goes back within a history.
    func setReadMark(_ place: CursorSeal.Place, of subject: Subject) throws {
        try database.write { db in
            let sql = """
                INSERT INTO read_mark (subject, history, sequence) VALUES (?1, ?2, ?3)
                ON CONFLICT (subject) DO UPDATE SET
                    sequence = CASE WHEN history = ?2 THEN max(sequence, ?3) ELSE ?3 END, history = ?2
                """
            try db.execute(
                sql: sql,
                arguments: [subject.thread, place.history.description, Int64(clamping: place.sequence)])
        }
    }

    // MARK: Ended tokens

    /// Ends a token before its time.
    func end(token: String, until expires: Instant, at now: Instant) throws {
        try database.write { db in
            try db.execute(sql: "DELETE FROM ended_token WHERE expires < ?", arguments: [now.milliseconds])
            try db.execute(
                sql: "INSERT OR REPLACE INTO ended_token (token, expires) VALUES (?, ?)",
                arguments: [token, expires.milliseconds])
        }
    }

    /// Whether a token was ended.
    func isEnded(token: String) throws -> Bool {
        try database.read { db in
            let statement = try db.cachedStatement(sql: "SELECT 1 FROM ended_token WHERE token = ?")
            return try Int.fetchOne(statement, arguments: [token]) != nil
        }
    }
}
