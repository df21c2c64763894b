import GRDB

/// The tables of a replica: the numbered files in `schemas/replica`.
enum ReplicaSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001") { db in
            try db.execute(sql: String(decoding: PackageResources.migration_001_changes_sql, as: UTF8.self))
        }
        migrator.registerMigration("002") { db in
            try db.execute(sql: String(decoding: PackageResources.migration_002_projections_sql, as: UTF8.self))
        }
        return migrator
    }
}
