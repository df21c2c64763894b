import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

/// Puts the rows of history packs back into an empty log, as they were.
struct LogRestorer {
    private let db: Database

    init(_ db: Database) { self.db = db }

    /// Inserts the rows of the next pack and returns the last sequence.
    func insert(_ pack: HistoryPack) throws -> UInt64 {
        for header in pack.batches {
            let batch = try BatchHeader(encoded: header)
            try execute("INSERT OR IGNORE INTO batch (hash, header) VALUES (?, ?)", [Data(batch.id), Data(header)])
        }
        for row in pack.rows { try insert(row) }
        return pack.rows.last?.sequence ?? 0
    }

    private func insert(_ row: HistoryPack.LogEntry) throws {
        let scope = try id("scope", "name", row.scope.databaseValue)
        let origin = row.cameFrom.isEmpty ? nil : try id("scope", "name", row.cameFrom.databaseValue)
        let actor = try row.actor.map { try id("actor", "actor", $0.data.databaseValue) }
        let batch =
            row.batch.isEmpty
            ? nil : try Int64.fetchOne(db, sql: "SELECT id FROM batch WHERE hash = ?", arguments: [Data(row.batch)])
        let holdsChange = !row.header.isEmpty
        let external =
            holdsChange
            ? try SealedChange(header: row.header, content: row.content).envelope.external.map { Data($0) } : nil
        try execute(
            """
            INSERT INTO log (
                sequence, scope, scope_sequence, row_kind, change_id, stamp, received, chain, group_end, actor, number,
                external, kind, root, document, came_from, batch, code, header, content
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                Int64(clamping: row.sequence), scope, Int64(clamping: row.scopeSequence), row.kind.rawValue,
                Data(row.id),
                Int64(bitPattern: row.stamp), row.received, Data(row.chain), row.isGroupEnd, actor,
                actor == nil ? nil : Int64(clamping: row.number), external, row.changeKind, row.root.data,
                row.document.data, origin, batch, row.code.isEmpty ? nil : row.code,
                holdsChange ? Data(row.header) : nil, holdsChange ? Data(row.content) : nil,
            ]
        )
    }

    /// The row of a name in a table with counters, made at its first use.
    private func id(_ table: String, _ column: String, _ name: DatabaseValue) throws -> Int64 {
        let select = try db.cachedStatement(sql: "SELECT id FROM \(table) WHERE \(column) = ?")
        if let id = try Int64.fetchOne(select, arguments: [name]) { return id }
        if table == "scope" {
            try execute("INSERT INTO scope (name, head, chain) VALUES (?, 0, ?)", [name, Data(ScopeChain.empty.hash)])
        } else {
            try execute("INSERT INTO actor (actor, number) VALUES (?, 0)", [name])
        }
        return db.lastInsertedRowID
    }

    /// Sets the heads and chains of all scopes to those of their last rows.
    func setHeads() throws {
        try execute(
            """
            UPDATE scope SET head = coalesce((SELECT max(scope_sequence) FROM log WHERE log.scope = scope.id), 0),
                chain = coalesce((SELECT chain FROM log WHERE log.scope = scope.id ORDER BY scope_sequence DESC LIMIT
                1),
                    chain)
            """, []
        )
    }

    /// Computes the heads, counters and placements that follow from the rows.
    ///
    /// - Parameter isWhole: Whether all rows of the backup are there; then the counters are the backup's own.
    func finish(_ manifest: BackupManifest, isWhole: Bool) throws {
        // A log never ends within a group of changes that stand or fall together.
        try execute(
            "DELETE FROM log WHERE sequence > (SELECT coalesce(max(sequence), 0) FROM log WHERE group_end = 1)", []
        )
        try setHeads()
        try execute(
            "UPDATE actor SET number = coalesce((SELECT max(number) FROM log WHERE log.actor = actor.id), 0)", []
        )
        if isWhole {
            for (name, number) in manifest.actors {
                guard let actor = ActorID(hexadecimal: name) else { continue }
                try execute("UPDATE actor SET number = ? WHERE actor = ?", [Int64(clamping: number), actor.data])
            }
        }
        try execute("DELETE FROM placement", [])
        try execute(
            """
            INSERT INTO placement (root, scope, since)
            SELECT root, scope, sequence FROM log
            WHERE sequence IN (SELECT max(sequence) FROM log WHERE row_kind = 2 GROUP BY root)
            """, []
        )
        try execute(
            """
            INSERT OR IGNORE INTO placement (root, scope, since)
            SELECT root, scope, sequence FROM log WHERE kind = 33 AND row_kind = 0 ORDER BY sequence LIMIT 1
            """, []
        )
        try execute(
            """
            UPDATE workspace SET head = coalesce((SELECT max(sequence) FROM log), 0), ticket_number = ?,
                directory_sequence = coalesce((SELECT max(sequence) FROM log WHERE kind = 33 AND row_kind = 0), 0)
            """,
            [Int64(clamping: manifest.ticketNumber)]
        )
    }

    private func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
