import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

/// Writes the rows of people, companies and members.
enum DirectoryProjection {
    static func write(_ person: Person, root: Int64, isNew: Bool, _ db: Database) throws {
        let row: [DatabaseValue] = [
            root.stored, person.name.stored, addresses(of: person).joined(separator: "\n").stored,
            (person.company?.data).stored, person.locale.stored, (person.mergedInto?.data).stored,
        ]
        let before = try isNew ? nil : ProjectionTables.person.rows(of: root, db).first
        guard before != row else { return }
        if let before { try TicketParty.remove(words(before, person.id), root, db) }
        try ProjectionTables.person.write(row, db)
        try TicketParty.insert(words(row, person.id), root, db)
    }

    /// The words of the row of a person, for their removal.
    static func words(_ row: [DatabaseValue], _ id: Identifier) -> Set<String> {
        let addresses = (String.fromDatabaseValue(row[2]) ?? "").split(separator: "\n").map(String.init)
        let name = String.fromDatabaseValue(row[1])
        return TicketParty.words(of: TicketSummary.Party(id: id.description, name: name, addresses: addresses))
    }

    private static func addresses(of person: Person) -> [String] {
        var addresses: [String] = []
        let all = person.emails + person.verifiedEmails + person.phones + person.externals.map(\.id)
        for address in all.map({ $0.replacing("\n", with: " ") }) where !address.isEmpty && !addresses.contains(address)
        {
            addresses.append(address)
        }
        return addresses
    }

    static func write(_ company: Company, root: Int64, _ db: Database) throws {
        try ProjectionTables.company.write(
            [
                root.stored, company.name.stored, company.domains.joined(separator: "\n").stored,
                company.segment.stored,
            ], db
        )
    }

    /// Writes the members anew, with the names that the directory's facts carry.
    ///
    /// - Returns: Whether a known member became a bot, or is none any more.
    static func writeMembers(_ directory: Directory, _ db: Database) throws -> Bool {
        var roles: [String: String] = [:]
        let known = try db.cachedStatement(sql: "SELECT id, role FROM member")
        for row in try Row.fetchAll(known) { roles[row[0]] = row[1] }
        try db.cachedStatement(sql: "DELETE FROM member").execute()
        let insert = try db.cachedStatement(sql: "INSERT INTO member (id, name, role) VALUES (?, ?, ?)")
        var hasTurned = false
        for (id, user) in directory.users {
            let role = roles[id.description]
            if let role, (role == Role.bot.rawValue) != (user.role == .bot) { hasTurned = true }
            try insert.execute(arguments: [id.description, try name(user.source, db), user.role.rawValue])
        }
        return hasTurned
    }

    private static func name(_ source: ChangeReference, _ db: Database) throws -> String? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT header, content FROM change
                WHERE actor = (SELECT id FROM actor WHERE actor = ?) AND number = ?
                """
        )
        let arguments: StatementArguments = [source.actor.data, Int64(clamping: source.number)]
        guard let row = try Row.fetchOne(statement, arguments: arguments) else { return nil }
        let change = try SealedChange(header: [UInt8](row[0] as Data), content: [UInt8](row[1] as Data))
        guard case .present(_, let bytes) = change.envelope.content, !bytes.isEmpty else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
