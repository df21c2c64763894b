import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

// What gives way to the log without being purged: rows of a history that the server has lost, and changes whose numbers
// a copy of this device has used.
extension FrameApplier {
    /// Drops what the server had told of a scope in a history that it has lost; what this replica wrote stays.
    mutating func displace(_ scope: Scope) throws {
        try execute("DELETE FROM scope WHERE name = ?", [scope.description])
        chains[scope] = nil
        let statement = try db.cachedStatement(sql: "SELECT root FROM placement WHERE scope = ?")
        let roots = try Data.fetchAll(statement, arguments: [scope.description]).map(Identifier.init(data:))
        for root in roots {
            // An own change that does not come back, such as a grant after the loss was accepted, is shown to its author.
            try execute(
                """
                UPDATE change SET state = 2, code = 'lost', sequence = NULL, stamp = NULL, batch = NULL
                WHERE root = ? AND state = 0 AND actor = ?
                """,
                [root.data, try actor(store.member.actor)]
            )
            try execute("DELETE FROM change WHERE root = ? AND state = 0", [root.data])
            try execute("DELETE FROM placement WHERE root = ?", [root.data])
            placed[root] = nil
            if root == store.member.workspace { result.directory = .replaced }
            result.touched.insert(root)
        }
        displaced[scope] = roots
    }

    /// Removes for good what was of scopes that the member may not read in the new history.
    mutating func purgeDisplaced() throws {
        for (scope, roots) in displaced {
            for root in roots where try !isPlaced(root) { try purge(root) }
            try close(scope)
        }
        displaced = [:]
    }

    /// Drops own changes that did not come back because their root stands where the member may not read it.
    mutating func dropUnplaced() throws {
        let statement = try db.cachedStatement(
            sql: """
                SELECT DISTINCT root FROM change WHERE state <> 0 AND state = 2 AND code = 'lost'
                    AND root NOT IN (SELECT root FROM placement)
                """
        )
        for root in try Data.fetchAll(statement) {
            try execute("DELETE FROM change WHERE root = ? AND state = 2 AND code = 'lost'", [root])
            result.touched.insert(try Identifier(data: root))
            result.mustShred = true
        }
    }

    private func isPlaced(_ root: Identifier) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM placement WHERE root = ?)")
        return try Bool.fetchOne(statement, arguments: [root.data]) ?? false
    }

    /// Makes way for the change that the log holds under the number of one of this replica's own: a copy of this device
    /// has used it.
    mutating func displace(_ row: Int64) throws {
        try touchRoot(of: row)
        try Purge.displace(row, db)
    }

    /// Makes an own change an accepted one; false when there is none, or another under its number.
    mutating func accept(_ stamped: StampedChange, _ held: Int64?, batch: Int64) throws -> Bool {
        guard let held else { return false }
        let values: [(any DatabaseValueConvertible)?] = [
            Int64(stamped.sequence), stamped.stamp.stored, stamped.received.milliseconds, batch, held,
        ]
        let update = """
            UPDATE change SET state = 0, sequence = ?, stamp = ?, received = ?, batch = ?, code = NULL WHERE id = ?
            """
        // Mostly the bytes are the same, which costs less to find out than the hash.
        let change = stamped.change
        try execute(
            update + " AND header = ? AND content = ?",
            StatementArguments(values + [Data(change.header), Data(change.encodedContent)])
        )
        if db.changesCount == 1 { return true }
        // Words that were erased, here or there, leave the change what it is; they are gone from both then.
        guard try id(of: held) == change.id else { return false }
        try execute(update, StatementArguments(values))
        if case .erased = change.envelope.content {
            try execute("UPDATE change SET content = ? WHERE id = ?", [Data(change.encodedContent), held])
            result.mustShred = true
        }
        return true
    }

    mutating func touchRoot(of row: Int64) throws {
        let statement = try db.cachedStatement(sql: "SELECT root FROM change WHERE id = ?")
        if let root = try Data.fetchOne(statement, arguments: [row]) {
            result.touched.insert(try Identifier(data: root))
        }
    }

    func id(of row: Int64) throws -> ChangeID {
        let statement = try db.cachedStatement(sql: "SELECT header, content FROM change WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [row]) else {
            preconditionFailure("a row that was just found is there")
        }
        return try SealedChange(header: [UInt8](row[0] as Data), content: [UInt8](row[1] as Data)).id
    }
}
