import GRDB
import Hub
import SyncProtocol

/// Finds people and customers by name, address or identifier.
enum Parties {
    /// The rows of persons, and of tickets whose unknown customers, answer to a text.
    ///
    /// The index of words gives candidates; `TicketSummary.Party.answers(to:)` decides.
    static func rows(answeringTo text: String, _ db: Database) throws -> (persons: [Int64], tickets: [Int64]) {
        let phrase = Words.tokens(in: text).map(\.folded)
        var candidates: Set<Int64> = []
        let statement = try db.cachedStatement(sql: "SELECT row FROM party_word WHERE word = ?")
        try candidates.formUnion(Int64.fetchSet(statement, arguments: [Words.caseFolded(text)]))
        var inName: Set<Int64>?
        for word in phrase {
            let rows = try Int64.fetchSet(statement, arguments: [word])
            inName = inName.map { $0.intersection(rows) } ?? rows
        }
        candidates.formUnion(inName ?? [])
        var (persons, tickets): ([Int64], [Int64]) = ([], [])
        let person = try db.cachedStatement(
            sql: "SELECT root.id, name, addresses FROM person JOIN root USING (row) WHERE row = ?")
        let ticket = try db.cachedStatement(
            sql: "SELECT customer_id, customer_name, customer_addresses FROM ticket WHERE row = ?")
        for row in candidates.sorted() {
            if let found = try Row.fetchOne(person, arguments: [row]) {
                let id = try Identifier(data: found[0]).description
                if party(id: id, found).answers(to: text) { persons.append(row) }
            } else if let found = try Row.fetchOne(ticket, arguments: [row]), let id = found[0] as String? {
                if party(id: id, found).answers(to: text) { tickets.append(row) }
            }
        }
        return (persons, tickets)
    }

    private static func party(id: String, _ row: Row) -> TicketSummary.Party {
        let addresses = (row[2] as String? ?? "").split(separator: "\n").map(String.init)
        return TicketSummary.Party(id: id, name: row[1], addresses: addresses)
    }
}
