import Foundation
import GRDB
import Hub

/// Finds the rows of a page and counts all of them, looking at the narrow table as few times as it can.
struct TicketFinder {
    /// What a ticket is found and ordered by.
    struct Key {
        let row: Int64
        let cursor: TicketCursor
    }

    /// So many are ordered here, in one look; more are ordered by the database.
    private static let keyCountMax = 2000

    let sql: TicketSQL
    let condition: SQLCondition
    let sort: TicketSort

    private var db: Database { sql.db }

    /// The keys of a page in order, and how many tickets there are in all.
    func keys(limit: Int, after cursor: TicketCursor?) throws -> (keys: [Key], total: Int) {
        let few = try fetch(condition, nil, limit: Self.keyCountMax + 1)
        if few.count <= Self.keyCountMax {
            let ordered = few.sorted { places($0.cursor, before: $1.cursor) }
            let rest = cursor.map { cursor in ordered.drop { !places(cursor, before: $0.cursor) } } ?? ordered[...]
            return (Array(rest.prefix(limit)), few.count)
        }
        let (tables, arguments) = tables(condition)
        let count = try db.makeStatement(sql: "SELECT count(*) FROM \(tables) WHERE \(condition.sql)")
        let total = try Int.fetchOne(count, arguments: StatementArguments(arguments + condition.arguments)) ?? 0
        var page = condition
        if let cursor { page = .all([condition, sql.behind(cursor, sort)]) }
        return (try fetch(page, sql.order(sort), limit: limit), total)
    }

    private func tables(_ condition: SQLCondition) -> (sql: String, arguments: [DatabaseValue]) {
        guard let candidates = condition.candidates else { return ("ticket_list l", []) }
        return (TicketSQL.candidateTables, [SQLCondition.json(candidates)])
    }

    private func fetch(_ condition: SQLCondition, _ order: SQLCondition?, limit: Int) throws -> [Key] {
        let (tables, arguments) = tables(condition)
        let value = sql.sortValue(sort.key)
        let statement = try db.makeStatement(
            sql: """
                SELECT l.row, l.id, \(value.sql) FROM \(tables) WHERE \(condition.sql) \
                \(order.map { "ORDER BY " + $0.sql } ?? "") LIMIT ?
                """)
        statement.setUncheckedArguments(
            StatementArguments(
                value.arguments + arguments + condition.arguments + (order?.arguments ?? []) + [limit.databaseValue]))
        var keys: [Key] = []
        let rows = try Row.fetchCursor(statement)
        while let row = try rows.next() {
            keys.append(Key(row: row[0], cursor: TicketCursor(value: row[2], id: try Identifier(data: row[1]))))
        }
        return keys
    }

    /// `TicketSort.places` over keys.
    private func places(_ left: TicketCursor, before right: TicketCursor) -> Bool {
        switch (left.value, right.value) {
        case (let first?, let second?) where first != second: (first < second) != sort.isDescending
        case (.some, nil): true
        case (nil, .some): false
        default: left.id < right.id
        }
    }
}
