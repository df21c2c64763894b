import GRDB
import Hub

/// The names that many tickets share, as numbers; within one transaction.
final class Labels {
    private let db: Database
    private var ids: [String: Int64] = [:]

    init(_ db: Database) { self.db = db }

    /// The number of a name, which is made at its first use.
    func id(of text: String) throws -> Int64 {
        if let id = ids[text] { return id }
        let id: Int64
        let select = try db.cachedStatement(sql: "SELECT id FROM label WHERE text = ?")
        if let known = try Int64.fetchOne(select, arguments: [text]) {
            id = known
        } else {
            try db.cachedStatement(sql: "INSERT INTO label (text, folded) VALUES (?, ?)")
                .execute(arguments: [text, Words.caseFolded(text)])
            id = db.lastInsertedRowID
        }
        ids[text] = id
        return id
    }

    /// Removes the names that nothing has any more, so that no purged queue or tag stays readable.
    static func removeUnused(_ db: Database) throws {
        let columns = ["channel", "source", "queue", "owner", "segment", "locale"]
        let used = columns.map { "SELECT \($0) FROM ticket_list WHERE \($0) IS NOT NULL" }
        let sql = (used + ["SELECT label FROM ticket_label"]).joined(separator: " UNION ")
        try db.execute(sql: "DELETE FROM label WHERE id NOT IN (\(sql))")
    }
}
