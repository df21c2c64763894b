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

    /// Takes the changes that the log lacks and a receipt proves; what nothing proves is passed over.
    ///
    /// The first receipt beyond the head tells that a tail was lost. From then on the log is closed to everybody until
    /// an administrator's device has offered everything it holds, has sent what it knows to be acknowledged and cannot
    /// prove, and has said that this is all, and a device of another member has offered everything as well; or `accept`
    /// was called. Nobody who was revoked in the lost tail, the administrator's device included, comes back to life
    /// then, unless neither replica had heard of it. What other replicas bring later is taken all the same, except facts
    /// that would give somebody rights.
    func take(_ request: RepairRequest, of actor: ActorID, at now: Instant) throws -> RepairResponse {
        var erased: ErasedContent?
        let response = try log.database.write { db in
            let snapshot = LogSnapshot(db: db)
            let offers = try request.offers.compactMap { offer in try verified(offer).map { ($0, offer.changes) } }
            try beginNewHistory(after: offers.map(\.0), snapshot, at: now)
            let isLate = try snapshot.state == "open"
            var appender = try Appender(log, db, now: now)
            let headers = Dictionary(request.batches.map { ($0.id, $0) }) { first, _ in first }
            // Receipts overlap, and each change rests on earlier ones.
            let changes = offers.flatMap { Self.covered($0, by: $1, headers) }
                .sorted { $0.stamped.sequence < $1.stamped.sequence }
            var proven: [[UInt8]: Bool] = [:]
            var (taken, deferred): (UInt64, UInt64) = (0, 0)
            for offered in changes {
                switch try appender.refill(offered, isLate: isLate, &proven) {
                case .taken: taken += 1
                case .deferred: deferred += 1
                case .held, .unproven: break
                }
            }
            if request.isEnd { try noteEnded(by: actor, db) }
            if request.isLast { try noteOffered(by: actor, db) }
            if request.isEnd, !isLate { _ = try Self.open(&appender) }
            try appender.finish()
            erased = appender.erased
            return RepairResponse(
                history: try snapshot.history, highWater: try snapshot.restoredMarks(), taken: taken, deferred: deferred
            )
        }
        if let erased { try log.remove(erased) }
        return response
    }

    /// Whether a receipt of this history covers more than the log holds, or something else: then the log was set back,
    /// and perhaps written on.
    private static func isLost(_ delivery: Delivery, _ snapshot: LogSnapshot) throws -> Bool {
        guard delivery.history == (try snapshot.history) else { return false }
        if delivery.sequence > (try snapshot.head) { return true }
        return try delivery.chains.contains { scope, chain in
            try snapshot.chain(of: scope, at: delivery.sequence) != chain
        }
    }

    /// Opens a log that waits for nothing more: a device whose word was missing may have been revoked meanwhile.
    ///
    /// - Returns: Whether it was opened.
    func open(at now: Instant) throws -> Bool {
        try log.database.write { db in
            var appender = try Appender(log, db, now: now)
            guard try LogSnapshot(db: db).state != "open", try Self.open(&appender) else { return false }
            try appender.finish()
            return true
        }
    }

    private static func open(_ appender: inout Appender) throws -> Bool {
        guard try LogSnapshot(db: appender.db).mayOpen(appender.directory) else { return false }
        try appender.numberTickets()
        try accept(appender.db)
        return true
    }

    /// Whether a receipt that a replica shows says that a tail was lost.
    func isLost(_ request: RepairRequest) throws -> Bool {
        let deliveries = try request.offers.compactMap(verified)
        return try log.read { snapshot in try deliveries.contains { try Self.isLost($0, snapshot) } }
    }

    /// Begins a new history when a receipt that a replica shows says that a tail was lost.
    func beginNewHistory(after request: RepairRequest, at now: Instant) throws {
        let deliveries = try request.offers.compactMap(verified)
        try log.database.write { db in try beginNewHistory(after: deliveries, LogSnapshot(db: db), at: now) }
    }

    private func beginNewHistory(after deliveries: [Delivery], _ snapshot: LogSnapshot, at now: Instant) throws {
        for delivery in deliveries where try Self.isLost(delivery, snapshot) {
            try Self.beginNewHistory(snapshot.db, log, at: now)
        }
    }

    private func noteOffered(by actor: ActorID, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO restored_actor (actor, number, has_offered)
                SELECT ?, 0, 1 WHERE EXISTS (SELECT 1 FROM restored_actor)
                ON CONFLICT (actor) DO UPDATE SET has_offered = 1
                """,
            arguments: [actor.data]
        )
    }

    /// Notes that a device which has offered everything has sent the rest as well.
    private func noteEnded(by actor: ActorID, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE restored_actor SET has_ended = 1 WHERE actor = ? AND has_offered > 0", arguments: [actor.data]
        )
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
            sql: """
                UPDATE workspace SET history = ?, state = 'refilling', opener = NULL,
                    ticket_number = ticket_number + 1000
                """,
            arguments: [history.data]
        )
    }

    /// What a receipt says; nil when this server did not sign it.
    private func verified(_ offer: RepairRequest.Offer) throws(ProtocolError) -> Delivery? {
        let delivery = try Delivery(encoded: offer.delivery)
        return delivery.isSigned(offer.signature, by: log.keys.registrar.publicKey) ? delivery : nil
    }

    /// A change with the stamp that a receipt gives it, and the list that should be signed.
    struct Offered {
        let stamped: StampedChange
        let stamp: Stamp
        let header: BatchHeader
    }

    /// Those of the changes that a receipt and a list cover.
    private static func covered(
        _ delivery: Delivery, by changes: [StampedChange], _ headers: [[UInt8]: BatchHeader]
    ) -> [Offered] {
        let entries = Dictionary(delivery.entries.map { ($0.id, $0) }) { first, _ in first }
        return changes.compactMap { stamped in
            guard let entry = entries[stamped.change.id], let header = headers[stamped.batch],
                header.actor == stamped.change.reference.actor, header.ids.contains(stamped.change.id)
            else { return nil }
            return Offered(stamped: stamped, stamp: entry.stamp, header: header)
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

    /// Whether what came back says who may be served.
    ///
    /// An administrator's device has offered and sent everything, and it has a witness: a device of another member that
    /// has offered everything too, where there is another member. A device that was revoked in the lost tail does not
    /// know it, but every other member's replica may. An opener whom the operator named needs no witness, and nobody
    /// else will do. The server's own replica counts for nothing: what followed its last look is what is in question.
    func mayOpen(_ directory: Directory) throws -> Bool {
        let devices = directory.devices.filter { $0.value.revoked == nil && $0.value.user != directory.server }
        let rows = try Row.fetchAll(db, sql: "SELECT actor, has_ended FROM restored_actor WHERE has_offered > 0")
        let offered = try rows.compactMap { row in
            devices[try ActorID(data: row[0])].map { (user: $0.user, hasEnded: row[1] as Bool) }
        }
        let opener = try Data.fetchOne(db, sql: "SELECT opener FROM workspace").map(Identifier.init(data:))
        return offered.contains { user, hasEnded in
            guard hasEnded, directory.users[user]?.role.isAdministrative == true else { return false }
            if let opener { return user == opener }
            return offered.contains { $0.user != user } || devices.values.allSatisfy { $0.user == user }
        }
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
        /// It rests on something that the log does not hold yet, such as the placement of its root or its author's device;
        /// or it does not fit any more, because others wrote meanwhile.
        case deferred
        /// The list that names it is not signed by the device that it names.
        case unproven
    }

    /// Puts a receipted change back with its old stamp. Admission was decided when it was accepted first.
    ///
    /// - Parameter proven: The lists that were looked at before, by hash.
    mutating func refill(
        _ offered: Refill.Offered, isLate: Bool, _ proven: inout [[UInt8]: Bool]
    ) throws -> RefillResult {
        let (change, header) = (offered.stamped.change, offered.header)
        guard try !holds(change.reference) else { return .held }
        guard let key = directory.devices[header.actor]?.key else { return .deferred }
        let isSigned = proven[offered.stamped.batch] ?? header.isSigned(by: key)
        proven[offered.stamped.batch] = isSigned
        guard isSigned else { return .unproven }
        let batch = try insertBatch(hash: header.id, header: header.encoded)
        do {
            try restore(change, stamp: offered.stamp, batch: batch, isLate: isLate)
            return .taken
        } catch is LogRefusal {
            return .deferred
        }
    }

    /// Whether an erasure that came back before a change names it.
    func isErased(_ change: SealedChange) throws -> Bool {
        let sql = "SELECT header FROM log WHERE root = ? AND kind = ? AND row_kind = 0"
        let statement = try db.cachedStatement(sql: sql)
        let arguments: StatementArguments = [change.envelope.root.data, ChangeKind.erasure.rawValue]
        for header in try Data.fetchAll(statement, arguments: arguments) {
            let envelope = try Envelope(header: [UInt8](header), encodedContent: Content.none.encoded)
            let erasure = try ControlBody.decode(Erasure.self, from: envelope.structure)
            if erasure.targets.contains(where: { $0.reference == change.reference }) { return true }
        }
        return false
    }

    private mutating func holds(_ reference: ChangeReference) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT 1 FROM log WHERE actor = ? AND number = ?")
        let arguments: StatementArguments = [try actor(reference.actor).id, Int64(clamping: reference.number)]
        return try Int.fetchOne(statement, arguments: arguments) != nil
    }

    /// Numbers the tickets whose numbers were lost.
    mutating func numberTickets() throws {
        let sql = """
            SELECT DISTINCT root FROM log WHERE kind = ? AND row_kind = 0
                AND NOT EXISTS (SELECT 1 FROM log AS own WHERE own.root = log.root AND own.kind = ?)
            """
        let arguments: StatementArguments = [ChangeKind(.ticket).rawValue, ChangeKind.ticketNumber.rawValue]
        for row in try Data.fetchAll(db, sql: sql, arguments: arguments) {
            let root = try Identifier(data: row)
            guard let scope = try placement(of: root) else { continue }
            try number(root, in: scope)
        }
    }

    /// Whether a device is an administrator's: before the founding the registrar's alone.
    func isAdministrative(_ actor: ActorID) -> Bool {
        if actor == store.keys.registrarActor { return true }
        return directory.devices[actor].flatMap { directory.users[$0.user]?.role.isAdministrative } ?? false
    }

    /// Whether a number may leave a hole below it: once whenever a replica has offered everything after a restore,
    /// because the numbers of refused changes are in no receipt.
    func mayLeaveHole(_ actor: ActorID) throws -> Bool {
        try execute(
            "UPDATE restored_actor SET has_offered = 2 WHERE actor = ? AND has_offered = 1", [actor.data]
        )
        return db.changesCount == 1
    }
}

extension DirectoryFact {
    /// Whether it gives somebody rights that a later fact may have taken away.
    package var givesRights: Bool {
        switch self {
        case .role, .special, .granted, .invited: true
        case .founded, .user, .device, .deviceRevoked, .revoked, .inviteClosed: false
        }
    }
}
