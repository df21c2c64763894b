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

    /// Makes a change of the log one that this replica holds as accepted; false when it did already.
    mutating func hold(_ stamped: StampedChange, batch: Int64) throws -> Bool {
        // Mostly an own change comes back as it was sent, and another's is new: one statement then.
        let isOwn = stamped.change.reference.actor == store.member.actor
        if try isOwn ? acceptSame(stamped, batch: batch) : insert(stamped, batch: batch) { return true }
        guard let held = try row(of: stamped.change.reference) else { return try insert(stamped, batch: batch) }
        guard held.state != .accepted else { return false }
        if try acceptSame(stamped, batch: batch) || acceptErased(stamped, held.id, batch: batch) { return true }
        // What stands here under the number was written by a replica that another one had overtaken.
        try displace(held.id)
        return try insert(stamped, batch: batch)
    }

    /// Inserts a change; false when something stands under its number.
    private mutating func insert(_ stamped: StampedChange, batch: Int64) throws -> Bool {
        let (change, envelope) = (stamped.change, stamped.change.envelope)
        try execute(
            """
            INSERT OR IGNORE INTO change (actor, number, kind, root, document, state, sequence, stamp, received, batch,
                header, content) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?)
            """,
            [
                try actor(change.reference.actor), Int64(change.reference.number), envelope.kind.rawValue,
                envelope.root.data, envelope.document.data, Int64(stamped.sequence), stamped.stamp.stored,
                stamped.received.milliseconds, batch, Data(change.header), Data(change.encodedContent),
            ]
        )
        return db.changesCount == 1
    }

    private static let acceptance =
        "UPDATE change SET state = 0, sequence = ?, stamp = ?, received = ?, batch = ?, code = NULL"

    /// Makes a change that waits here an accepted one; false when there is none, or with other bytes. To compare them
    /// costs less than a hash.
    private mutating func acceptSame(_ stamped: StampedChange, batch: Int64) throws -> Bool {
        let change = stamped.change
        try execute(
            Self.acceptance + " WHERE actor = ? AND number = ? AND state <> 0 AND header = ? AND content = ?",
            [
                Int64(stamped.sequence), stamped.stamp.stored, stamped.received.milliseconds, batch,
                try actor(change.reference.actor), Int64(change.reference.number), Data(change.header),
                Data(change.encodedContent),
            ]
        )
        return db.changesCount == 1
    }

    /// Makes a change that waits here an accepted one although its bytes differ: words that were erased, here or there,
    /// leave the change what it is; they are gone from both then. False when it is another change.
    private mutating func acceptErased(_ stamped: StampedChange, _ held: Int64, batch: Int64) throws -> Bool {
        let change = stamped.change
        guard try id(of: held) == change.id else { return false }
        try execute(
            Self.acceptance + " WHERE id = ?",
            [Int64(stamped.sequence), stamped.stamp.stored, stamped.received.milliseconds, batch, held]
        )
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
