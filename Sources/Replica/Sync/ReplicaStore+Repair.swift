import CRDT
import Foundation
import GRDB
import Hub
public import SyncProtocol

extension ReplicaStore {
    /// How many changes one repair request carries.
    private static let repairCountMax = 500

    /// What a restored server lacks and this replica holds: changes, other people's included, under the receipts that
    /// prove that the server had accepted them.
    public func offers(beyond response: RepairResponse) throws -> RepairRequest {
        try database.read { db in
            var headers: [[UInt8]: BatchHeader] = [:]
            var offers: [RepairRequest.Offer] = []
            var count = 0
            let sql = "SELECT listing, signature FROM delivery ORDER BY id"
            let deliveries = try Row.fetchCursor(db.cachedStatement(sql: sql))
            while let row = try deliveries.next() {
                guard count < Self.repairCountMax else {
                    return RepairRequest(batches: Array(headers.values), offers: offers, isLast: false)
                }
                let listing = [UInt8](row[0] as Data)
                let delivery = try Delivery(encoded: listing)
                guard delivery.history != response.history else { continue }
                let changes = try delivery.entries.compactMap { try held($0, beyond: response.highWater, &headers, db) }
                guard !changes.isEmpty else { continue }
                count += changes.count
                offers.append(.init(delivery: listing, signature: [UInt8](row[1] as Data), changes: changes))
            }
            return RepairRequest(batches: Array(headers.values), offers: offers, isLast: true)
        }
    }

    private func held(
        _ entry: Delivery.Entry, beyond highWater: [ActorID: UInt64], _ headers: inout [[UInt8]: BatchHeader],
        _ db: Database
    ) throws -> StampedChange? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT change.header, change.content, batch.hash, batch.header FROM change JOIN batch ON batch.id = change.batch
                WHERE sequence = ?
                """
        )
        let rows = try Row.fetchAll(statement, arguments: [Int64(clamping: entry.sequence)])
        for row in rows {
            let change = try SealedChange(header: [UInt8](row[0] as Data), content: [UInt8](row[1] as Data))
            guard change.id == entry.id, change.reference.number > highWater[change.reference.actor] ?? 0 else {
                continue
            }
            let hash = [UInt8](row[2] as Data)
            headers[hash] = try BatchHeader(encoded: Array(row[3] as Data))
            return StampedChange(
                sequence: entry.sequence, stamp: entry.stamp, received: entry.received, batch: hash, change: change
            )
        }
        return nil
    }
}
