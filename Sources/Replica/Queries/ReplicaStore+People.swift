import Foundation
import GRDB
public import Hub
import SyncProtocol

/// A row of a list of people.
public struct PersonRow: Hashable, Sendable {
    /// The person.
    public let id: Identifier
    /// The name; nil while nobody knows one.
    public let name: String?
    /// Mail addresses, telephone numbers and accounts elsewhere.
    public let addresses: [String]
    /// The company that they write for.
    public let company: Identifier?
    /// That company's name.
    public let companyName: String?
    /// The language and region they prefer.
    public let locale: String?
    /// How many tickets of theirs this replica holds.
    public let ticketCount: Int
}

/// A member of the workspace as lists show them.
public struct MemberRow: Hashable, Sendable {
    /// The user.
    public let id: Identifier
    /// The name; nil when nobody gave one, or it was erased.
    public let name: String?
    /// The role.
    public let role: Role
}

extension ReplicaStore {
    /// People by name, address or identifier; all of them by name when there is no text.
    ///
    /// - Parameters:
    ///   - text: What they answer to: words of the name one after the other, a whole address, the identifier.
    ///   - limit: How many at most.
    ///   - offset: How many to pass over.
    public func people(matching text: String? = nil, limit: Int = 50, offset: Int = 0) throws -> [PersonRow] {
        try database.read { db in
            let rows = try text.map { try Parties.rows(answeringTo: $0, db).persons }
            let condition = rows.map { rows in "person.row IN (\(rows.map(String.init).joined(separator: ",")))" }
            let sql = """
                SELECT root.id, person.name, addresses, company, locale, company.name,
                    (SELECT count(*) FROM ticket WHERE customer = root.id)
                FROM person JOIN root USING (row) LEFT JOIN root AS c ON c.id = person.company
                LEFT JOIN company ON company.row = c.row
                WHERE \(condition ?? "1") AND merged_into IS NULL
                ORDER BY person.name IS NULL, person.name COLLATE NOCASE, root.id LIMIT ? OFFSET ?
                """
            return try Row.fetchAll(db, sql: sql, arguments: [limit, offset]).map { row in
                PersonRow(
                    id: try Identifier(data: row[0]), name: row[1],
                    addresses: (row[2] as String).split(separator: "\n").map(String.init),
                    company: try (row[3] as Data?).map(Identifier.init(data:)), companyName: row[5], locale: row[4],
                    ticketCount: row[6])
            }
        }
    }

    /// One person with their tickets, the last active first, at most `limit`.
    ///
    /// - Throws: `ReplicaError.notFound`.
    public func person(
        _ id: Identifier, at now: Instant, limit: Int = 50
    ) throws -> (person: Person, tickets: [TicketSummary]) {
        try database.read { db in
            let documents = try RootDocuments.load(id, authors: Authors(directory(db)), db)
            guard documents.kind == .person else {
                throw ReplicaError.notFound("this replica holds no such person; sync first, or look at the list again")
            }
            let tickets = try Self.tickets(of: id, except: nil, limit: limit, now, db)
            return (Person(id: id, document: documents.document(id)), tickets)
        }
    }

    /// The members of the workspace, by name.
    public func members() throws -> [MemberRow] {
        try database.read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT id, name, role FROM member ORDER BY name IS NULL, name COLLATE NOCASE, id")
            return rows.compactMap { row in
                guard let id = Identifier(row[0]), let role = Role(rawValue: row[2]) else { return nil }
                return MemberRow(id: id, name: row[1], role: role)
            }
        }
    }

    /// The member that a text names: an identifier, or words of the name that are one member's alone.
    ///
    /// - Throws: `ReplicaError.notFound`; `.invalidInput` when several members answer to it.
    public func member(_ text: String) throws -> MemberRow {
        let found = try members().filter {
            TicketSummary.Party(id: $0.id.description, name: $0.name).answers(to: text)
        }
        guard found.count < 2 else {
            throw ReplicaError.invalidInput("several members answer to this name; give more of it, or the identifier")
        }
        guard let member = found.first else {
            throw ReplicaError.notFound(
                "no member of the workspace has this name; sync first, or ask for an invite for them")
        }
        return member
    }
}
