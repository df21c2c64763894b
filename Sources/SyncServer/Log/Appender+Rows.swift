import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

extension Appender {
    func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// The state of a scope, which is made at its first use.
    mutating func scope(_ scope: Scope) throws -> ScopeState {
        if let state = position.scopes[scope] { return state }
        let statement = try db.cachedStatement(sql: "SELECT id, head, chain FROM scope WHERE name = ?")
        let state: ScopeState
        if let row = try Row.fetchOne(statement, arguments: [scope.description]) {
            state = ScopeState(id: row[0], chain: ScopeChain(sequence: row[1], hash: [UInt8](row[2] as Data)))
        } else {
            try execute(
                "INSERT INTO scope (name, head, chain) VALUES (?, 0, ?)",
                [scope.description, Data(ScopeChain.empty.hash)]
            )
            state = ScopeState(id: db.lastInsertedRowID, chain: .empty)
        }
        position.scopes[scope] = state
        return state
    }

    /// The state of an actor, which is made at its first use.
    mutating func actor(_ actor: ActorID) throws -> ActorState {
        if let state = position.actors[actor] { return state }
        let statement = try db.cachedStatement(sql: "SELECT id, number FROM actor WHERE actor = ?")
        let state: ActorState
        if let row = try Row.fetchOne(statement, arguments: [actor.data]) {
            state = ActorState(id: row[0], number: row[1])
        } else {
            try execute("INSERT INTO actor (actor, number) VALUES (?, 0)", [actor.data])
            state = ActorState(id: db.lastInsertedRowID, number: 0)
        }
        position.actors[actor] = state
        return state
    }

    /// Inserts the signed head of a batch and returns its row.
    func insertBatch(hash: [UInt8], header: [UInt8]) throws -> Int64 {
        // A batch that is pushed again, because its answer was lost, stands there already.
        try execute("INSERT OR IGNORE INTO batch (hash, header) VALUES (?, ?)", [Data(hash), Data(header)])
        let statement = try db.cachedStatement(sql: "SELECT id FROM batch WHERE hash = ?")
        guard let row = try Int64.fetchOne(statement, arguments: [Data(hash)]) else {
            preconditionFailure("a batch that was just inserted is there")
        }
        return row
    }

    /// Inserts a change with the next sequences and uses up its number.
    mutating func insertRow(
        _ change: SealedChange, _ stamp: Stamp, in target: Scope, kind: RowKind, batch: Int64, cameFrom: Scope? = nil
    ) throws {
        let origin = try cameFrom.map { try scope($0).id }
        let place = try advance(target, kind, change.id, stamp)
        try useUp(change.reference)
        try insert(
            place, change, stamp, kind: kind, actor: try actor(change.reference.actor).id, cameFrom: origin,
            batch: batch, code: nil, isGroupEnd: !isInGroup
        )
    }

    /// Inserts the content-free row by which a root leaves a scope; the row behind it brings the root elsewhere.
    mutating func insertOut(_ change: SealedChange, _ stamp: Stamp, from origin: Scope) throws {
        let place = try advance(origin, .out, change.id, stamp)
        try insert(
            place, change, stamp, kind: .out, actor: nil, cameFrom: nil, batch: nil, code: nil, isGroupEnd: false
        )
    }

    /// Inserts the content-free row of a refused or duplicate change, in its author's own scope.
    mutating func appendVoid(_ change: SealedChange, code: String) throws {
        guard let user = directory.devices[change.reference.actor]?.user else {
            preconditionFailure("a batch is checked to be by a known device")
        }
        let stamp = Stamp(milliseconds: UInt64(clamping: now.milliseconds))
        let place = try advance(.user(user), .void, change.id, stamp)
        try useUp(change.reference)
        try insert(
            place, change, stamp, kind: .void, actor: try actor(change.reference.actor).id, cameFrom: nil, batch: nil,
            code: code, isGroupEnd: !isInGroup
        )
    }

    /// Places a root.
    mutating func setPlacement(_ root: Identifier, _ target: Scope, since sequence: UInt64) throws {
        position.placements[root] = .some(target)
        try execute(
            """
            INSERT INTO placement (root, scope, since) VALUES (?, ?, ?)
            ON CONFLICT (root) DO UPDATE SET scope = excluded.scope, since = excluded.since
            """,
            [root.data, try scope(target).id, Int64(sequence)]
        )
    }

    private mutating func advance(
        _ target: Scope, _ kind: RowKind, _ id: ChangeID, _ stamp: Stamp
    ) throws -> ScopeState {
        var state = try scope(target)
        state.chain.append(kind, id: id, stamp: stamp)
        state.isMoved = true
        position.scopes[target] = state
        position.head += 1
        return state
    }

    private mutating func useUp(_ reference: ChangeReference) throws {
        var state = try actor(reference.actor)
        // A change that comes back after a loss may be ahead of others that come back later.
        state.number = max(state.number, reference.number)
        state.isMoved = true
        position.actors[reference.actor] = state
    }

    private func insert(
        _ place: ScopeState, _ change: SealedChange, _ stamp: Stamp, kind: RowKind, actor: Int64?, cameFrom: Int64?,
        batch: Int64?, code: String?, isGroupEnd: Bool
    ) throws {
        let holdsChange = kind == .change || kind == .into
        try execute(
            """
            INSERT INTO log (
                sequence, scope, scope_sequence, row_kind, change_id, stamp, received, chain, group_end, actor, number,
                external, kind, root, document, came_from, batch, code, header, content
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                Int64(position.head), place.id, Int64(place.chain.sequence), kind.rawValue, Data(change.id.bytes),
                stamp.stored, now.milliseconds, Data(place.chain.hash), isGroupEnd, actor,
                actor == nil ? nil : Int64(change.reference.number),
                holdsChange ? change.envelope.external.map { Data($0) } : nil, change.envelope.kind.rawValue,
                change.envelope.root.data, change.envelope.document.data, cameFrom, batch, code,
                holdsChange ? Data(change.header) : nil, holdsChange ? Data(change.encodedContent) : nil,
            ]
        )
    }
}
