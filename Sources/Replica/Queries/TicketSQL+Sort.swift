import GRDB
import Hub

extension TicketSQL {
    /// The rows of a list of numbers, given as JSON, as the table `l`.
    static let candidateTables = """
        json_each(?) c JOIN ticket ct ON ct.row = c.value JOIN root cr ON cr.row = c.value \
        JOIN ticket_list l ON l.updated = ct.updated AND l.id = cr.id
        """

    /// The expression that an order compares.
    func sortValue(_ key: TicketSort.Key) -> SQLCondition {
        switch key {
        case .created: SQLCondition(sql: "l.created")
        case .updated: SQLCondition(sql: "l.updated")
        case .waiting: SQLCondition(sql: "l.waiting")
        case .priority: SQLCondition(sql: "l.priority")
        case .sla: SQLCondition(sql: "l.sla_due")
        case .escalated: SQLCondition(sql: "l.escalated")
        case .number: SQLCondition(sql: "l.number")
        case .breached:
            SQLCondition(
                sql: """
                    (CASE WHEN l.sla_last_met < ? THEN min(coalesce(l.breached, l.sla_due), l.sla_due) \
                    ELSE l.breached END)
                    """, arguments: [context.now.milliseconds.databaseValue])
        }
    }

    /// The ORDER BY clause: by the key, rows without it last, equal ones by identifier.
    func order(_ sort: TicketSort) -> SQLCondition {
        let value = sortValue(sort.key)
        let direction = sort.isDescending ? "DESC" : "ASC"
        guard sort.key != .updated else { return SQLCondition(sql: "l.updated \(direction), l.id") }
        return SQLCondition(
            sql: "\(value.sql) IS NULL, \(value.sql) \(direction), l.id", arguments: value.arguments + value.arguments)
    }

    /// The condition that a row stands behind a cursor in an order.
    func behind(_ cursor: TicketCursor, _ sort: TicketSort) -> SQLCondition {
        let value = sortValue(sort.key)
        let id = cursor.id.data.databaseValue
        guard let last = cursor.value?.databaseValue else {
            return SQLCondition(sql: "(\(value.sql) IS NULL AND l.id > ?)", arguments: value.arguments + [id])
        }
        let sign = sort.isDescending ? "<" : ">"
        if sort.key == .updated {
            // The first half is what the index is searched by.
            return SQLCondition(
                sql: "(l.updated \(sign)= ? AND (l.updated \(sign) ? OR l.id > ?))", arguments: [last, last, id])
        }
        return SQLCondition(
            sql: "(\(value.sql) \(sign) ? OR \(value.sql) IS NULL OR (\(value.sql) = ? AND l.id > ?))",
            arguments: value.arguments + [last] + value.arguments + value.arguments + [last, id])
    }
}
