import GRDB
public import Hub

extension ReplicaStore {
    /// The tickets that a query finds, one page of them.
    ///
    /// ```swift
    /// let page = try store.tickets(Query("status:open is:waiting"), in: SearchContext(now: now, me: me))
    /// let next = try store.tickets(query, in: context, after: page.next)
    /// ```
    ///
    /// - Parameters:
    ///   - query: What to find; its order, otherwise the last active first.
    ///   - context: What «me», «today» and the present are.
    ///   - limit: How many rows at most.
    ///   - cursor: Where the page before ended; nil for the first.
    /// - Complexity: O(tickets) comparisons of numbers at worst; pages of the standard order end early.
    public func tickets(
        _ query: Query, in context: SearchContext, limit: Int = 50, after cursor: TicketCursor? = nil
    ) throws -> TicketPage {
        try database.read { db in try Self.tickets(query, in: context, limit: limit, after: cursor, db) }
    }

    static func tickets(
        _ query: Query, in context: SearchContext, limit: Int, after cursor: TicketCursor?, _ db: Database
    ) throws -> TicketPage {
        let sql = TicketSQL(context: context, db: db)
        let search = try TextSearch(query.text, db)
        let condition = SQLCondition.all(
            try [sql.condition(query.filter)] + (search.condition.map { [$0] } ?? []))
        let sort = query.sort ?? .standard
        let order = sql.order(sort)
        let page = cursor.map { SQLCondition.all([condition, sql.behind($0, sort)]) } ?? condition
        let count = try db.makeStatement(sql: "SELECT count(*) FROM ticket_list l WHERE \(condition.sql)")
        let total = try Int.fetchOne(count, arguments: StatementArguments(condition.arguments)) ?? 0
        // The page is found in the narrow table alone before anything is looked up beside it.
        let inner = "SELECT l.updated, l.id FROM ticket_list l WHERE \(page.sql) ORDER BY \(order.sql) LIMIT ?"
        let rows = try TicketRowReader(db, at: context.now).rows(
            """
            \(TicketRowReader.select) WHERE (l.updated, l.id) IN (\(inner)) ORDER BY \(order.sql)
            """,
            page.arguments + order.arguments + [max(0, limit).databaseValue] + order.arguments
        )
        let next = rows.count == limit ? rows.last.map { TicketCursor(value: sort.value(of: $0.summary), id: $0.summary.id) } : nil
        return TicketPage(rows: rows, total: total, next: next, unindexedCount: search.unindexedCount)
    }
}
