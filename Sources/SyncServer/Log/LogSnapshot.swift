import CRDT
import Foundation
import GRDB
public import Hub
public import SyncProtocol

/// One state of the log, as the serving side reads it.
public struct LogSnapshot: LogReader {
    let db: Database

    /// The history that sequences belong to.
    public var history: Identifier {
        get throws { try Identifier(data: value("SELECT history FROM workspace")) }
    }

    /// The last sequence.
    public var head: UInt64 {
        get throws { UInt64(try value("SELECT head FROM workspace") as Int64) }
    }

    /// `open` or `refilling`.
    public var state: String {
        get throws { try value("SELECT state FROM workspace") }
    }

    /// Whether files may still hold what was erased.
    var mustShred: Bool {
        get throws { try value("SELECT must_shred FROM workspace") }
    }

    private func value<Value: DatabaseValueConvertible>(_ sql: String) throws -> Value {
        guard let value = try Value.fetchOne(db.cachedStatement(sql: sql)) else {
            preconditionFailure("a log has one workspace row")
        }
        return value
    }

    /// Every scope with its chain at the head.
    public func chains() throws -> [Scope: ScopeChain] {
        var chains: [Scope: ScopeChain] = [:]
        let rows = try Row.fetchCursor(db.cachedStatement(sql: "SELECT name, head, chain FROM scope"))
        while let row = try rows.next() {
            guard let scope = Scope(row[0]) else { continue }
            chains[scope] = ScopeChain(sequence: row[1], hash: [UInt8](row[2] as Data))
        }
        return chains
    }

    /// Where a root is placed now; nil when it is nowhere.
    func placement(of root: Identifier) throws -> Scope? {
        let statement = try db.cachedStatement(
            sql: "SELECT name FROM placement JOIN scope ON scope.id = placement.scope WHERE root = ?"
        )
        return try String.fetchOne(statement, arguments: [root.data]).flatMap(Scope.init)
    }

    /// The sequence at which a root came to where it is placed now; 0 when it is nowhere.
    func placed(_ root: Identifier) throws -> UInt64 {
        let statement = try db.cachedStatement(sql: "SELECT since FROM placement WHERE root = ?")
        return UInt64(clamping: try Int64.fetchOne(statement, arguments: [root.data]) ?? 0)
    }

    /// The chain of a scope behind its last row at or before a log sequence.
    public func chain(of scope: Scope, at sequence: UInt64) throws -> ScopeChain {
        let statement = try db.cachedStatement(
            sql: """
                SELECT scope_sequence, chain FROM log
                WHERE scope = (SELECT id FROM scope WHERE name = ?) AND sequence <= ?
                ORDER BY scope_sequence DESC LIMIT 1
                """
        )
        guard let row = try Row.fetchOne(statement, arguments: [scope.description, Int64(clamping: sequence)]) else {
            return .empty
        }
        return ScopeChain(sequence: row[0], hash: [UInt8](row[1] as Data))
    }

    /// The rows of scopes beyond a sequence, on to the end of the group that the last one belongs to.
    public func rows(after sequence: UInt64, in scopes: [Scope], limit: Int) throws -> [LogRow] {
        let names = try scopeNames()
        let wanted = Set(scopes)
        let identifiers = names.filter { wanted.contains($0.value) }.keys.sorted()
        guard !identifiers.isEmpty else { return [] }
        // The plus keeps SQLite from sorting whole scopes: what follows the cursor is short and in order already. The
        // scopes are an argument, so that the statement is compiled once.
        let sql = """
            SELECT \(Self.rowColumns), log.scope, scope_sequence, row_kind, chain, group_end, came_from, code, root,
                change_id, actor.actor AS actor_bytes, log.number,
                (SELECT since FROM placement WHERE placement.root = log.root) AS since
            FROM log LEFT JOIN batch ON batch.id = log.batch LEFT JOIN actor ON actor.id = log.actor
            WHERE sequence > ? AND +log.scope IN (SELECT value FROM json_each(?))
            ORDER BY sequence
            """
        var rows: [LogRow] = []
        let arguments: StatementArguments = [Int64(clamping: sequence), "\(identifiers)"]
        let cursor = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
        while let row = try cursor.next() {
            let row = try Self.logRow(row, names)
            rows.append(row)
            if rows.count >= limit, row.isGroupEnd { break }
        }
        return rows
    }

    /// Changes of roots that are placed in a scope now.
    public func placedChanges(
        in scope: Scope, after position: UInt64, through target: UInt64, placedSince since: UInt64, limit: Int
    ) throws -> [StampedChange] {
        // Rows of a root stand in the scope that it was in when they came, so the placement decides and not log.scope.
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(Self.rowColumns)
                FROM log JOIN batch ON batch.id = log.batch
                WHERE sequence > ? AND sequence <= ? AND row_kind IN (0, 2)
                    AND (SELECT scope FROM placement WHERE placement.root = log.root)
                        = (SELECT id FROM scope WHERE name = ?)
                    AND (SELECT since FROM placement WHERE placement.root = log.root) >= ?
                ORDER BY sequence LIMIT ?
                """
        )
        return try Row.fetchAll(
            statement,
            arguments: [
                Int64(clamping: position), Int64(clamping: target), scope.description, Int64(clamping: since), limit,
            ]
        ).map(Self.stampedChange)
    }

    /// The changes of one root up to a sequence.
    public func changes(of root: Identifier, through sequence: UInt64) throws -> [StampedChange] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(Self.rowColumns) FROM log JOIN batch ON batch.id = log.batch
                WHERE root = ? AND sequence <= ? AND row_kind IN (0, 2) ORDER BY sequence
                """
        )
        return try Row.fetchAll(statement, arguments: [root.data, Int64(clamping: sequence)]).map(Self.stampedChange)
    }

    /// The signed head of a batch.
    public func batch(_ id: [UInt8]) throws -> BatchHeader? {
        let statement = try db.cachedStatement(sql: "SELECT header FROM batch WHERE hash = ?")
        guard let header = try Data.fetchOne(statement, arguments: [Data(id)]) else { return nil }
        return try BatchHeader(encoded: Array(header))
    }

    /// The facts of the directory, in order.
    public func directory(of workspace: Identifier) throws -> Directory {
        var directory = Directory(workspace: workspace)
        let sql = "SELECT sequence, header, content FROM log WHERE kind = 33 AND row_kind = 0 ORDER BY sequence"
        let rows = try Row.fetchCursor(db, sql: sql)
        while let row = try rows.next() {
            let change = try SealedChange(header: [UInt8](row[1] as Data), content: [UInt8](row[2] as Data))
            let fact = try ControlBody.decode(DirectoryFact.self, from: change.envelope.structure)
            try directory.apply(fact, from: change.reference, sequence: row[0])
        }
        return directory
    }

    func scopeNames() throws -> [Int64: Scope] {
        var names: [Int64: Scope] = [:]
        let rows = try Row.fetchCursor(db.cachedStatement(sql: "SELECT id, name FROM scope"))
        while let row = try rows.next() { names[row[0]] = Scope(row[1]) }
        return names
    }
}

extension DirectoryCache {
    /// The directory up to its fact at `sequence`, which is the last that a snapshot sees.
    func current(at sequence: UInt64, in snapshot: LogSnapshot) throws -> Directory {
        try current(at: sequence) { try snapshot.directory(of: try snapshot.workspace) }
    }
}

extension LogSnapshot {
    /// The workspace that the log is of.
    var workspace: Identifier {
        get throws { try Identifier(data: value("SELECT id FROM workspace")) }
    }

    static let rowColumns = "sequence, stamp, received, batch.hash AS batch_hash, log.header, log.content"

    static func stampedChange(_ row: Row) throws -> StampedChange {
        StampedChange(
            sequence: row[0], stamp: Stamp(stored: row[1]), received: Instant(milliseconds: row[2]),
            batch: [UInt8](row[3] as Data),
            change: try SealedChange(header: [UInt8](row[4] as Data), content: [UInt8](row[5] as Data))
        )
    }

    fileprivate static func logRow(_ row: Row, _ names: [Int64: Scope]) throws -> LogRow {
        guard let scope = names[row["scope"]], let kind = RowKind(rawValue: row["row_kind"]),
            let id = ChangeID(bytes: [UInt8](row["change_id"] as Data))
        else { preconditionFailure("a row of the log names a scope, a kind and a change") }
        let root = try Identifier(data: row["root"])
        let stamp = Stamp(stored: row["stamp"])
        let body: Frame.Body
        switch kind {
        case .change: body = .change(try stampedChange(row))
        case .into: body = .into(try stampedChange(row))
        case .out: body = .out(root: root, sequence: row["sequence"], stamp: stamp, placement: id)
        case .void:
            let reference = ChangeReference(actor: try ActorID(data: row["actor_bytes"]), number: row["number"])
            let void = VoidRow(reference: reference, id: id, code: row["code"])
            body = .void(void, sequence: row["sequence"], stamp: stamp)
        }
        let scopeSequence: UInt64 = row["scope_sequence"]
        let cameFrom: Int64? = row["came_from"]
        return LogRow(
            row: Frame.Row(scope: scope, scopeSequence: scopeSequence, body: body),
            chain: ScopeChain(sequence: scopeSequence, hash: [UInt8](row["chain"] as Data)),
            cameFrom: cameFrom.flatMap { names[$0] }, root: kind == .void ? nil : root,
            placedSince: row["since"] ?? 0, isGroupEnd: row["group_end"]
        )
    }
}
