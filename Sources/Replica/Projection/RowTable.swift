import GRDB

/// A projection table whose rows begin with the number of their root; for lists, an ordinal from 0 follows.
struct RowTable: Sendable {
    let name: String
    let columns: [String]

    private let insert: String
    private let select: String
    private let deleteRest: String
    private let deleteAll: String

    init(_ name: String, _ columns: [String]) {
        self.name = name
        self.columns = columns
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let names = columns.joined(separator: ", ")
        insert = "INSERT OR REPLACE INTO \(name) (\(names)) VALUES (\(marks))"
        let isList = columns.count > 1 && columns[1] == "ordinal"
        select = "SELECT \(names) FROM \(name) WHERE row = ?" + (isList ? " ORDER BY ordinal" : "")
        deleteRest = "DELETE FROM \(name) WHERE row = ? AND ordinal >= ?"
        deleteAll = "DELETE FROM \(name) WHERE row = ?"
    }

    /// Writes one row as it is.
    func write(_ values: [DatabaseValue], _ db: Database) throws {
        let statement = try db.cachedStatement(sql: insert)
        statement.setUncheckedArguments(StatementArguments(values))
        try statement.execute()
    }

    /// The rows of a root, by ordinal.
    func rows(of root: Int64, _ db: Database) throws -> [[DatabaseValue]] {
        let statement = try db.cachedStatement(sql: select)
        return try Row.fetchAll(statement, arguments: [root]).map { Array($0.databaseValues) }
    }

    /// Makes `rows`, which begin with root and ordinal, the rows of a root; those that read the same stay untouched.
    ///
    /// - Returns: Whether anything was different.
    @discardableResult
    func replace(_ rows: [[DatabaseValue]], of root: Int64, isNew: Bool, _ db: Database) throws -> Bool {
        if isNew {
            for row in rows { try write(row, db) }
            return !rows.isEmpty
        }
        let old = try self.rows(of: root, db)
        var isChanged = false
        for (index, row) in rows.enumerated() where index >= old.count || old[index] != row {
            try write(row, db)
            isChanged = true
        }
        if old.count > rows.count {
            try db.cachedStatement(sql: deleteRest).execute(arguments: [root, rows.count])
            isChanged = true
        }
        return isChanged
    }

    /// Removes the rows of a root.
    func remove(_ root: Int64, _ db: Database) throws {
        try db.cachedStatement(sql: deleteAll).execute(arguments: [root])
    }
}

extension Optional where Wrapped: DatabaseValueConvertible {
    /// The stored form; NULL for nil.
    var stored: DatabaseValue { self?.databaseValue ?? .null }
}

extension DatabaseValueConvertible {
    /// The stored form.
    var stored: DatabaseValue { databaseValue }
}
