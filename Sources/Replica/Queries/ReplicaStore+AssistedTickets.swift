import Foundation
import GRDB
public import Hub
import SyncProtocol

extension ReplicaStore {
    /// Tickets in which the assistant wrote, to the customer or to the team, the last active first.
    ///
    /// - Parameter countMax: How many at most.
    /// - Complexity: O(tickets and their messages).
    public func assistedTickets(countMax: Int) throws -> [Identifier] {
        try database.read { db in
            let sql = """
                SELECT list.id FROM ticket_list list WHERE EXISTS (
                    SELECT 1 FROM message WHERE message.row = list.row AND message.author_kind = ?
                ) ORDER BY list.updated DESC, list.id LIMIT ?
                """
            return try Data.fetchAll(db, sql: sql, arguments: [Author.Kind.ai.rawValue, countMax])
                .map(Identifier.init(data:))
        }
    }
}
