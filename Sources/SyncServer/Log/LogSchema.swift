import GRDB

/// The tables of the log: the numbered files in `schemas/log`.
enum LogSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001") { db in
            try db.execute(sql: String(decoding: PackageResources.migration_001_sql, as: UTF8.self))
        }
        migrator.registerMigration("002") { db in
            try db.execute(sql: String(decoding: PackageResources.migration_002_sql, as: UTF8.self))
        }
        return migrator
    }

    /// Brings a database's tables up to date; one that is costs no write.
    static func migrate(_ database: any DatabaseWriter) throws {
        guard try !database.read(migrator.hasCompletedMigrations) else { return }
        try migrator.migrate(database)
    }
}
