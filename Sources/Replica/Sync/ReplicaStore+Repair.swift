import CRDT
import Foundation
import GRDB
public import Hub
public import SyncProtocol

extension ReplicaStore {
    /// The newest receipt, without the changes that it covers: it shows a server how far its log had come.
    public func newestReceipt() throws -> RepairRequest {
        try database.read { db in
            let sql = "SELECT listing, signature FROM delivery ORDER BY id DESC LIMIT 1"
            let offers = try Row.fetchAll(db, sql: sql).map { row in
                RepairRequest.Offer(
                    delivery: [UInt8](row[0] as Data), signature: [UInt8](row[1] as Data), changes: []
                )
            }
            return RepairRequest(batches: [], offers: offers, isLast: false)
        }
    }

    /// The next page of what a restored server lacks and this replica holds.
    ///
    /// - Parameters:
    ///   - response: What the server says that it holds.
    ///   - position: Where the page before this one ended.
    ///   - limits: What one request may hold.
    /// - Returns: The page, and where the next one begins.
    /// - Complexity: O(entries of receipts that the page looks at, at most 20,000).
    public func offers(
        beyond response: RepairResponse, after position: RepairPosition, limits: Limits
    ) throws -> (request: RepairRequest, next: RepairPosition) {
        try database.read { db in
            var page = RepairPage(beyond: response, after: position, limits: limits, db)
            let request = try page.collect()
            return (request, page.next)
        }
    }

    /// Puts back into the outbox what a server acknowledged and no receipt proves: it may have been in the tail that the
    /// server lost, and one that has it says so again.
    public func sendAgain(at now: Instant) throws {
        try database.write { db in
            let roots = try Data.fetchAll(db, sql: "SELECT DISTINCT root FROM change WHERE state <> 0 AND state = 3")
            guard !roots.isEmpty else { return }
            try db.execute(
                sql: "UPDATE change SET state = 1, sequence = NULL, stamp = NULL WHERE state <> 0 AND state = 3"
            )
            try Projector(self, db, now: now).refresh(Set(roots.map(Identifier.init(data:))))
        }
    }
}
