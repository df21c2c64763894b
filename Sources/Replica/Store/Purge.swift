import Foundation
import GRDB
import Hub

/// Removes a root from every table; the author's unsent work moves to the rescued drafts in the same transaction.
enum Purge {
    static func root(_ root: Identifier, reason: String, _ db: Database) throws { try self.root(root.data, reason: reason, db) }

    static func root(_ root: Data, reason: String, _ db: Database) throws {
        let rescue = try db.cachedStatement(
            sql: """
                INSERT INTO rescued (root, document, kind, number, reason, header, content)
                SELECT root, document, kind, number, ?, header, content FROM change
                WHERE root = ? AND state IN (1, 2) AND kind < 32
                """
        )
        try rescue.execute(arguments: [reason, root])
        try db.cachedStatement(sql: "DELETE FROM change WHERE root = ?").execute(arguments: [root])
        try db.cachedStatement(sql: "DELETE FROM placement WHERE root = ?").execute(arguments: [root])
        try Projector.remove(root, db)
    }
}
