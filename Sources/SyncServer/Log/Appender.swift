import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

/// One transaction on the log: admits or refuses each change and gives it its place.
///
/// Heads of the workspace, scopes and actors are read at the first touch, kept here and written once at the end, so
/// that a group commit pays for them once.
struct Appender {
    let store: LogStore
    let db: Database
    let now: Instant
    /// What was erased, so that files must be emptied after the commit; nil when nothing was.
    private(set) var erased: ErasedContent?

    var position: Position
    var directory: Directory
    /// Whether the log waits for nothing that it lost.
    private let isOpen: Bool
    /// Whether the log came from a copy, so that things may come back in another order.
    private let isRestored: Bool
    /// Rows of a group end together, so only the last one may end a checkpoint.
    var isInGroup = false
    private var numbering = Numbering()

    /// The numbers that this transaction gives to tickets: one batch, signed at the end.
    private struct Numbering {
        var changes: [SealedChange] = []
        var batch: Int64?
    }

    /// What moves as rows are appended; a group that is refused puts it back.
    struct Position {
        var head: UInt64
        var ticketNumber: UInt64
        var directorySequence: UInt64
        var scopes: [Scope: ScopeState] = [:]
        var actors: [ActorID: ActorState] = [:]
        /// Where the roots that this transaction met are placed; nil: nowhere yet.
        var placements: [Identifier: Scope?] = [:]
        /// The short id of an actor's last accepted change of a document, as far as this transaction asked or wrote;
        /// nil: there is none.
        var lastChanges: [Strand: [UInt8]?] = [:]
        /// The documents of the changes that this transaction has appended.
        var appended: [ChangeReference: Identifier] = [:]
    }

    /// What one actor wrote in one document of a root.
    struct Strand: Hashable {
        let root: Identifier
        let document: Identifier
        let actor: ActorID
    }

    struct ScopeState {
        let id: Int64
        var chain: ScopeChain
        var isMoved = false
    }

    struct ActorState {
        let id: Int64
        var number: UInt64
        var isMoved = false
    }

    init(_ store: LogStore, _ db: Database, now: Instant) throws {
        self.store = store
        self.db = db
        self.now = now
        let sql = """
            SELECT head, ticket_number, directory_sequence, state, EXISTS (SELECT 1 FROM restored_actor) FROM workspace
            """
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql)) else {
            preconditionFailure("a log has one workspace row")
        }
        position = Position(head: row[0], ticketNumber: row[1], directorySequence: row[2])
        isOpen = row[3] == "open"
        isRestored = row[4]
        directory = try store.directories.current(at: position.directorySequence, in: LogSnapshot(db: db))
    }

    /// Appends one batch; a batch that is not acceptable as a whole leaves no trace.
    mutating func append(_ batch: Batch) throws -> Result<[PushOutcome], ProtocolError> {
        do {
            try check(batch)
        } catch let error as ProtocolError {
            return .failure(error)
        }
        var outcomes: [PushOutcome] = []
        var batchRow: Int64?
        for group in Self.groups(of: batch.changes) {
            if group.count == 1 {
                outcomes.append(try append(single: group[group.startIndex], of: batch, &batchRow))
            } else {
                outcomes += try append(group: group, of: batch, &batchRow)
            }
        }
        return .success(outcomes)
    }

    /// Cuts changes where the action changes; a change without one stands alone.
    private static func groups(of changes: [SealedChange]) -> [ArraySlice<SealedChange>] {
        var groups: [ArraySlice<SealedChange>] = []
        var start = 0
        for index in 1...changes.count {
            let action = changes[index - 1].envelope.action
            if index == changes.count || action == nil || changes[index].envelope.action != action {
                groups.append(changes[start..<index])
                start = index
            }
        }
        return groups
    }

    /// Writes what moved.
    mutating func finish() throws {
        try finishNumbering()
        try execute(
            "UPDATE workspace SET head = ?, ticket_number = ?, directory_sequence = ?",
            [Int64(position.head), Int64(position.ticketNumber), Int64(position.directorySequence)]
        )
        if erased != nil { try execute("UPDATE workspace SET must_shred = 1", []) }
        for state in position.scopes.values where state.isMoved {
            try execute(
                "UPDATE scope SET head = ?, chain = ? WHERE id = ?",
                [Int64(state.chain.sequence), Data(state.chain.hash), state.id]
            )
        }
        for state in position.actors.values where state.isMoved {
            try execute("UPDATE actor SET number = ? WHERE id = ?", [Int64(state.number), state.id])
        }
        let (directory, sequence, cache) = (directory, position.directorySequence, store.directories)
        db.afterNextTransaction { _ in cache.keep(directory, at: sequence) }
    }

    private func check(_ batch: Batch) throws {
        let changes = batch.changes
        guard !changes.isEmpty, changes.count <= store.limits.changeCountMax else {
            throw ProtocolError(
                .tooLarge, "a batch holds 1 to \(store.limits.changeCountMax) changes; send it in smaller pieces"
            )
        }
        let header = batch.header
        // Until the tail is back nobody knows who was revoked in it, so only the server itself writes.
        guard isOpen || isAdministrative(header.actor) else { throw ProtocolError.refilling }
        guard header.ids == changes.map(\.id), header.workspace == store.workspace,
            changes.allSatisfy({ $0.reference.actor == header.actor && $0.envelope.workspace == store.workspace })
        else { throw ProtocolError(.malformed, "a batch and its changes disagree; sign the batch again") }
        for change in changes where change.header.count > store.limits.changeByteCountMax {
            throw ProtocolError(
                .tooLarge,
                "change \(change.reference.number) is larger than \(store.limits.changeByteCountMax) bytes; split it"
            )
        }
        // The founding batch brings the key that it is signed with.
        let key = directory.rootKey == nil ? store.keys.registrar.publicKey : directory.devices[header.actor]?.key
        guard let key else {
            throw ProtocolError(.unknownDevice, "the device is not known to the workspace; join with an invite")
        }
        guard PlantedDefect.current == .skippedSignature || header.isSigned(by: key) else {
            throw ProtocolError(.badSignature, "the batch's signature does not verify; nothing of it was taken")
        }
    }

    private mutating func append(
        group: ArraySlice<SealedChange>, of batch: Batch, _ batchRow: inout Int64?
    ) throws -> [PushOutcome] {
        let before = (position, directory, numbering, erased, batchRow)
        var outcomes: [PushOutcome] = []
        var refused: LogRefusal?
        isInGroup = group.count > 1
        defer { isInGroup = false }
        try db.inSavepoint {
            for change in group {
                switch try place(change, of: batch, &batchRow) {
                case .success(let outcome): outcomes.append(outcome)
                case .failure(let refusal):
                    refused = refusal
                    return .rollback
                }
            }
            if isInGroup { try execute("UPDATE log SET group_end = 1 WHERE sequence = ?", [Int64(position.head)]) }
            return .commit
        }
        guard let refused else { return outcomes }
        (position, directory, numbering, erased, batchRow) = before
        isInGroup = false
        return try group.map { change in try known(change) ?? park(change, refused) }
    }

    private mutating func append(
        single change: SealedChange, of batch: Batch, _ batchRow: inout Int64?
    ) throws -> PushOutcome {
        switch try place(change, of: batch, &batchRow) {
        case .success(let outcome): return outcome
        case .failure(let refusal): return try park(change, refusal)
        }
    }

    /// Places an admissible change; a failure has touched nothing.
    private mutating func place(
        _ change: SealedChange, of batch: Batch, _ batchRow: inout Int64?
    ) throws -> Result<PushOutcome, LogRefusal> {
        if let outcome = try known(change) { return .success(outcome) }
        if let external = change.envelope.external, let sequence = try self.sequence(ofExternal: external) {
            try appendVoid(change, code: "duplicate")
            return .success(PushOutcome(reference: change.reference, result: .duplicate(sequence: sequence)))
        }
        do {
            let admission = try Admission(&self, change)
            let row = try batchRow ?? insertBatch(hash: batch.header.id, header: batch.header.encoded)
            batchRow = row
            return .success(try append(change, admission, batch: row))
        } catch let refusal as LogRefusal {
            return .failure(refusal)
        }
    }

    /// The outcome of a change whose number was used already, or that comes before its turn.
    private mutating func known(_ change: SealedChange) throws -> PushOutcome? {
        let state = try actor(change.reference.actor)
        let number = change.reference.number
        if number == state.number + 1 { return nil }
        let result: PushOutcome.Result?
        if number > state.number {
            if try mayLeaveHole(change.reference.actor) { return nil }
            result = .gap(expected: state.number + 1)
        } else {
            guard let known = try recorded(change, actor: state.id) else { return nil }
            result = known
        }
        return result.map { PushOutcome(reference: change.reference, result: $0) }
    }

    /// What became of the change with this number; nil where a lost tail has left a hole.
    private func recorded(_ change: SealedChange, actor: Int64) throws -> PushOutcome.Result? {
        let sql = "SELECT change_id, sequence, stamp, row_kind, code FROM log WHERE actor = ? AND number = ?"
        let statement = try db.cachedStatement(sql: sql)
        guard let row = try Row.fetchOne(statement, arguments: [actor, Int64(change.reference.number)]) else {
            return nil
        }
        guard row[0] as Data == Data(change.id.bytes) else { return .equivocation }
        guard row[3] == RowKind.void.rawValue else {
            return .accepted(sequence: row[1], stamp: Stamp(stored: row[2]))
        }
        let code: String = row[4]
        return code == "duplicate"
            ? .duplicate(sequence: row[1]) : .parked(code: code, explanation: LogRefusal.explanation(of: code))
    }

    private func sequence(ofExternal external: [UInt8]) throws -> UInt64? {
        try UInt64.fetchOne(
            db.cachedStatement(sql: "SELECT sequence FROM log WHERE external = ?"), arguments: [Data(external)]
        )
    }

    private mutating func park(_ change: SealedChange, _ refusal: LogRefusal) throws -> PushOutcome {
        try appendVoid(change, code: refusal.code)
        return PushOutcome(
            reference: change.reference, result: .parked(code: refusal.code, explanation: refusal.explanation)
        )
    }

    // MARK: Accepted changes

    private mutating func append(
        _ change: SealedChange, _ admission: Admission, batch: Int64
    ) throws -> PushOutcome {
        let receipt = Stamp(milliseconds: UInt64(clamping: now.milliseconds), counter: .max)
        let stamp = min(change.envelope.time, receipt)
        let sequence = try carryOut(change, admission, stamp: stamp, batch: batch)
        if admission.opensTicket { try number(change.envelope.root, in: admission.scope) }
        return PushOutcome(reference: change.reference, result: .accepted(sequence: sequence, stamp: stamp))
    }

    /// Puts a change that was accepted once back into its place among those that came back, with its old stamp.
    ///
    /// - Throws: `LogRefusal` when it does not fit any more.
    mutating func restore(_ change: SealedChange, stamp: Stamp, batch: Int64, isLate: Bool) throws {
        let admission = try Admission(restoring: change, &self, isLate: isLate)
        _ = try carryOut(change, admission, stamp: stamp, batch: batch)
    }

    private mutating func carryOut(
        _ change: SealedChange, _ admission: Admission, stamp: Stamp, batch: Int64
    ) throws -> UInt64 {
        if let origin = admission.movesFrom {
            try insertOut(change, stamp, from: origin)
            try insertRow(change, stamp, in: admission.scope, kind: .into, batch: batch, cameFrom: origin)
        } else {
            let isPlacement = change.envelope.kind == .placement
            try insertRow(change, stamp, in: admission.scope, kind: isPlacement ? .into : .change, batch: batch)
            if !change.envelope.kind.isControl { note(change) }
        }
        let sequence = position.head
        if let placement = admission.placement {
            try setPlacement(change.envelope.root, placement.to, since: sequence)
        }
        if let fact = admission.fact {
            position.directorySequence = sequence
            if case .founded = fact {
                try setPlacement(change.envelope.root, .directory, since: sequence)
            }
        }
        if let number = admission.ticketNumber { position.ticketNumber = max(position.ticketNumber, number) }
        if let erasure = admission.erasure { try erase(erasure) }
        if isRestored, try isErased(change) { try erase([change.reference]) }
        return sequence
    }

    /// Puts a directory fact into force; throws a refusal when it is not acceptable.
    mutating func apply(_ fact: DirectoryFact, of change: SealedChange) throws {
        do {
            try directory.apply(fact, from: change.reference, sequence: position.head + 1)
        } catch {
            throw LogRefusal(code: error.code.rawValue, explanation: error.explanation)
        }
    }

    /// Drops the words of changes.
    mutating func erase(_ targets: [ChangeReference]) throws {
        var content = erased ?? ErasedContent()
        defer { erased = content }
        for target in targets {
            let actor = try actor(target.actor).id
            let statement = try db.cachedStatement(
                sql: "SELECT header, content FROM log WHERE actor = ? AND number = ?")
            guard let row = try Row.fetchOne(statement, arguments: [actor, Int64(target.number)]),
                let header = row[0] as Data?, let words = row[1] as Data?
            else { continue }
            let change = try SealedChange(header: Array(header), content: Array(words))
            content.blobs.formUnion(change.envelope.blobs)
            try execute(
                "UPDATE log SET content = ? WHERE actor = ? AND number = ?",
                [Data(change.erasing.encodedContent), actor, Int64(target.number)]
            )
        }
    }

    // MARK: Ticket numbers

    /// Gives a ticket the next number.
    mutating func number(_ root: Identifier, in scope: Scope) throws {
        position.ticketNumber += 1
        let registrar = store.keys.registrarActor
        let state = try actor(registrar)
        let envelope = Envelope(
            kind: .ticketNumber, workspace: store.workspace, root: root, document: root,
            reference: ChangeReference(actor: registrar, number: state.number + 1), previous: nil,
            time: Stamp(milliseconds: UInt64(clamping: now.milliseconds)),
            structure: TicketNumber(number: position.ticketNumber).structure,
            content: .none
        )
        let change = SealedChange(envelope)
        let batch = try numbering.batch ?? insertBatch(hash: change.id.short, header: [])
        numbering.batch = batch
        numbering.changes.append(change)
        try insertRow(change, envelope.time, in: scope, kind: .change, batch: batch)
    }

    private mutating func finishNumbering() throws {
        guard let batch = numbering.batch else { return }
        let header = BatchHeader(
            workspace: store.workspace, actor: store.keys.registrarActor, ids: numbering.changes.map(\.id),
            key: store.keys.registrar
        )
        try execute(
            "UPDATE batch SET hash = ?, header = ? WHERE id = ?", [Data(header.id), Data(header.encoded), batch]
        )
    }
}
