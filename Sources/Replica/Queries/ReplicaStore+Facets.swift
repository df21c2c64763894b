import GRDB
public import Hub

extension ReplicaStore {
    /// The values that tickets of this replica have in a field, ascending; those that no ticket has any more are left
    /// out. Empty for fields whose values are instants, and for `customer`.
    ///
    /// - Complexity: O(tickets) comparisons of numbers.
    public func values(of field: Filter.Field) throws -> [String] {
        if let vocabulary = field.vocabulary { return vocabulary }
        let sql: String? =
            switch field {
            case .channel, .source, .owner, .queue, .segment, .locale:
                "SELECT text FROM label WHERE id IN (SELECT DISTINCT \(field.rawValue) FROM ticket_list)"
            case .tag, .reason:
                """
                SELECT text FROM label WHERE id IN (
                    SELECT DISTINCT label FROM ticket_label
                    WHERE kind = \((field == .tag ? TicketLabel.tag : .reason).rawValue))
                """
            default: nil
            }
        guard let sql else { return [] }
        return try database.read { db in try String.fetchAll(db.cachedStatement(sql: sql)).sorted() }
    }

    /// How many tickets a query finds. O(tickets) comparisons of numbers at worst.
    public func ticketCount(_ query: Query, in context: SearchContext) throws -> Int {
        try tickets(query, in: context, limit: 0).total
    }

    /// The tickets that a query finds, in its order and without their rows: what «all of them» means at this instant.
    ///
    /// - Parameter limit: How many at most.
    public func ticketIdentifiers(
        _ query: Query, in context: SearchContext, limit: Int
    ) throws -> [Identifier] {
        try database.read { db in
            let finder = try Self.finder(query, TextSearch(query.text, db), in: context, db)
            return try finder.keys(limit: max(0, limit), after: nil).keys.map(\.cursor.id)
        }
    }
}
