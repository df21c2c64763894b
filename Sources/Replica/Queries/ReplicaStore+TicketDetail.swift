import CRDT
import Foundation
import GRDB
public import Hub
import SyncProtocol

extension ReplicaStore {
    /// Everything about one ticket.
    ///
    /// - Parameters:
    ///   - reference: `#123`, `123`, `~k3f`, the identifier, or the conversation's name at its source.
    ///   - now: The present, for what depends on it.
    /// - Throws: `ReplicaError.notFound`; `.invalidInput` when several tickets answer to the reference.
    public func ticket(_ reference: String, at now: Instant) throws -> TicketDetail {
        try database.read { db in
            let id = try Self.ticketIdentifier(reference, db)
            let authors = Authors(try directory(db))
            let content = TicketContent(try RootDocuments.load(id, authors: authors, db))
            let rows = try Int64.fetchAll(db, sql: "SELECT row FROM root WHERE id = ?", arguments: [id.data])
            guard let row = try TicketRowReader(db, at: now).tickets(rows).first else { throw Self.noTicket }
            return try detail(of: content, row, authors, now, db)
        }
    }

    private func detail(
        of content: TicketContent, _ row: TicketRow, _ authors: Authors, _ now: Instant, _ db: Database
    ) throws -> TicketDetail {
        let documents = content.documents, root = documents.root
        let rules = try WorkspaceRules(authors: authors, db)
        let customer = content.ticket.customer
        var people = try PeopleNames(db)
        let lines = try content.lines.map { line in
            TicketDetail.Line(
                message: line.message, visibility: line.visibility, sent: line.sent,
                accepted: documents.metadata[line.message.id.change]?.accepted,
                authorName: try line.message.author.flatMap { try people.name(of: $0) })
        }
        var conflicts = Conflict.all(in: documents.document(root), documents.metadata)
        for discussion in [root.publicDiscussion, root.internalDiscussion] {
            conflicts += Conflict.all(inMessagesOf: documents.document(discussion), documents.metadata)
        }
        return TicketDetail(
            row: row, ticket: content.ticket, scope: documents.scope,
            person: try customer.person.map { id in
                Person(id: id, document: try RootDocuments.load(id, authors: authors, db).document(id))
            },
            company: try customer.company.map { id in
                Company(id: id, document: try RootDocuments.load(id, authors: authors, db).document(id))
            },
            lines: lines, participants: content.publicDiscussion.participants, events: content.events,
            figures: Hub.figures(
                of: content.events, rules: rules.metrics, configuration: rules.serviceLevels, asOf: now),
            conflicts: conflicts, unsent: try UnsentChange.fetch(of: root, db),
            otherTickets: try customer.person.map { try Self.tickets(of: $0, except: root, now, db) } ?? []
        )
    }

    static func tickets(
        of person: Identifier, except ticket: Identifier?, limit: Int = 20, _ now: Instant, _ db: Database
    ) throws -> [TicketSummary] {
        let sql = """
            SELECT ticket.row FROM ticket JOIN root USING (row) WHERE customer = ? AND root.id IS NOT ?
            ORDER BY updated DESC, root.id LIMIT ?
            """
        let rows = try Int64.fetchAll(db, sql: sql, arguments: [person.data, ticket?.data, limit])
        return try TicketRowReader(db, at: now).tickets(rows).map(\.summary)
    }

    private static let noTicket = ReplicaError.notFound(
        "no ticket of this replica has this name; sync first, or look it up with `conv-agent search`")

    /// The ticket that a reference names: `#123`, `123`, `~k3f`, the identifier, or the conversation's name at its
    /// source.
    ///
    /// - Throws: `ReplicaError.notFound`; `.invalidInput` when several tickets answer to the reference.
    public func ticketIdentifier(_ reference: String) throws -> Identifier {
        try database.read { db in try Self.ticketIdentifier(reference, db) }
    }

    static func ticketIdentifier(_ reference: String, _ db: Database) throws -> Identifier {
        func find(_ condition: String, _ arguments: StatementArguments) throws -> Identifier? {
            let sql = "SELECT root.id FROM ticket JOIN root USING (row) WHERE \(condition) LIMIT 2"
            let found = try Data.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
            guard found.count < 2 else {
                throw ReplicaError.invalidInput(
                    "several tickets answer to this name; give more of its characters, or the number")
            }
            return try found.first.map(Identifier.init(data:))
        }
        if reference.hasPrefix("~") {
            let start = reference.lowercased()
            guard (4...11).contains(start.utf8.count) else {
                throw ReplicaError.invalidInput("a provisional name is ~ and 3 to 10 characters")
            }
            if let found = try find("handle >= ? AND handle < ?", [start, start + "~"]) { return found }
        } else if let id = Identifier(reference), let found = try find("root.id = ?", [id.root.data]) {
            return found
        }
        let digits = reference.hasPrefix("#") ? String(reference.dropFirst()) : reference
        if let number = Int64(digits), let found = try find("number = ?", [number]) { return found }
        if let found = try find("conversation = ?", [reference]) { return found }
        throw noTicket
    }

    /// Marks a root as seen up to what the replica holds of it, or as unseen.
    public func markRead(_ root: Identifier, isRead: Bool = true, at now: Instant) throws {
        try database.write { db in
            let sequence = try Int64.fetchOne(
                db, sql: "SELECT max(sequence) FROM change WHERE root = ?", arguments: [root.data])
            try db.execute(
                sql: "INSERT OR REPLACE INTO read_mark (root, sequence) VALUES (?, ?)",
                arguments: [root.data, isRead ? sequence ?? 0 : 0])
            try Projector(self, db, now: now).refresh([root])
        }
    }
}

/// What the team calls members and people.
struct PeopleNames {
    private let db: Database
    private var known: [Author: String?] = [:]

    init(_ db: Database) throws { self.db = db }

    /// The name of an author; nil when nothing says so.
    mutating func name(of author: Author) throws -> String? {
        if let name = known[author] { return name }
        let name: String?
        switch author.kind {
        case .teammate, .automation, .system:
            let statement = try db.cachedStatement(sql: "SELECT name FROM member WHERE id = ?")
            name = try String.fetchOne(statement, arguments: [author.id])
        case .customer, .observer:
            let statement = try db.cachedStatement(
                sql: "SELECT name FROM person JOIN root USING (row) WHERE id = ?")
            name = try Identifier(author.id).flatMap { try String.fetchOne(statement, arguments: [$0.data]) }
        case .ai: name = nil
        }
        known[author] = .some(name)
        return name
    }
}
