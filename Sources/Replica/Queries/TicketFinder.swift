import Foundation
import GRDB
import Hub
import SyncProtocol

/// Finds the rows of a page and counts all of them, in one look at the narrow table.
struct TicketFinder {
    /// What a ticket is found and ordered by.
    struct Key {
        let row: Int64
        let cursor: TicketCursor
    }

    let sql: TicketSQL
    let condition: SQLCondition
    let sort: TicketSort

    private var db: Database { sql.db }

    /// The keys of a page in order, and how many tickets there are in all.
    ///
    /// - Parameter isCounted: False where the rest of the list is not looked at once the page is full; the total is then
    ///   what was looked at.
    func keys(limit: Int, after cursor: TicketCursor?, isCounted: Bool = true) throws -> (keys: [Key], total: Int) {
        // The order of the table itself needs no sorting; in any other the best so far are kept.
        let isInOrder = sort == .standard && condition.candidates == nil
        if isInOrder, condition.isEverything { return try keysOfAll(limit: limit, after: cursor, isCounted) }
        if !isInOrder, !isCounted, cursor == nil { return try firstKeys(limit: limit) }
        let (tables, arguments) = tables
        let value = sql.sortValue(sort.key)
        let order = isInOrder ? " ORDER BY " + TicketSQL.standardOrder : ""
        let statement = try db.makeStatement(
            sql: "SELECT l.row, l.id, \(value.sql) FROM \(tables) WHERE \(condition.sql)\(order)")
        statement.setUncheckedArguments(StatementArguments(value.arguments + arguments + condition.arguments))
        var best = BestKeys(sort: sort, limit: limit, cursor: cursor)
        var total = 0
        let rows = try Row.fetchCursor(statement)
        while let row = try rows.next() {
            total += 1
            if isInOrder, best.isFull {
                guard isCounted else { break }
                continue
            }
            let value: Int64? = row[2]
            guard best.mayTake(value) else { continue }
            best.take(Key(row: row[0], cursor: TicketCursor(value: value, id: try Identifier(data: row[1]))))
        }
        return (best.keys, total)
    }

    /// A page of the whole list, which ends where the page ends.
    private func keysOfAll(
        limit: Int, after cursor: TicketCursor?, _ isCounted: Bool
    ) throws -> (keys: [Key], total: Int) {
        let behind = cursor.map(TicketSQL.behind)
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT l.row, l.id, l.updated FROM ticket_list l WHERE \(behind?.sql ?? "1")
                ORDER BY \(TicketSQL.standardOrder) LIMIT ?
                """,
            arguments: StatementArguments((behind?.arguments ?? []) + [limit.databaseValue]))
        let total = isCounted ? try Int.fetchOne(db, sql: "SELECT count(*) FROM ticket_list") ?? 0 : rows.count
        let keys = try rows.map { row in
            Key(row: row[0], cursor: TicketCursor(value: row[2], id: try Identifier(data: row[1])))
        }
        return (keys, total)
    }

    /// The first page in an order that the table does not have, without what is only there to be counted.
    private func firstKeys(limit: Int) throws -> (keys: [Key], total: Int) {
        let (tables, arguments) = tables
        let value = sql.sortValue(sort.key)
        let direction = sort.isDescending ? "DESC" : "ASC"
        let statement = try db.makeStatement(
            sql: """
                SELECT l.row, l.id, \(value.sql) AS place FROM \(tables) WHERE \(condition.sql)
                ORDER BY place IS NULL, place \(direction), l.id LIMIT ?
                """)
        statement.setUncheckedArguments(
            StatementArguments(value.arguments + arguments + condition.arguments + [limit.databaseValue]))
        let keys = try Row.fetchAll(statement).map { row in
            Key(row: row[0], cursor: TicketCursor(value: row[2], id: try Identifier(data: row[1])))
        }
        return (keys, keys.count)
    }

    private var tables: (sql: String, arguments: [DatabaseValue]) {
        guard let candidates = condition.candidates else { return ("ticket_list l", []) }
        return (TicketSQL.candidateTables, [SQLCondition.json(candidates)])
    }
}

/// The first keys of an order behind a cursor, out of keys that come in any order.
private struct BestKeys {
    private let sort: TicketSort
    private let limit: Int
    private let cursor: TicketCursor?
    /// Ascending in the order once it is sorted; up to twice the limit until then.
    private var held: [TicketFinder.Key] = []
    /// The last of the best when so many were sorted out; what stands behind it is of no use.
    private var worst: TicketCursor?

    init(sort: TicketSort, limit: Int, cursor: TicketCursor?) {
        self.sort = sort
        self.limit = limit
        self.cursor = cursor
    }

    /// Whether there are as many as the page holds.
    var isFull: Bool { held.count >= limit }

    /// Whether a key of this value can be among the best, without looking at its identifier.
    func mayTake(_ value: Int64?) -> Bool {
        guard limit > 0 else { return false }
        guard let worst else { return true }
        switch (value, worst.value) {
        case (let value?, let worst?): return sort.isDescending ? value >= worst : value <= worst
        case (nil, .some): return false
        case (_, nil): return true
        }
    }

    mutating func take(_ key: TicketFinder.Key) {
        if let cursor, !Self.places(cursor, before: key.cursor, sort) { return }
        if let worst, !Self.places(key.cursor, before: worst, sort) { return }
        held.append(key)
        if held.count >= 2 * limit + 64 { sortOut() }
    }

    private mutating func sortOut() {
        let sort = sort
        held.sort { Self.places($0.cursor, before: $1.cursor, sort) }
        guard held.count >= limit else { return }
        held.removeLast(held.count - limit)
        worst = held.last?.cursor
    }

    /// The best in order.
    var keys: [TicketFinder.Key] {
        var copy = self
        copy.sortOut()
        return copy.held
    }

    /// `TicketSort.places` over keys.
    private static func places(_ left: TicketCursor, before right: TicketCursor, _ sort: TicketSort) -> Bool {
        switch (left.value, right.value) {
        case (let first?, let second?) where first != second: (first < second) != sort.isDescending
        case (.some, nil): true
        case (nil, .some): false
        default: left.id < right.id
        }
    }
}
