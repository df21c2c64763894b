import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

/// Applies what a server sent, up to a checkpoint, in one transaction: either all of it with the new cursor, or nothing.
struct FrameApplier {
    /// What one application did.
    struct Result: Sendable {
        /// Changes that were new to the replica.
        var changeCount = 0
        /// Roots that were removed.
        var purgedCount = 0
        /// Whether content was erased or purged, so that the files must be shredded.
        var mustShred = false
        /// Whether the server has more.
        var hasMore = false
        /// Roots whose documents may read differently.
        var touched: Set<Identifier> = []
        /// What became of the directory.
        var directory = DirectoryEffect.unchanged
    }

    /// What an application does to the directory.
    enum DirectoryEffect: Sendable {
        /// No fact came.
        case unchanged
        /// Facts were added to those known before.
        case grown
        /// Known facts were removed, so it must be read from the rows again.
        case replaced
    }

    let store: ReplicaStore
    let db: Database
    private(set) var directory: Directory
    private var batches: [[UInt8]: (actor: ActorID, ids: Set<ChangeID>, row: Int64)] = [:]
    private var delivered: [Delivery.Entry] = []
    var chains: [Scope: ScopeChain] = [:]
    private var leaving: Set<Identifier> = []
    private var actors: [ActorID: Int64] = [:]
    /// Where the roots of these frames were noted, so that it is not written again for each of their changes.
    var placed: [Identifier: Scope] = [:]
    /// Where the replica stood.
    private let start: SyncCursor
    /// In a new history: the roots of scopes that were closed and not opened anew yet.
    var displaced: [Scope: [Identifier]] = [:]
    /// The highest number of this replica's own that came.
    private var ownNumber: UInt64 = 0
    var result = Result()

    init(_ store: ReplicaStore, _ db: Database) throws {
        self.store = store
        self.db = db
        directory = try store.directory(db)
        start = try ReplicaStore.cursor(db)
    }

    /// Applies `frames`, which end with a checkpoint.
    ///
    /// - Throws: `ReplicaError.untrustworthy` when signatures, chains or the receipt do not verify; the transaction must
    ///   then be rolled back.
    mutating func apply(_ frames: [Frame], at now: Instant) throws {
        guard case .checkpoint(let end)? = frames.last, end.cursor.history != nil else {
            throw ReplicaError.untrustworthy("an answer ends without a checkpoint of a history")
        }
        let isSameHistory = start.history == nil || start.history == end.cursor.history
        guard !isSameHistory || end.cursor.sequence >= start.sequence else {
            throw ReplicaError.untrustworthy("the answer is to an earlier question")
        }
        try learnDirectory(frames)
        // What receipts of another history prove has been offered, and no row stands at their sequences any more.
        if !isSameHistory { try execute("DELETE FROM delivery", []) }
        for frame in frames {
            switch frame {
            case .batch(let header): try keep(header)
            case .scopeOpen(let scope, _, let chain, _): try open(scope, chain)
            case .scopeClose(let scope): try isSameHistory ? close(scope) : displace(scope)
            case .carried(let change, let scope): try take(change, in: scope)
            case .row(let row): try apply(row)
            case .checkpoint(let checkpoint): try commit(checkpoint, at: now)
            case .keepalive: break
            }
        }
    }

    // MARK: Trust

    /// Reads the directory's facts first, so that every batch can be checked against its device's key.
    private mutating func learnDirectory(_ frames: [Frame]) throws {
        for frame in frames {
            let stamped: StampedChange
            switch frame {
            case .carried(let change, _): stamped = change
            case .row(let row):
                guard case .change(let change) = row.body else { continue }
                stamped = change
            default: continue
            }
            guard stamped.change.envelope.kind == .directory else { continue }
            guard try row(of: stamped.change.reference)?.state != .accepted else { continue }
            let fact = try ControlBody.decode(DirectoryFact.self, from: stamped.change.envelope.structure)
            result.directory = .grown
            do {
                try directory.apply(fact, from: stamped.change.reference, sequence: stamped.sequence)
            } catch {
                throw ReplicaError.untrustworthy(error.explanation)
            }
        }
        guard directory.rootKey == nil || directory.rootFingerprint == store.member.rootFingerprint else {
            throw ReplicaError.untrustworthy("the workspace's root key is not the one that the invite named")
        }
    }

    private mutating func keep(_ header: BatchHeader) throws {
        let hash = header.id
        let statement = try db.cachedStatement(sql: "SELECT id FROM batch WHERE hash = ?")
        if let row = try Int64.fetchOne(statement, arguments: [Data(hash)]) {
            batches[hash] = (header.actor, Set(header.ids), row)
            return
        }
        guard let key = directory.devices[header.actor]?.key, header.isSigned(by: key) else {
            throw ReplicaError.untrustworthy("a batch is not signed by a device of the workspace")
        }
        try execute("INSERT INTO batch (hash, header) VALUES (?, ?)", [Data(hash), Data(header.encoded)])
        batches[hash] = (header.actor, Set(header.ids), db.lastInsertedRowID)
    }

    // MARK: Scopes

    private mutating func open(_ scope: Scope, _ chain: ScopeChain) throws {
        try execute(
            "INSERT OR REPLACE INTO scope (name, sequence, chain) VALUES (?, ?, ?)",
            [scope.description, Int64(chain.sequence), Data(chain.hash)]
        )
        chains[scope] = chain
        displaced[scope] = nil
    }

    mutating func close(_ scope: Scope) throws {
        try execute("DELETE FROM scope WHERE name = ?", [scope.description])
        chains[scope] = nil
        // At once, and not at the checkpoint: the same answer may open the scope anew and bring its roots again.
        let statement = try db.cachedStatement(sql: "SELECT root FROM placement WHERE scope = ?")
        for root in try Data.fetchAll(statement, arguments: [scope.description]) {
            try purge(try Identifier(data: root))
        }
        // Roots that were placed here by this replica itself, and whose row has not come back.
        let own = try db.cachedStatement(
            sql: """
                SELECT header, content FROM change WHERE kind = 32 AND state <> 0 AND state IN (1, 3)
                    AND root NOT IN (SELECT root FROM placement)
                """
        )
        for row in try Row.fetchAll(own) {
            let change = try SealedChange(header: [UInt8](row[0] as Data), content: [UInt8](row[1] as Data))
            guard try Placement(structure: change.envelope.structure).to == scope else { continue }
            try purge(change.envelope.root)
        }
    }

    private mutating func apply(_ row: Frame.Row) throws {
        var chain = try chain(of: row.scope)
        guard row.scopeSequence == chain.sequence + 1 else {
            throw ReplicaError.untrustworthy("rows of a scope are missing")
        }
        switch row.body {
        case .change(let change):
            chain.append(.change, id: change.change.id, stamp: change.stamp)
            try take(change, in: row.scope)
        case .into(let change):
            chain.append(.into, id: change.change.id, stamp: change.stamp)
            leaving.remove(change.change.envelope.root)
            try take(change, in: row.scope)
        case .out(let root, _, let stamp, let placement):
            chain.append(.out, id: placement, stamp: stamp)
            leaving.insert(root)
        case .hidden(let id, _, let stamp): chain.append(.change, id: id, stamp: stamp)
        case .void(let void, _, let stamp):
            chain.append(.void, id: void.id, stamp: stamp)
            try park(void)
        }
        chains[row.scope] = chain
    }

    private func chain(of scope: Scope) throws -> ScopeChain {
        if let chain = chains[scope] { return chain }
        let statement = try db.cachedStatement(sql: "SELECT sequence, chain FROM scope WHERE name = ?")
        guard let row = try Row.fetchOne(statement, arguments: [scope.description]) else {
            throw ReplicaError.untrustworthy("a row came for a scope that is not open")
        }
        return ScopeChain(sequence: row[0], hash: [UInt8](row[1] as Data))
    }

    // MARK: Changes

    private mutating func take(_ stamped: StampedChange, in scope: Scope) throws {
        let change = stamped.change
        guard let batch = batches[stamped.batch] else {
            throw ReplicaError.untrustworthy("a change came without the signed list that names it")
        }
        guard batch.actor == change.reference.actor, batch.ids.contains(change.id) else {
            throw ReplicaError.untrustworthy("a change is not in the signed list that should name it")
        }
        delivered.append(Delivery.Entry(stamped))
        let envelope = change.envelope
        if PlantedDefect.current == .cursorAheadOfData, stamped.sequence.isMultiple(of: 7) { return }
        if change.reference.actor == store.member.actor { ownNumber = max(ownNumber, change.reference.number) }
        guard try hold(stamped, batch: batch.row) else { return }
        result.changeCount += 1
        result.touched.insert(envelope.root)
        try place(envelope.root, in: scope)
        switch envelope.kind {
        case .erasure:
            let erasure = try ControlBody.decode(Erasure.self, from: envelope.structure)
            try erase(erasure.targets.compactMap(\.reference), root: envelope.root)
        default: break
        }
    }

    /// Notes where the server has a root. Frames come in the order of the log, so the last word is the newest.
    private mutating func place(_ root: Identifier, in scope: Scope) throws {
        guard placed.updateValue(scope, forKey: root) != scope else { return }
        try execute(
            """
            INSERT INTO placement (root, scope) VALUES (?, ?) ON CONFLICT (root) DO UPDATE
            SET scope = excluded.scope WHERE scope <> excluded.scope
            """,
            [root.data, scope.description]
        )
    }

    private mutating func erase(_ targets: [ChangeReference], root: Identifier) throws {
        for target in targets where PlantedDefect.current != .forgottenErasure {
            guard let held = try row(of: target) else { continue }
            let statement = try db.cachedStatement(sql: "SELECT header, content FROM change WHERE id = ? AND root = ?")
            guard let row = try Row.fetchOne(statement, arguments: [held.id, root.data]) else { continue }
            let erased = try SealedChange(header: [UInt8](row[0] as Data), content: [UInt8](row[1] as Data)).erasing
            try execute("UPDATE change SET content = ? WHERE id = ?", [Data(erased.encodedContent), held.id])
        }
        result.mustShred = true
    }

    private mutating func park(_ void: VoidRow) throws {
        if void.reference.actor == store.member.actor { ownNumber = max(ownNumber, void.reference.number) }
        guard let held = try row(of: void.reference), held.state != .accepted, held.state != .parked else { return }
        let code = try id(of: held.id) == void.id ? void.code : "equivocation"
        try execute("UPDATE change SET state = 2, code = ? WHERE id = ?", [code, held.id])
        try execute("DELETE FROM change WHERE id = ? AND kind = 36", [held.id])
        try touchRoot(of: held.id)
    }

    mutating func row(of reference: ChangeReference) throws -> (id: Int64, state: ChangeState)? {
        let statement = try db.cachedStatement(sql: "SELECT id, state FROM change WHERE actor = ? AND number = ?")
        let arguments: StatementArguments = [try actor(reference.actor), Int64(clamping: reference.number)]
        guard let row = try Row.fetchOne(statement, arguments: arguments) else { return nil }
        guard let state = ChangeState(rawValue: row[1]) else { preconditionFailure("a change has a known state") }
        return (row[0], state)
    }

    mutating func actor(_ actor: ActorID) throws -> Int64 {
        if let id = actors[actor] { return id }
        let id = try ActorRow.id(of: actor, db)
        actors[actor] = id
        return id
    }

    // MARK: Checkpoint

    private mutating func commit(_ checkpoint: Frame.Checkpoint, at now: Instant) throws {
        guard let history = checkpoint.cursor.history else {
            throw ReplicaError.untrustworthy("a checkpoint names no history")
        }
        try purgeDisplaced()
        for (scope, chain) in checkpoint.chains where chains[scope] != nil {
            guard chains[scope] == chain else {
                throw ReplicaError.untrustworthy("the server's account of a scope contradicts what it sent")
            }
        }
        let delivery = Delivery(
            history: history, sequence: checkpoint.cursor.sequence, chains: checkpoint.chains, entries: delivered
        )
        let signers = directory.devices.values.filter { $0.user == directory.server }
        guard signers.contains(where: { delivery.isSigned(checkpoint.signature, by: $0.key) }) else {
            throw ReplicaError.untrustworthy("a checkpoint is not signed by the server")
        }
        for root in leaving { try purge(root) }
        leaving = []
        if !checkpoint.hasMore {
            try purgeUnseen(through: checkpoint.cursor.sequence)
            try dropUnplaced()
        }
        for (scope, chain) in chains {
            try execute(
                "UPDATE scope SET sequence = ?, chain = ? WHERE name = ?",
                [Int64(chain.sequence), Data(chain.hash), scope.description]
            )
        }
        if try !delivered.isEmpty || checkpoint.cursor != ReplicaStore.cursor(db) {
            try execute("DELETE FROM delivery WHERE id = (SELECT max(id) FROM delivery) AND change_count = 0", [])
            try execute(
                "INSERT INTO delivery (sequence, change_count, listing, signature) VALUES (?, ?, ?, ?)",
                [
                    Int64(checkpoint.cursor.sequence), delivered.count, Data(delivery.encoded),
                    Data(checkpoint.signature),
                ]
            )
        }
        delivered = []
        // A copy of this device may have used numbers that this one does not remember.
        try execute(
            "UPDATE replica SET cursor = ?, synced_at = ?, number = max(number, ?)",
            [Data(checkpoint.cursor.encoded), now.milliseconds, Int64(clamping: ownNumber)]
        )
        result.hasMore = checkpoint.hasMore
    }

    /// Removes roots of which an own change is in the log and whose rows, all of which came, do not show it: the member
    /// may not read them any more.
    private mutating func purgeUnseen(through sequence: UInt64) throws {
        let statement = try db.cachedStatement(
            sql: "SELECT DISTINCT root FROM change WHERE state <> 0 AND state = 3 AND sequence <= ?")
        for root in try Data.fetchAll(statement, arguments: [Int64(sequence)]) {
            try purge(try Identifier(data: root))
        }
    }

    mutating func purge(_ root: Identifier) throws {
        guard PlantedDefect.current != .forgottenPurge else { return }
        placed[root] = nil
        try Purge.root(root, reason: "scope_closed", db)
        if root == store.member.workspace { result.directory = .replaced }
        result.touched.remove(root)
        result.purgedCount += 1
        result.mustShred = true
    }

    func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
