import Foundation
import GRDB
public import Hub
import SyncProtocol

extension ReplicaStore {
    /// The form of the projection tables; a file of another form is computed anew when it is opened.
    static let projectionVersion = 2

    /// How many roots one transaction of a rebuild computes.
    private static let rebuildCountMax = 500

    /// Computes every projection row anew from the changes, in bounded transactions; the full-text index starts empty.
    ///
    /// A rebuild that is interrupted begins again at the next opening. What is written meanwhile is projected as ever.
    ///
    /// - Parameters:
    ///   - now: The present.
    ///   - progress: Told how many roots of how many are done.
    /// - Complexity: O(changes).
    public func rebuildProjections(at now: Instant, progress: (Int, Int) -> Void = { _, _ in }) throws {
        try database.write { db in
            try db.execute(sql: "DELETE FROM projection_version")
            for table in ProjectionDump.tables { try db.execute(sql: "DELETE FROM \(table)") }
            try db.execute(sql: "DELETE FROM search")
            try db.execute(sql: "DELETE FROM search_dirty")
        }
        let total = try database.read { db in
            try Int.fetchOne(db, sql: "SELECT count(DISTINCT root) FROM change") ?? 0
        }
        // The directory and the settings first, since the rows of tickets rest on them.
        let first = [member.workspace] + SettingsSection.allCases.map(\.document)
        try database.write { db in try Projector(self, db, now: now).refresh(Set(first)) }
        var last = Data()
        var count = 0
        while true {
            let roots = try database.read { db in
                let sql = "SELECT DISTINCT root FROM change WHERE root > ? ORDER BY root LIMIT ?"
                return try Data.fetchAll(db, sql: sql, arguments: [last, Self.rebuildCountMax])
            }
            guard let end = roots.last else { break }
            let rest = try Set(roots.map(Identifier.init(data:))).subtracting(first)
            try database.write { db in try Projector(self, db, now: now).refresh(rest) }
            last = end
            count += roots.count
            progress(count, total)
        }
        try database.write { db in try Self.markProjected(db) }
    }

    /// Whether the projection tables are of another build's form, or a rebuild was interrupted.
    public func needsRebuild() throws -> Bool {
        try database.read { db in
            try Int.fetchOne(db, sql: "SELECT version FROM projection_version") != Self.projectionVersion
        }
    }

    static func markProjected(_ db: Database) throws {
        try db.execute(sql: "DELETE FROM projection_version")
        try db.execute(sql: "INSERT INTO projection_version (version) VALUES (?)", arguments: [projectionVersion])
    }

    /// Computes all projections anew and compares.
    ///
    /// - Returns: Whether they were true, and the full-text index is sound; they are true afterwards in any case.
    public func verifyProjections(at now: Instant, progress: (Int, Int) -> Void = { _, _ in }) throws -> Bool {
        let isIndexSound = try database.write { db in try SearchIndex.isSound(db) }
        let before = try projectionDigest()
        try rebuildProjections(at: now, progress: progress)
        return try projectionDigest() == before && isIndexSound
    }

    /// A digest of `dumpProjections`: 32 bytes.
    public func projectionDigest() throws -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        try dumpProjections { line in digest = Hash.blake2b(digest + Array(line.utf8)) }
        return digest
    }

    /// Calls `body` with every projection row as a line of text, tables and rows in a fixed order, without what depends
    /// on the present, on this file or on what its user has seen: two replicas that hold the same changes give the same
    /// lines.
    public func dumpProjections(_ body: (String) throws -> Void) throws {
        try database.read { db in
            for sql in ProjectionDump.statements {
                let lines = try String.fetchCursor(db, sql: sql)
                while let line = try lines.next() { try body(line) }
            }
        }
    }
}

/// How projection tables are emptied and written out.
enum ProjectionDump {
    /// Every table, without the full-text index.
    static let tables =
        ProjectionTables.removable.map(\.name) + [
            "ticket_list", "ticket_label", "party_word", "member", "label", "root",
        ]

    /// One SELECT a table, of one column of text.
    static let statements: [String] =
        ["SELECT 'root|' || hex(id) || '|' || kind FROM root ORDER BY id"]
        + ProjectionTables.removable.map { statement($0, without: ["sequence"]) }
        + [
            statement(ProjectionTables.ticketList, without: ["is_unread", "sla_until", "tag_bits"]),
            """
            SELECT 'ticket_label|' || t.kind || '|' || quote(label.text) || '|' || hex(root.id)
            FROM ticket_label t JOIN label ON label.id = t.label JOIN root ON root.row = t.row ORDER BY 1
            """,
            """
            SELECT 'party_word|' || quote(word) || '|' || hex(root.id)
            FROM party_word JOIN root ON root.row = party_word.row ORDER BY 1
            """,
            "SELECT 'member|' || id || '|' || quote(name) || '|' || role FROM member ORDER BY id",
        ]

    private static let labelled: Set<String> = ["channel", "source", "queue", "owner", "segment", "locale"]

    private static func statement(_ table: RowTable, without left: Set<String>) -> String {
        let columns = table.columns.dropFirst().filter { !left.contains($0) && $0 != "ordinal" }.map { column in
            switch column {
            case "actor": "(SELECT hex(actor) FROM actor WHERE actor.id = x.actor)"
            case "sla":
                // What a clock that goes on shows depends on the present.
                "CASE WHEN sla IN (2, 3, 4) OR sla_due IS NOT NULL THEN 'going on' ELSE sla END"
            case _ where table.name == "ticket_list" && labelled.contains(column):
                "quote((SELECT text FROM label WHERE label.id = x.\(column)))"
            default: "quote(x.\(column))"
            }
        }
        let line = (["(SELECT hex(id) FROM root WHERE root.row = x.row)"] + columns).joined(separator: " || '|' || ")
        let order = table.columns.contains("ordinal") ? "(SELECT id FROM root WHERE root.row = x.row), ordinal" : "1"
        return "SELECT '\(table.name)|' || \(line) FROM \(table.name) x ORDER BY \(order)"
    }
}
