import GRDB
import Hub

/// The words that find persons, and customers whom the directory does not know.
enum TicketParty {
    /// Enters the words of a ticket's unknown customer.
    static func insert(_ row: [DatabaseValue], _ root: Int64, _ db: Database) throws {
        if let party = party(of: row) { try insert(words(of: party), root, db) }
    }

    /// Removes the words of a ticket's unknown customer.
    static func remove(_ row: [DatabaseValue], _ root: Int64, _ db: Database) throws {
        if let party = party(of: row) { try remove(words(of: party), root, db) }
    }

    static func insert(_ words: Set<String>, _ root: Int64, _ db: Database) throws {
        let statement = try db.cachedStatement(sql: "INSERT OR IGNORE INTO party_word (word, row) VALUES (?, ?)")
        for word in words { try statement.execute(arguments: [word, root]) }
    }

    static func remove(_ words: Set<String>, _ root: Int64, _ db: Database) throws {
        let statement = try db.cachedStatement(sql: "DELETE FROM party_word WHERE word = ? AND row = ?")
        for word in words { try statement.execute(arguments: [word, root]) }
    }

    /// Everything by which `TicketSummary.Party.answers(to:)` can find a party: a superset, to be decided by it.
    static func words(of party: TicketSummary.Party) -> Set<String> {
        var words = Set(Words.tokens(in: party.name ?? "").map(\.folded))
        words.insert(Words.caseFolded(party.id))
        words.formUnion(party.addresses.map { Words.caseFolded($0) })
        return words
    }

    private static func party(of row: [DatabaseValue]) -> TicketSummary.Party? {
        guard let id = String.fromDatabaseValue(row[TicketColumn.customerID]) else { return nil }
        let addresses = String.fromDatabaseValue(row[TicketColumn.customerAddresses]) ?? ""
        return TicketSummary.Party(
            id: id, name: String.fromDatabaseValue(row[TicketColumn.customerName]),
            addresses: addresses.split(separator: "\n").map(String.init)
        )
    }
}
