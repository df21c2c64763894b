public import CRDT
import Foundation
import GRDB
public import Hub
public import SyncProtocol

extension ReplicaStore {
    /// When the rows of lists, figures and search show what is written.
    public enum ProjectionTime: Sendable {
        /// In the transaction that writes it.
        case atOnce
        /// When the server has taken it: for bulk work that is sent right away, and would be computed twice.
        case whenAccepted
    }

    /// Writes changes of this replica's own in one transaction, and shows them at once.
    ///
    /// - Parameters:
    ///   - now: The instant of writing.
    ///   - randomness: Gives identifiers and salts; cryptographically secure outside of simulations.
    ///   - isAction: Whether the server must take all changes or none; false for bulk work whose parts stand alone.
    ///   - projects: When lists show it.
    ///   - body: Makes the changes.
    @discardableResult
    public func write<Value>(
        at now: Instant, randomness: any RandomNumberGenerator = SystemRandomNumberGenerator(), isAction: Bool = true,
        projects: ProjectionTime = .atOnce, _ body: (inout ChangeWriter) throws -> Value
    ) throws -> Value {
        try database.write { db in
            var writer = try ChangeWriter(self, db, now: now, randomness: randomness)
            if isAction { writer.action = writer.newIdentifier() }
            let value = try body(&writer)
            try writer.finish()
            if projects == .atOnce { try Projector(self, db, now: now).refresh(writer.touched) }
            return value
        }
    }

    /// What waits to be sent, signed, within the limits of one push; actions are never cut in two.
    ///
    /// - Parameters:
    ///   - key: The device's key.
    ///   - earlier: The incarnations that the device was before, oldest first: what they have written goes first,
    ///     because later work builds on it.
    /// - Returns: The next batch of the first incarnation for which anything waits; none when nothing does.
    public func outbox(
        limits: Limits, key: SigningKey, earlier: [(actor: ActorID, key: SigningKey)] = []
    ) throws -> [Batch] {
        try database.read { db in
            for (actor, key) in earlier + [(member.actor, key)] {
                let changes = try Self.pending(of: actor, limits, db)
                guard changes.isEmpty else {
                    return [Batch(workspace: member.workspace, actor: actor, changes: changes, key: key)]
                }
            }
            return []
        }
    }

    private static func pending(of actor: ActorID, _ limits: Limits, _ db: Database) throws -> [SealedChange] {
        let sql = """
            SELECT header, content FROM change WHERE state <> 0 AND state = 1
                AND actor = (SELECT id FROM actor WHERE actor = ?) ORDER BY number LIMIT ?
            """
        let arguments: StatementArguments = [actor.data, limits.changeCountMax + 1]
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
        var changes: [SealedChange] = []
        var byteCount = 0
        var isCut = false
        while let row = try rows.next() {
            let change = try SealedChange(header: [UInt8](row[0] as Data), content: [UInt8](row[1] as Data))
            byteCount += change.header.count + change.encodedContent.count
            if changes.count == limits.changeCountMax || byteCount > limits.writtenByteCountMax {
                isCut = true
                if let last = changes.last?.envelope.action, last == change.envelope.action {
                    let start = changes.firstIndex { $0.envelope.action == last } ?? 0
                    if start > 0 { changes.removeSubrange(start...) }
                }
                break
            }
            changes.append(change)
        }
        precondition(!isCut || !changes.isEmpty, "a change that can be written can be sent")
        return changes
    }

    /// Records what became of pushed changes.
    ///
    /// - Parameter history: The history of the server that decided; nil when it is not known.
    public func record(_ outcomes: [PushOutcome], in history: Identifier? = nil, at now: Instant) throws {
        try database.write { db in
            try Self.learn(history, db)
            var touched: Set<Identifier> = []
            var actors: [ActorID: Int64] = [:]
            for outcome in outcomes {
                let actor = try actors[outcome.reference.actor] ?? ActorRow.id(of: outcome.reference.actor, db)
                actors[outcome.reference.actor] = actor
                let number = Int64(clamping: outcome.reference.number)
                let (state, place, code): (ChangeState, (sequence: Int64, stamp: Int64)?, String?)
                switch outcome.result {
                case .accepted(let sequence, let stamp):
                    (state, place, code) = (.acknowledged, (Int64(sequence), stamp.stored), nil)
                case .duplicate: (state, place, code) = (.parked, nil, "duplicate")
                case .parked(let reason, _): (state, place, code) = (.parked, nil, reason)
                case .equivocation: (state, place, code) = (.parked, nil, "equivocation")
                case .gap(let expected):
                    // The server lacks earlier ones: send again from there.
                    try db.execute(
                        sql: "UPDATE change SET state = 1 WHERE actor = ? AND number >= ? AND state = 3",
                        arguments: [actor, Int64(clamping: expected)]
                    )
                    continue
                }
                let update = try db.cachedStatement(
                    sql:
                        "UPDATE change SET state = ?, sequence = ?, stamp = ?, code = ? WHERE actor = ? AND number = ? AND state = 1"
                )
                try update.execute(arguments: [state.rawValue, place?.sequence, place?.stamp, code, actor, number])
                if PlantedDefect.current == .wedgedOutbox, state == .parked {
                    try db.execute(
                        sql: "UPDATE change SET state = 1 WHERE actor = ? AND number = ?", arguments: [actor, number])
                }
                if state == .parked, let root = try Self.root(actor, number, db) { touched.insert(root) }
            }
            // A withdrawn change has done its work once its number is used up.
            // `state <> 0` lets the index of unsent changes serve.
            try db.cachedStatement(sql: "DELETE FROM change WHERE kind = 36 AND state <> 0 AND state IN (2, 3)")
                .execute()
            try Projector(self, db, now: now).refresh(touched)
        }
    }

    /// Notes the history before the first row has come, so that a restored server does not pass for the one that took
    /// the first changes.
    private static func learn(_ history: Identifier?, _ db: Database) throws {
        guard let history else { return }
        var cursor = try cursor(db)
        guard cursor.history == nil else { return }
        cursor.history = history
        try db.execute(sql: "UPDATE replica SET cursor = ?", arguments: [Data(cursor.encoded)])
    }

    private static func root(_ actor: Int64, _ number: Int64, _ db: Database) throws -> Identifier? {
        let statement = try db.cachedStatement(sql: "SELECT root FROM change WHERE actor = ? AND number = ?")
        return try Data.fetchOne(statement, arguments: [actor, number]).map { try Identifier(data: $0) }
    }

    /// Applies what a server sent, up to a checkpoint, in one transaction.
    ///
    /// - Returns: Whether the server has more, and how many changes were new.
    /// - Throws: `ReplicaError.untrustworthy`; nothing is changed then.
    @discardableResult
    public func apply(_ frames: [Frame], at now: Instant) throws -> (hasMore: Bool, changeCount: Int) {
        if PlantedDefect.current == .tornCheckpoint, case .checkpoint(let checkpoint)? = frames.last {
            try database.write { db in
                try db.execute(sql: "UPDATE replica SET cursor = ?", arguments: [Data(checkpoint.cursor.encoded)])
            }
        }
        let result: FrameApplier.Result
        do {
            result = try database.write { db in
                var applier = try FrameApplier(self, db)
                try applier.apply(frames, at: now)
                try keepDirectory(of: applier, db)
                try Projector(self, db, now: now).refresh(applier.result.touched)
                if applier.result.mustShred { try Self.note(mustShred: true, db) }
                return applier.result
            }
        } catch {
            directories.forget()
            throw error
        }
        if result.mustShred { try shred() }
        return (result.hasMore, result.changeCount)
    }
}
