import ArgumentParser
import Foundation
import GRDBSQLite

/// What SQLite itself takes for the bytes of a log: one table, no index, no thought, the same durability.
struct RawInserts: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "raw", abstract: "Insert a log's bytes into SQLite.")

    @Argument(help: "A log.sqlite whose rows are inserted.")
    var log: String
    @Option(help: "Rows of one transaction.")
    var rowsPerCommit = 2000

    private typealias Row = (sequence: Int64, header: [UInt8], content: [UInt8])

    func run() throws {
        let rows = try Self.rows(of: log)
        let path = FileManager.default.temporaryDirectory.path + "/raw-\(UUID().uuidString).sqlite"
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let database = try Self.open(path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        defer { sqlite3_close(database) }
        try Self.execute("PRAGMA journal_mode = WAL", database)
        try Self.execute("PRAGMA synchronous = FULL", database)
        try Self.execute("CREATE TABLE log (sequence INTEGER PRIMARY KEY, header BLOB, content BLOB)", database)
        let (_, duration) = try seconds { try insert(rows, database) }
        let bytes = rows.reduce(0) { $0 + $1.header.count + $1.content.count }
        try report(["rows": Double(rows.count), "bytes": Double(bytes), "seconds": duration])
    }

    private func insert(_ rows: [Row], _ database: OpaquePointer) throws {
        var statement: OpaquePointer?
        try Self.check(sqlite3_prepare_v2(database, "INSERT INTO log VALUES (?, ?, ?)", -1, &statement, nil), database)
        defer { sqlite3_finalize(statement) }
        for (index, row) in rows.enumerated() {
            if index.isMultiple(of: rowsPerCommit) { try Self.execute("BEGIN IMMEDIATE", database) }
            sqlite3_bind_int64(statement, 1, row.sequence)
            sqlite3_bind_blob(statement, 2, row.header, Int32(row.header.count), Self.transient)
            sqlite3_bind_blob(statement, 3, row.content, Int32(row.content.count), Self.transient)
            try Self.check(sqlite3_step(statement), database)
            sqlite3_reset(statement)
            if (index + 1).isMultiple(of: rowsPerCommit) || index == rows.count - 1 {
                try Self.execute("COMMIT", database)
            }
        }
    }

    private static func rows(of log: String) throws -> [Row] {
        let database = try open(log, flags: SQLITE_OPEN_READONLY)
        defer { sqlite3_close(database) }
        var statement: OpaquePointer?
        let sql = "SELECT sequence, header, content FROM log ORDER BY sequence"
        try check(sqlite3_prepare_v2(database, sql, -1, &statement, nil), database)
        defer { sqlite3_finalize(statement) }
        func bytes(_ column: Int32) -> [UInt8] {
            let count = Int(sqlite3_column_bytes(statement, column))
            return Array(UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, column), count: count))
        }
        var rows: [Row] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            rows.append((sqlite3_column_int64(statement, 0), bytes(1), bytes(2)))
        }
        return rows
    }

    // SQLITE_TRANSIENT is a cast that Swift does not import.
    private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    private static func open(_ path: String, flags: Int32) throws -> OpaquePointer {
        var database: OpaquePointer?
        let code = sqlite3_open_v2(path, &database, flags, nil)
        guard code == SQLITE_OK, let database else { throw ValidationError("SQLite cannot open \(path): \(code)") }
        return database
    }

    private static func execute(_ sql: String, _ database: OpaquePointer) throws {
        try check(sqlite3_exec(database, sql, nil, nil, nil), database)
    }

    private static func check(_ code: Int32, _ database: OpaquePointer) throws {
        guard code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW else {
            throw ValidationError("SQLite: \(String(cString: sqlite3_errmsg(database)))")
        }
    }
}
