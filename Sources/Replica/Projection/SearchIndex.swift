import GRDB
import Hub

/// The full-text index: one row a ticket, its texts cut and folded by `Words`.
///
/// The column `exact` holds every word as it is; `folded` holds every word without diacritics, where any has some, and
/// nothing otherwise. Texts are parted by a token that no word can be, so that no phrase spans two of them. A phrase of
/// exact words is then found in `exact`, one of folded words in either column, and both answers are what
/// `Query.matches(texts:)` says.
enum SearchIndex {
    /// A private character, which `Words` never takes into a word.
    private static let boundary = "\u{E000}"

    /// Enters the words of a ticket, or of what else has messages, as they are now.
    static func index(_ row: Int64, _ db: Database) throws {
        let (exact, folded) = words(of: try texts(of: row, db))
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO search (rowid, exact, folded) VALUES (?, ?, ?)")
            .execute(arguments: [row, exact, folded])
        try db.cachedStatement(sql: "DELETE FROM search_dirty WHERE row = ?").execute(arguments: [row])
    }

    /// The texts that searches for a ticket look at: the subject, and the words of each message.
    static func texts(of row: Int64, _ db: Database) throws -> [String] {
        let subject = try db.cachedStatement(sql: "SELECT subject FROM ticket WHERE row = ?")
        var texts = [try String.fetchOne(subject, arguments: [row]) ?? ""]
        let bodies = try db.cachedStatement(
            sql: "SELECT body FROM message WHERE row = ? AND body <> '' ORDER BY ordinal")
        for body in try String.fetchAll(bodies, arguments: [row]) { texts.append(RichText(markdown: body).plainText) }
        return texts
    }

    /// What the two columns hold for these texts.
    static func words(of texts: [String]) -> (exact: String, folded: String) {
        var exact = "", folded = ""
        var hasDiacritics = false
        for (index, text) in texts.enumerated() {
            if index > 0 {
                exact += " \(boundary)"
                folded += " \(boundary)"
            }
            Words.forEachToken(in: text) { token in
                exact += " "
                exact += token.exact
                folded += " "
                folded += token.folded
                if token.exact != token.folded { hasDiacritics = true }
            }
        }
        return (exact, hasDiacritics ? folded : "")
    }

    /// Whether the index agrees with itself and with the words that it keeps.
    static func isSound(_ db: Database) throws -> Bool {
        do {
            try db.execute(sql: "INSERT INTO search (search) VALUES ('integrity-check')")
            return true
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            return false
        }
    }

    /// Merges the index, and drops names that nothing has any more, so that nothing deleted stays readable.
    ///
    /// What is waiting to be indexed anew goes first: its old words may be erased ones. O(index).
    static func shred(_ db: Database) throws {
        try db.execute(sql: "DELETE FROM search WHERE rowid IN (SELECT row FROM search_dirty)")
        try db.execute(sql: "INSERT INTO search (search) VALUES ('optimize')")
        try Labels.removeUnused(db)
    }
}

extension ReplicaStore {
    /// Enters what waits into the full-text index, a bounded number in one transaction; the newest first.
    ///
    /// The second pass after a sync or an import, which can be stopped and taken up again at any point.
    ///
    /// - Returns: How many still wait.
    @discardableResult
    public func indexSearch(limit: Int = 500) throws -> Int {
        guard try unindexedCount() > 0 else { return 0 }
        return try database.write { db in
            let sql = "SELECT row FROM search_dirty ORDER BY row DESC LIMIT ?"
            for row in try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: [max(0, limit)]) {
                try SearchIndex.index(row, db)
            }
            return try Int.fetchOne(db, sql: "SELECT count(*) FROM search_dirty") ?? 0
        }
    }

    /// How many tickets are not in the full-text index as they are now.
    public func unindexedCount() throws -> Int {
        try database.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM search_dirty") ?? 0 }
    }
}
