import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

extension ChannelStore {
    /// Something that must leave.
    struct Wanted: Hashable {
        let channel: String
        let ticket: Identifier
        let message: OperationID
        let operation: OutboundMessage.Operation
        let cause: OperationID
    }

    /// How far the replica was read; nil when it never was.
    func scanned() throws -> UInt64? {
        try database.read { db in try Int64.fetchOne(db, sql: "SELECT sequence FROM scan").map(UInt64.init) }
    }

    /// Notes what must leave, each once, and how far the replica was read, in one step.
    func enter(_ wanted: [Wanted], through sequence: UInt64, at now: Instant) throws {
        try database.write { db in
            for entry in wanted {
                try db.cachedStatement(
                    sql: """
                        INSERT OR IGNORE INTO outbound (channel, ticket, message, operation, cause, state, first_at,
                            next_at) VALUES (?, ?, ?, ?, ?, 'queued', ?, ?)
                        """
                ).execute(
                    arguments: [
                        entry.channel, entry.ticket.data, entry.message.description, entry.operation.rawValue,
                        entry.cause.description, now.milliseconds, now.milliseconds,
                    ]
                )
            }
            try db.execute(sql: "DELETE FROM scan")
            try db.execute(sql: "INSERT INTO scan (sequence) VALUES (?)", arguments: [Int64(clamping: sequence)])
        }
    }

    /// What may be sent now: of each ticket the first that is not done, when its time has come.
    ///
    /// - Parameter limit: For each channel, so that one that is slow takes no other's turn.
    func due(at now: Instant, limit: Int) throws -> [OutboundRow] {
        try database.read { db in
            let sql = """
                SELECT \(OutboundRow.columns) FROM (
                    SELECT *, row_number() OVER (PARTITION BY channel ORDER BY next_at, id) AS turn FROM outbound
                    WHERE state IN ('queued', 'sending') AND next_at <= ? AND NOT EXISTS (
                        SELECT 1 FROM outbound AS earlier WHERE earlier.ticket = outbound.ticket
                            AND earlier.id < outbound.id AND earlier.state IN ('queued', 'sending')
                    )
                ) WHERE turn <= ? ORDER BY next_at, id
                """
            let rows = try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [now.milliseconds, limit])
            return try rows.compactMap(OutboundRow.init)
        }
    }

    /// When the next attempt is due; nil when nothing waits.
    func nextDue() throws -> Instant? {
        try database.read { db in
            let sql = "SELECT min(next_at) FROM outbound WHERE state IN ('queued', 'sending')"
            return try Int64.fetchOne(db, sql: sql).map(Instant.init(milliseconds:))
        }
    }

    /// What was being sent when the server ended.
    func interrupted() throws -> [OutboundRow] {
        try database.read { db in
            let sql = "SELECT \(OutboundRow.columns) FROM outbound WHERE state = 'sending'"
            return try Row.fetchAll(db, sql: sql).compactMap(OutboundRow.init)
        }
    }

    /// Everything about a message of ours, oldest first.
    func outbound(of message: OperationID) throws -> [OutboundRow] {
        try database.read { db in
            let sql = "SELECT \(OutboundRow.columns) FROM outbound WHERE message = ? ORDER BY id"
            return try Row.fetchAll(db, sql: sql, arguments: [message.description]).compactMap(OutboundRow.init)
        }
    }

    /// Notes that an attempt begins, before it does.
    func begin(_ row: OutboundRow) throws {
        try set(row, "state = 'sending', attempt_count = attempt_count + 1")
    }

    /// Notes when it is tried again.
    func postpone(_ row: OutboundRow, until next: Instant, reason: String) throws {
        // A receipt may have settled it meanwhile.
        try set(row, "state = 'queued', next_at = ?, reason = ?", [next.milliseconds, reason], if: "state = 'sending'")
    }

    /// Notes that it need not be sent.
    func drop(_ row: OutboundRow) throws { try set(row, "state = 'dropped'") }

    /// Notes that it will not arrive; the log is to say so.
    func fail(_ row: OutboundRow, reason: String) throws {
        try set(
            row, "state = 'failed', reason = ?, fact = 'failed', told = NULL", [reason],
            if: "state IN ('queued', 'sending')"
        )
    }

    /// Notes that the channel has it, and what it calls it; receipts that were early for the name count now.
    func accept(_ row: OutboundRow, external: String?) throws {
        try database.write { db in
            try db.execute(
                sql: """
                    UPDATE outbound SET external = ifnull(?, external),
                        state = CASE WHEN state IN ('queued', 'sending') THEN 'accepted' ELSE state END WHERE id = ?
                    """, arguments: [external, row.id]
            )
            guard let external else { return }
            let early = try Row.fetchAll(
                db, sql: "SELECT state, reason FROM early_receipt WHERE channel = ? AND external = ? ORDER BY at",
                arguments: [row.channel, external]
            )
            for receipt in early {
                guard let state = DeliveryReceipt.State(name: receipt[0], reason: receipt[1]) else { continue }
                try Self.apply(state, to: row.id, db)
            }
            try db.execute(
                sql: "DELETE FROM early_receipt WHERE channel = ? AND external = ?", arguments: [row.channel, external]
            )
        }
    }

    private func set(
        _ row: OutboundRow, _ assignments: String, _ values: [(any DatabaseValueConvertible)?] = [],
        if condition: String = "1"
    ) throws {
        try database.write { db in
            try db.execute(
                sql: "UPDATE outbound SET \(assignments) WHERE id = ? AND \(condition)",
                arguments: StatementArguments(values + [row.id])
            )
        }
    }
}
