import GRDB
public import Hub
import SyncProtocol

extension ReplicaStore {
    /// The list rows of tickets by identifier; those that this replica does not hold are missing.
    ///
    /// - Parameter now: The present, for what depends on it.
    /// - Complexity: O(n log tickets).
    public func ticketRows(
        of tickets: some Sequence<Identifier>, at now: Instant
    ) throws -> [Identifier: TicketRow] {
        try database.read { db in
            let statement = try db.cachedStatement(sql: "SELECT row FROM root WHERE id = ?")
            let rows = try tickets.compactMap { try Int64.fetchOne(statement, arguments: [$0.data]) }
            let found = try TicketRowReader(db, at: now).tickets(rows)
            return Dictionary(found.map { ($0.summary.id, $0) }) { first, _ in first }
        }
    }
}
