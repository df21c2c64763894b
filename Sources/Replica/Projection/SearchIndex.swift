import GRDB

/// The full-text index.
enum SearchIndex {
    /// Merges the index, and drops names that nothing has any more, so that nothing deleted stays readable.
    ///
    /// What is waiting to be indexed anew goes first: its old words may be erased ones. O(index).
    static func shred(_ db: Database) throws {
        try db.execute(sql: "DELETE FROM search WHERE rowid IN (SELECT row FROM search_dirty)")
        try db.execute(sql: "INSERT INTO search (search) VALUES ('optimize')")
        try Labels.removeUnused(db)
    }
}
