import CRDT
import Foundation
import GRDB
import SyncProtocol

/// One page of what a replica offers to a restored server: changes under the receipts that prove that the server had
/// accepted them, other people's included.
struct RepairPage {
    /// How many entries of receipts one page looks at, so that a page takes a bounded time even when the server lacks
    /// little of what the replica holds.
    private static let lookCountMax = 20_000

    private let response: RepairResponse
    private let limits: Limits
    private let db: Database
    private var headers: [[UInt8]: BatchHeader] = [:]
    private var offers: [RepairRequest.Offer] = []
    private var lookCount = 0
    private var changeCount = 0
    /// Bytes of the request so far.
    private var byteCount = 64

    /// Where the next page begins.
    private(set) var next: RepairPosition

    init(beyond response: RepairResponse, after position: RepairPosition, limits: Limits, _ db: Database) {
        self.response = response
        self.limits = limits
        self.db = db
        next = position
    }

    /// Collects from the position on, until the page is full or nothing is left.
    mutating func collect() throws -> RepairRequest {
        let sql = "SELECT id, listing, signature FROM delivery WHERE id > ? ORDER BY id"
        let deliveries = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [next.receipt])
        while let row = try deliveries.next() {
            let listing = [UInt8](row[1] as Data)
            let delivery = try Delivery(encoded: listing)
            if delivery.history != response.history {
                let changes = try changes(of: delivery, listingByteCount: listing.count)
                if !changes.isEmpty {
                    offers.append(.init(delivery: listing, signature: [UInt8](row[2] as Data), changes: changes))
                }
                guard next.entryCount == delivery.entries.count else { return request(isLast: false) }
            }
            next = RepairPosition(receipt: row[0], entryCount: 0)
        }
        return request(isLast: true)
    }

    private func request(isLast: Bool) -> RepairRequest {
        RepairRequest(batches: Array(headers.values), offers: offers, isLast: isLast)
    }

    /// What of a receipt the replica holds and the server lacks; moves the position behind what was looked at.
    private mutating func changes(of delivery: Delivery, listingByteCount: Int) throws -> [StampedChange] {
        var changes: [StampedChange] = []
        // The list goes along once, however long it is: a ticket that moved with all its past has one list for all.
        var byteCountMax = limits.requestByteCountMax / 8
        if offers.isEmpty { byteCountMax += listingByteCount }
        while next.entryCount < delivery.entries.count {
            if lookCount >= Self.lookCountMax || changeCount >= limits.changeCountMax { break }
            lookCount += 1
            let entry = delivery.entries[next.entryCount]
            if let (change, header) = try held(entry) {
                let total =
                    byteCount + change.change.header.count + change.change.encodedContent.count + 128
                    + (headers[change.batch] == nil ? header.count : 0) + (changes.isEmpty ? listingByteCount : 0)
                // A page of its own has room for any change; beside a list of half a request, for all but the largest.
                if total > byteCountMax, changeCount > 0 { break }
                if total < limits.requestByteCountMax {
                    if headers[change.batch] == nil { headers[change.batch] = try BatchHeader(encoded: header) }
                    byteCount = total
                    changeCount += 1
                    changes.append(change)
                }
            }
            next.entryCount += 1
        }
        return changes
    }

    /// The change of an entry with the encoded head of its batch; nil when the replica lacks it or the server does not.
    private func held(_ entry: Delivery.Entry) throws -> (change: StampedChange, header: [UInt8])? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT change.header, change.content, batch.hash, batch.header FROM change
                JOIN batch ON batch.id = change.batch WHERE change.batch IS NOT NULL AND sequence = ?
                """
        )
        guard let row = try Row.fetchOne(statement, arguments: [Int64(clamping: entry.sequence)]) else { return nil }
        let change = try SealedChange(header: [UInt8](row[0] as Data), content: [UInt8](row[1] as Data))
        // Of another history another change may stand there.
        guard change.id == entry.id, change.reference.number > response.highWater[change.reference.actor] ?? 0 else {
            return nil
        }
        let stamped = StampedChange(
            sequence: entry.sequence, stamp: entry.stamp, received: entry.received, batch: [UInt8](row[2] as Data),
            change: change
        )
        return (stamped, [UInt8](row[3] as Data))
    }
}
