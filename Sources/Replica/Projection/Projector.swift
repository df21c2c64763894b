import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

/// Keeps the rows for lists, figures and search true to the documents, in the transaction that changes them.
struct Projector {
    private let context: ProjectionContext

    init(_ store: ReplicaStore, _ db: Database, now: Instant) throws {
        context = ProjectionContext(store, db, now: now)
    }

    /// Computes the rows of roots anew; of what reads the same nothing is written.
    ///
    /// O(changes of the roots). A change of what figures rest on, such as policies, computes every ticket's rows anew.
    func refresh(_ roots: Set<Identifier>) throws {
        guard !roots.isEmpty else { return }
        var rest = roots
        var isEveryTicket = false
        if rest.remove(context.store.member.workspace) != nil {
            let directory = try context.store.directory(context.db)
            // Whose work counts as a person's and whose as a rule's hangs on the role.
            isEveryTicket = try DirectoryProjection.writeMembers(directory, context.db)
            context.forgetRules()
        }
        let sections = SettingsSection.allCases.filter { rest.contains($0.document) }
        for section in sections { try refresh(section.document) }
        rest.subtract(sections.map(\.document))
        if sections.contains(where: WorkspaceRules.sections.contains) {
            context.forgetRules()
            isEveryTicket = true
        }
        if isEveryTicket {
            let sql = "SELECT id FROM root WHERE kind = ?"
            let tickets = try Data.fetchAll(context.db, sql: sql, arguments: [ChangeKind(.ticket).rawValue])
            try rest.formUnion(tickets.map(Identifier.init(data:)))
        }
        // By identifier, so that new rows follow each other in the file.
        for root in rest.sorted() { try refresh(root) }
    }

    private func refresh(_ root: Identifier) throws {
        let documents = try RootDocuments.load(root, authors: context.authors.get(), context.db)
        guard let kind = documents.kind else { return try Self.remove(root.data, context.db) }
        let (row, isNew) = try row(of: root, kind)
        let db = context.db
        func document() -> Document { documents.document(root) }
        switch kind {
        case .ticket:
            try TicketProjection(content: TicketContent(documents), root: row, isNew: isNew, context: context).write()
        case .person: try DirectoryProjection.write(Person(id: root, document: document()), root: row, isNew: isNew, db)
        case .company: try DirectoryProjection.write(Company(id: root, document: document()), root: row, db)
        case .article: try ContentProjection.write(documents, article: root, root: row, db)
        case .guidance: try ContentProjection.write(GuidancePack(id: root, document: document()), root: row, db)
        case .settings:
            guard let section = SettingsSection(document: root) else { return }
            try ContentProjection.write(Settings(section: section, document: document()), root: row, db)
        case .preset: try ContentProjection.write(Preset(id: root, document: document()), root: row, db)
        case .discussion:
            try ContentProjection.write(documents, discussion: root, root: row, isNew: isNew, context)
        }
    }

    private func row(of root: Identifier, _ kind: DocumentKind) throws -> (Int64, isNew: Bool) {
        if let row = try Self.row(of: root.data, context.db) { return (row, false) }
        try context.db.cachedStatement(sql: "INSERT INTO root (id, kind) VALUES (?, ?)")
            .execute(arguments: [root.data, ChangeKind(kind).rawValue])
        return (context.db.lastInsertedRowID, true)
    }

    private static func row(of root: Data, _ db: Database) throws -> Int64? {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT row FROM root WHERE id = ?"), arguments: [root])
    }

    /// Removes every row of a root.
    static func remove(_ root: Data, _ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM read_mark WHERE root = ?").execute(arguments: [root])
        guard let row = try row(of: root, db) else { return }
        if let person = try ProjectionTables.person.rows(of: row, db).first {
            try TicketParty.remove(DirectoryProjection.words(person, Identifier(data: root)), row, db)
        }
        if let ticket = try ProjectionTables.ticket.rows(of: row, db).first {
            try TicketProjection.remove(ticket, row, root, db)
        }
        for table in ProjectionTables.removable { try table.remove(row, db) }
        try db.cachedStatement(sql: "DELETE FROM search WHERE rowid = ?").execute(arguments: [row])
        try db.cachedStatement(sql: "DELETE FROM search_dirty WHERE row = ?").execute(arguments: [row])
        try db.cachedStatement(sql: "DELETE FROM root WHERE row = ?").execute(arguments: [row])
    }
}

extension RootDocuments {
    /// What the root is; nil when the replica holds none of its documents.
    var kind: DocumentKind? {
        if let kind = documents[root]?.kind { return kind }
        return documents.isEmpty ? nil : .ticket
    }
}
