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
        let (response, hasErased) = try log.database.write { db in
            let snapshot = LogSnapshot(db: db)
            for offer in request.offers {
                let delivery = try verified(offer)
                guard delivery.history == (try snapshot.history), delivery.sequence > (try snapshot.head) else {
                    continue
                }
                try Self.beginNewHistory(db, log, at: now)
            }
            var appender = try Appender(log, db, now: now)
            let headers = Dictionary(request.batches.map { ($0.id, $0) }) { first, _ in first }
            // Receipts overlap, and each change rests on earlier ones.
            let changes = try request.offers.flatMap { try covered($0, headers) }
                .sorted { $0.stamped.sequence < $1.stamped.sequence }
            var (taken, deferred): (UInt64, UInt64) = (0, 0)
            for offered in changes {
                switch try appender.refill(offered.stamped, stamp: offered.stamp, offered.header) {
                case .taken: taken += 1
                case .deferred: deferred += 1
                case .held: break
                }
            }
            let isTrusted = appender.directory.users[user]?.role.isAdministrative ?? false
            try appender.finish()
            if request.isLast, isTrusted { try Self.accept(db) }
            let response = RepairResponse(
                history: try snapshot.history, highWater: try snapshot.restoredMarks(), taken: taken, deferred: deferred
            )
            return (response, appender.hasErased)
        }
        if hasErased { try log.shred() }
        return response
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

    /// The changes of an offer with the stamps that its receipt gives them.
    private func covered(
        _ offer: RepairRequest.Offer, _ headers: [[UInt8]: BatchHeader]
    ) throws -> [(stamped: StampedChange, stamp: Stamp, header: BatchHeader)] {
        let delivery = try verified(offer)
        let entries = Dictionary(delivery.entries.map { ($0.id, $0) }) { first, _ in first }
        return try offer.changes.map { stamped in
            guard let entry = entries[stamped.change.id], let header = headers[stamped.batch],
                header.actor == stamped.change.reference.actor, header.ids.contains(stamped.change.id)
            else { throw ProtocolError(.badSignature, "a change is not covered by its receipt; nothing was taken") }
            return (stamped, entry.stamp, header)
        }
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
    /// What became of an offered change.
    enum RefillResult {
        /// It was put back.
        case taken
        /// The log holds it.
        case held
        /// It rests on something that the log does not hold yet, such as the placement of its root.
        case deferred
    }

    /// Puts a receipted change back with its old stamp. Admission was decided when it was accepted first.
    mutating func refill(
        _ stamped: StampedChange, stamp: Stamp, _ header: BatchHeader
    ) throws -> RefillResult {
        let change = stamped.change
        guard try !holds(change.reference) else { return .held }
        guard let key = directory.devices[header.actor]?.key else { return .deferred }
        guard header.isSigned(by: key) else {
            throw ProtocolError(.badSignature, "a batch is not signed by the device that it names; nothing was taken")
        }
        let batch = try insertBatch(hash: header.id, header: header.encoded)
        do {
            try restore(change, stamp: stamp, batch: batch)
        } catch is LogRefusal {
            return .deferred
        }
        return .taken
    }

    private mutating func holds(_ reference: ChangeReference) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT 1 FROM log WHERE actor = ? AND number = ?")
        let arguments: StatementArguments = [try actor(reference.actor).id, Int64(clamping: reference.number)]
        return try Int.fetchOne(statement, arguments: arguments) != nil
    }
}
