package import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

/// Brings back what a restored log has lost: changes that replicas still hold, under receipts that this server signed.
struct Refill {
    private let log: LogStore

    init(_ log: LogStore) { self.log = log }

    /// The head of the log when a cursor of the same history is beyond it, which means that a tail was lost.
    static func lostSequence(_ cursor: SyncCursor, _ snapshot: LogSnapshot) throws -> UInt64? {
        guard cursor.history == (try snapshot.history) else { return nil }
        let head = try snapshot.head
        return cursor.sequence > head ? head : nil
    }

    /// Takes the changes that the log lacks and a receipt proves.
    ///
    /// The first receipt beyond the head tells that a tail was lost. From then on the log is closed to readers until an
    /// administrator's device has offered everything it holds, or `accept` was called: only then is it sure that
    /// nobody who was revoked in the lost tail comes back to life.
    ///
    /// - Throws: `ProtocolError` when a receipt or a batch does not verify; nothing of the request is taken then.
    func take(_ request: RepairRequest, of user: Identifier, at now: Instant) throws -> RepairResponse {
        try log.database.write { db in
            let snapshot = LogSnapshot(db: db)
            for offer in request.offers {
                let delivery = try verified(offer)
                guard delivery.history == (try snapshot.history), delivery.sequence > (try snapshot.head) else {
                    continue
                }
                try Self.beginNewHistory(db, log, at: now)
            }
            var appender = try Appender(log, db, now: now)
            var taken: UInt64 = 0
            let headers = Dictionary(request.batches.map { ($0.id, $0) }) { first, _ in first }
            for offer in request.offers { taken += try take(offer, headers, &appender) }
            let isTrusted = appender.directory.users[user]?.role.isAdministrative ?? false
            try appender.finish()
            if request.isLast, isTrusted { try Self.accept(db) }
            return RepairResponse(
                history: try snapshot.history, highWater: try snapshot.restoredMarks(), taken: taken
            )
        }
    }

    /// Opens a restored log to readers: what is still missing then counts as lost.
    static func accept(_ db: Database) throws { try db.execute(sql: "UPDATE workspace SET state = 'open'") }

    /// Notes that a tail was lost: sequences belong to a new history, and the server's own counters skip past every
    /// number that a receipt may name.
    static func beginNewHistory(_ db: Database, _ log: LogStore, at now: Instant) throws {
        var randomness = log.randomness()
        let history = Identifier(at: now, using: &randomness)
        try db.execute(sql: "DELETE FROM restored_actor")
        try db.execute(sql: "INSERT INTO restored_actor (actor, number) SELECT actor, number FROM actor")
        try db.execute(
            sql: "UPDATE actor SET number = number + 1000000 WHERE actor = ?", arguments: [log.keys.registrarActor.data]
        )
        try db.execute(
            sql: "UPDATE workspace SET history = ?, state = 'refilling', ticket_number = ticket_number + 1000",
            arguments: [history.data]
        )
    }

    private func verified(_ offer: RepairRequest.Offer) throws -> Delivery {
        let delivery = try Delivery(encoded: offer.delivery)
        guard delivery.isSigned(offer.signature, by: log.keys.registrar.publicKey) else {
            throw ProtocolError(.badSignature, "a receipt is not by this server; nothing was taken")
        }
        return delivery
    }

    private func take(
        _ offer: RepairRequest.Offer, _ headers: [[UInt8]: BatchHeader], _ appender: inout Appender
    ) throws -> UInt64 {
        let delivery = try verified(offer)
        let entries = Dictionary(delivery.entries.map { ($0.id, $0) }) { first, _ in first }
        var taken: UInt64 = 0
        for stamped in offer.changes {
            guard let entry = entries[stamped.change.id], let header = headers[stamped.batch],
                header.actor == stamped.change.reference.actor, header.ids.contains(stamped.change.id)
            else { throw ProtocolError(.badSignature, "a change is not covered by its receipt; nothing was taken") }
            if try appender.refill(stamped, entry, header) { taken += 1 }
        }
        return taken
    }
}

extension LogSnapshot {
    /// How far each actor had come in the copy that the log was restored from.
    func restoredMarks() throws -> [ActorID: UInt64] {
        var marks: [ActorID: UInt64] = [:]
        let rows = try Row.fetchCursor(db.cachedStatement(sql: "SELECT actor, number FROM restored_actor"))
        while let row = try rows.next() { marks[try ActorID(data: row[0])] = row[1] }
        return marks
    }

    /// The highest number of one actor; 0 for an unknown one.
    package func number(of actor: ActorID) throws -> UInt64 {
        let statement = try db.cachedStatement(sql: "SELECT number FROM actor WHERE actor = ?")
        return try UInt64.fetchOne(statement, arguments: [actor.data]) ?? 0
    }

    /// The sequence of the last directory fact.
    var directorySequence: UInt64 {
        get throws { try UInt64.fetchOne(db.cachedStatement(sql: "SELECT directory_sequence FROM workspace")) ?? 0 }
    }
}

extension Appender {
    /// Puts a receipted change back with its old stamp; false when the log holds it. Admission was decided when it was
    /// accepted first.
    mutating func refill(_ stamped: StampedChange, _ entry: Delivery.Entry, _ header: BatchHeader) throws -> Bool {
        let change = stamped.change
        guard try !holds(change.reference) else { return false }
        guard let key = directory.devices[header.actor]?.key, header.isSigned(by: key) else {
            throw ProtocolError(.badSignature, "a batch is not signed by a device of the workspace; nothing was taken")
        }
        let batch = try insertBatch(hash: header.id, header: header.encoded)
        try restore(change, stamp: entry.stamp, batch: batch)
        return true
    }

    private mutating func holds(_ reference: ChangeReference) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT 1 FROM log WHERE actor = ? AND number = ?")
        let arguments: StatementArguments = [try actor(reference.actor).id, Int64(clamping: reference.number)]
        return try Int.fetchOne(statement, arguments: arguments) != nil
    }
}
