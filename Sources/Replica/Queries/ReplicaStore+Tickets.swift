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
    ///   - isCounted: False where the rest of the list is not looked at once the page is full; the page's total is then
    ///     no less than its rows, and right where there is no next page.
    /// - Complexity: O(tickets) comparisons of numbers at worst; pages of the standard order end early.
    public func tickets(
        _ query: Query, in context: SearchContext, limit: Int = 50, after cursor: TicketCursor? = nil,
        isCounted: Bool = true
    ) throws -> TicketPage {
        try database.read { db in
            try Self.tickets(query, in: context, limit: limit, after: cursor, isCounted: isCounted, db)
        }
    }

    static func tickets(
        _ query: Query, in context: SearchContext, limit: Int, after cursor: TicketCursor?,
        isCounted: Bool = true, _ db: Database
    ) throws -> TicketPage {
        let search = try TextSearch(query.text, db)
        let finder = try finder(query, search, in: context, db)
        let (keys, total) = try finder.keys(limit: max(0, limit), after: cursor, isCounted: isCounted)
        let rows = try TicketRowReader(db, at: context.now).tickets(keys.map(\.row))
        let next = keys.count == limit ? keys.last?.cursor : nil
        return TicketPage(rows: rows, total: total, next: next, unindexedCount: search.unindexedCount)
    }

    static func finder(
        _ query: Query, _ search: TextSearch, in context: SearchContext, _ db: Database
    ) throws -> TicketFinder {
        let sql = TicketSQL(context: context, db: db)
        let condition = SQLCondition.all(
            try [sql.condition(query.filter)] + (search.condition.map { [$0] } ?? []))
        return TicketFinder(sql: sql, condition: condition, sort: query.sort ?? .standard)
    }
}
