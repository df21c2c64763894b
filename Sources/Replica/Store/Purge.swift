import Foundation
import GRDB
import Hub
import SyncProtocol

/// Removes a root from every table; the author's unsent work moves to the rescued drafts in the same transaction.
enum Purge {
    static func root(_ root: Identifier, reason: String, _ db: Database) throws {
        try self.root(root.data, reason: reason, db)
    }

    static func root(_ root: Data, reason: String, _ db: Database) throws {
        let rescue = try db.cachedStatement(
            sql: """
                INSERT INTO rescued (root, document, kind, number, reason, header, content)
                SELECT root, document, kind, number, ?, header, content FROM change
                WHERE root = ? AND state IN (1, 2) AND kind <> 36
                """
        )
        if PlantedDefect.current != .purgeBeforeRescue { try rescue.execute(arguments: [reason, root]) }
        try withdraw(root, db)
        try db.cachedStatement(sql: "DELETE FROM change WHERE root = ?").execute(arguments: [root])
        try db.cachedStatement(sql: "DELETE FROM placement WHERE root = ?").execute(arguments: [root])
        try Projector.remove(root, db)
    }

    /// Moves one change, whose number the server knows as another one, to the rescued drafts.
    static func displace(_ row: Int64, _ db: Database) throws {
        let rescue = try db.cachedStatement(
            sql: """
                INSERT INTO rescued (root, document, kind, number, reason, header, content)
                SELECT root, document, kind, number, 'equivocation', header, content FROM change
                WHERE id = ? AND kind <> 36
                """
        )
        try rescue.execute(arguments: [row])
        try db.cachedStatement(sql: "DELETE FROM change WHERE id = ?").execute(arguments: [row])
    }

    /// Leaves a content-free change in the place of each unsent one, so that the server sees dense numbers.
    private static func withdraw(_ root: Data, _ db: Database) throws {
        let unsent = try db.cachedStatement(sql: "SELECT id, header, content FROM change WHERE root = ? AND state = 1")
        for row in try Row.fetchAll(unsent, arguments: [root]) {
            let envelope = try SealedChange(header: [UInt8](row[1] as Data), content: [UInt8](row[2] as Data)).envelope
            let withdrawn = SealedChange(
                Envelope(
                    kind: .withdrawn, workspace: envelope.workspace, root: envelope.workspace,
                    document: envelope.workspace, reference: envelope.reference, previous: nil, time: envelope.time,
                    structure: [], content: .none
                )
            )
            let update = try db.cachedStatement(
                sql: "UPDATE change SET kind = ?, root = ?, document = ?, header = ?, content = ? WHERE id = ?"
            )
            try update.execute(
                arguments: [
                    ChangeKind.withdrawn.rawValue, envelope.workspace.data, envelope.workspace.data,
                    Data(withdrawn.header), Data(withdrawn.encodedContent), row[0] as Int64,
                ]
            )
        }
    }
}
