import Foundation
import GRDB
import SyncProtocol

/// Looks into a replica's file that may be damaged anywhere: trusts nothing, and reads what can be read.
enum Salvage {
    /// Whether a file is the database of a replica with nothing in it.
    static func isEmpty(_ path: String) -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM change) OR EXISTS (SELECT 1 FROM rescued)"
        let holdsAny = try? reading(path) { db -> Bool? in
            // Joining was cut short before the tables were made.
            guard try db.tableExists("change"), try db.tableExists("rescued") else {
                return try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master").map { $0 > 0 }
            }
            return try Bool.fetchOne(db, sql: sql)
        }
        return holdsAny == .some(.some(false))
    }

    /// What is wrong with a replica's file, for people; empty when it is whole.
    ///
    /// - Complexity: O(changes), with a hash of each.
    static func findings(_ path: String) -> [String] {
        guard FileManager.default.fileExists(atPath: path) else { return ["the replica's file is missing"] }
        do {
            return try reading(path) { db in
                let problems = try String.fetchAll(db, sql: "PRAGMA integrity_check(1)")
                guard problems == ["ok"] else { return ["the replica's file is damaged"] }
                guard try Int.fetchOne(db, sql: "SELECT count(*) FROM replica") == 1 else {
                    return ["the file holds no replica"]
                }
                let count = try damagedChangeCount(db)
                return count == 0 ? [] : ["\(count) changes in the replica's file are damaged"]
            }
        } catch let error as DatabaseError {
            return ["the replica's file cannot be read (SQLite code \(error.extendedResultCode.rawValue))"]
        } catch {
            return ["the replica's file cannot be read"]
        }
    }

    /// How many changes are not what the signed list says that names them, or cannot be read.
    private static func damagedChangeCount(_ db: Database) throws -> Int {
        let sql = """
            SELECT change.state, change.header, change.content, batch.header, batch.id FROM change
            LEFT JOIN batch ON batch.id = change.batch ORDER BY change.batch
            """
        let rows = try Row.fetchCursor(db, sql: sql)
        var count = 0
        var batch: (id: DatabaseValue, ids: Set<ChangeID>)?
        while let row = try rows.next() {
            guard let state = Int.fromDatabaseValue(row[0]).flatMap(ChangeState.init(rawValue:)),
                let change = change(row, 1)
            else {
                count += 1
                continue
            }
            guard state == .accepted else { continue }
            if batch?.id != row[4] {
                let header = bytes(row, 3).flatMap { try? BatchHeader(encoded: $0) }
                batch = (row[4], Set(header?.ids ?? []))
            }
            if batch?.ids.contains(change.id) != true { count += 1 }
        }
        return count
    }

    /// The changes that wait, were refused or were rescued earlier, as far as they can be read.
    static func unsent(_ path: String) -> [SealedChange] {
        let columns = "SELECT header, content FROM"
        let sources = [
            "\(columns) change WHERE state <> 0 AND state IN (1, 2) AND kind <> 36 ORDER BY state, number",
            // Past a damaged index, and from both ends towards a damaged page.
            "\(columns) change NOT INDEXED WHERE state IN (1, 2) AND kind <> 36 ORDER BY rowid",
            "\(columns) change NOT INDEXED WHERE state IN (1, 2) AND kind <> 36 ORDER BY rowid DESC",
            "\(columns) rescued ORDER BY rowid", "\(columns) rescued ORDER BY rowid DESC",
        ]
        var changes: [ChangeID: SealedChange] = [:]
        for sql in sources {
            _ = try? reading(path) { db in
                let rows = try Row.fetchCursor(db, sql: sql)
                while let row = try rows.next() {
                    if let change = change(row, 0) { changes[change.id] = change }
                }
            }
        }
        return changes.values.sorted { ($0.envelope.time, $0.reference) < ($1.envelope.time, $1.reference) }
    }

    private static func reading<Value>(_ path: String, _ body: (Database) throws -> Value) throws -> Value {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read(body)
    }

    private static func change(_ row: Row, _ column: Int) -> SealedChange? {
        guard let header = bytes(row, column), let content = bytes(row, column + 1) else { return nil }
        return try? SealedChange(header: header, content: content)
    }

    /// A column's bytes; nil when it holds something else, which a damaged row may.
    private static func bytes(_ row: Row, _ column: Int) -> [UInt8]? {
        Data.fromDatabaseValue(row[column]).map { Array($0) }
    }
}
