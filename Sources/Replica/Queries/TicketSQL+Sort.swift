import GRDB
import Hub
import SyncProtocol

extension TicketSQL {
    /// The rows of a list of numbers, given as JSON, as the table `l`.
    static let candidateTables = """
        json_each(?) c JOIN ticket ct ON ct.row = c.value JOIN root cr ON cr.row = c.value \
        JOIN ticket_list l ON l.updated = ct.updated AND l.id = cr.id
        """

    /// The expression that an order compares.
    func sortValue(_ key: TicketSort.Key) -> SQLCondition {
        switch key {
        case .created, .updated, .waiting, .priority, .escalated, .number: SQLCondition(sql: "l.\(key.rawValue)")
        case .sla: SQLCondition(sql: "l.sla_due")
        case .breached:
            SQLCondition(
                sql: """
                    (CASE WHEN l.sla_last_met < ? THEN min(coalesce(l.breached, l.sla_due), l.sla_due) \
                    ELSE l.breached END)
                    """, arguments: [context.now.milliseconds.databaseValue])
        }
    }

    /// The standard order, which is that of the table.
    static let standardOrder = "l.updated DESC, l.id"

    /// The condition that a row stands behind a cursor in the standard order.
    static func behind(_ cursor: TicketCursor) -> SQLCondition {
        // The first half is what the table is searched by.
        let last = (cursor.value ?? .max).databaseValue
        return SQLCondition(
            sql: "(l.updated <= ? AND (l.updated < ? OR l.id > ?))",
            arguments: [last, last, cursor.id.data.databaseValue])
    }
}
