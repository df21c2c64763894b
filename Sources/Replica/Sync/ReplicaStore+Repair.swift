import CRDT
import Foundation
import GRDB
import Hub
public import SyncProtocol

extension ReplicaStore {
    /// How many changes one repair request carries.
    private static let repairCountMax = 500

    /// Sends again what was acknowledged in a history that the server has lost, unless its row has come: nothing proves
    /// that it was accepted.
    func prepareRepair(of history: Identifier) throws {
        try database.write { db in
            guard try Self.cursor(db).history != history else { return }
            try db.execute(sql: "UPDATE change SET state = 1, sequence = NULL, stamp = NULL WHERE state = 3")
        }
    }

    /// What a restored server lacks and this replica holds: changes, other people's included, under the receipts that
    /// prove that the server had accepted them.
    ///
    /// - Parameter position: The last receipt that was offered; 0 at the beginning.
    /// - Returns: The next request, without offers when there are no more, and the last receipt that it deals with.
    func offers(
        beyond response: RepairResponse, after position: Int64
    ) throws -> (request: RepairRequest, position: Int64) {
        try database.read { db in
            if try position == 0 && response.history == Self.cursor(db).history { return try proofOfLoss(db) }
            var headers: [[UInt8]: BatchHeader] = [:]
            var offers: [RepairRequest.Offer] = []
            var count = 0
            var position = position
            let sql = "SELECT listing, signature, id FROM delivery WHERE id > ? ORDER BY id"
            let deliveries = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [position])
            while count < Self.repairCountMax, let row = try deliveries.next() {
                position = row[2]
                let listing = [UInt8](row[0] as Data)
                let delivery = try Delivery(encoded: listing)
                guard delivery.history != response.history else { continue }
                let changes = try delivery.entries.compactMap { try held($0, beyond: response.highWater, &headers, db) }
                guard !changes.isEmpty else { continue }
                count += changes.count
                offers.append(.init(delivery: listing, signature: [UInt8](row[1] as Data), changes: changes))
            }
            return (RepairRequest(batches: Array(headers.values), offers: offers, isLast: false), position)
        }
    }

    /// The newest receipt alone: a server that does not know yet that it lost a tail learns it from there.
    private func proofOfLoss(_ db: Database) throws -> (request: RepairRequest, position: Int64) {
        let sql = "SELECT listing, signature FROM delivery ORDER BY sequence DESC LIMIT 1"
        let offers = try Row.fetchAll(db.cachedStatement(sql: sql)).map { row in
            RepairRequest.Offer(delivery: [UInt8](row[0] as Data), signature: [UInt8](row[1] as Data), changes: [])
        }
        return (RepairRequest(batches: [], offers: offers, isLast: false), 0)
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
