import Foundation
import GRDB
public import Hub
import SyncProtocol

extension ReplicaStore {
    /// Gives up refused changes that this replica wrote for somebody who has no use for them: whoever decided has decided
    /// anew, and nobody is to look at them and try again.
    ///
    /// - Parameter author: For whom they were written.
    /// - Returns: The roots that they were meant for.
    @discardableResult
    public func discardRefused(of author: Author, at now: Instant) throws -> Set<Identifier> {
        try database.write { db in
            let sql = "SELECT id, root, header FROM change WHERE state <> 0 AND state = 2"
            var touched: Set<Identifier> = []
            for row in try Row.fetchAll(db.cachedStatement(sql: sql)) {
                let change = try SealedChange(header: [UInt8](row[2] as Data), content: Content.none.encoded)
                guard change.envelope.onBehalfOf?.author == author else { continue }
                try db.cachedStatement(sql: "DELETE FROM change WHERE id = ?").execute(arguments: [row[0] as Int64])
                touched.insert(try Identifier(data: row[1]))
            }
            if !touched.isEmpty { try Projector(self, db, now: now).refresh(touched) }
            return touched
        }
    }
}
