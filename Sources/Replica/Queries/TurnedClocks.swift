import CRDT
import Foundation
import GRDB
public import Hub
import SyncProtocol

/// Tickets whose service-level clocks may have paused or gone on by themselves since their rows were written.
enum TurnedClocks {
    /// The state of each of them now.
    static func rows(_ db: Database, at now: Instant) throws -> [Int64: TicketSummary.SLAState] {
        let sql = "SELECT row FROM ticket_list WHERE sla_until <= ?"
        let rows = try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: [now.milliseconds])
        return try states(of: rows, db, at: now)
    }

    /// The state of these tickets now.
    static func states(
        of rows: [Int64], _ db: Database, at now: Instant
    ) throws -> [Int64: TicketSummary.SLAState] {
        guard !rows.isEmpty else { return [:] }
        // Authors of settings' changes play no part in the rules.
        let rules = try WorkspaceRules(authors: Authors.unknown, db)
        let reader = try EventReader(db)
        var states: [Int64: TicketSummary.SLAState] = [:]
        for row in rows {
            let figures = Hub.figures(
                of: try reader.events(of: row), rules: rules.metrics, configuration: rules.serviceLevels)
            states[row] = figures.serviceState(asOf: now)
        }
        return states
    }
}

extension Authors {
    /// Knows nobody.
    static var unknown: Authors { Authors(Directory(workspace: Identifier(high: 0, low: 0))) }
}

extension ReplicaStore {
    /// Writes the rows anew of tickets whose clocks paused or went on by themselves, such as at closing time.
    ///
    /// Lists are right without it; it keeps searches for `sla:running` and `sla:paused` quick where policies count in
    /// opening hours. For loops that run anyway, once in some minutes.
    ///
    /// - Returns: How many were written, at most `limit`.
    @discardableResult
    public func refreshTurnedClocks(at now: Instant, limit: Int = 500) throws -> Int {
        let sql = """
            SELECT root.id FROM ticket_list l JOIN root ON root.row = l.row WHERE l.sla_until <= ? LIMIT ?
            """
        let due = try database.read { db in try Data.fetchAll(db, sql: sql, arguments: [now.milliseconds, limit]) }
        guard !due.isEmpty else { return 0 }
        try database.write { db in
            try Projector(self, db, now: now).refresh(Set(due.map(Identifier.init(data:))))
        }
        return due.count
    }
}
