import CRDT
import Foundation
import GRDB
import SyncProtocol

/// The rows by which changes name their writers in a few bytes.
enum ActorRow {
    /// The row of an actor, which is made at its first use.
    static func id(of actor: ActorID, _ db: Database) throws -> Int64 {
        let statement = try db.cachedStatement(sql: "SELECT id FROM actor WHERE actor = ?")
        if let id = try Int64.fetchOne(statement, arguments: [actor.data]) { return id }
        try db.cachedStatement(sql: "INSERT INTO actor (actor) VALUES (?)").execute(arguments: [actor.data])
        return db.lastInsertedRowID
    }
}
