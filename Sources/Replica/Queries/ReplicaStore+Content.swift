public import CRDT
import Foundation
import GRDB
public import Hub
import SyncProtocol

/// A row of a list of articles.
public struct ArticleRow: Hashable, Sendable {
    /// The article.
    public let id: Identifier
    /// Article or snippet.
    public let kind: ArticleContent.Kind
    /// The title of the working copy.
    public let title: String
    /// The language, as BCP 47.
    public let language: String?
    /// Who may see it, as an audience expression; nil: everybody.
    public let audience: String?
    /// How far the working copy has come.
    public let state: ArticleState
    /// Whether the AI may use it.
    public let isOn: Bool
    /// Whether readers see a version of it.
    public let isPublished: Bool
    /// When it is to be published; nil unless it is scheduled.
    public let scheduled: Instant?
    /// How many versions it has.
    public let versionCount: Int
    /// When it was changed last.
    public let updated: Instant
    /// Changes that wait to be sent.
    public let pendingCount: Int
    /// Refused changes.
    public let parkedCount: Int
}

/// Everything that a replica knows of one article.
public struct ArticleDetail: Sendable {
    /// The article.
    public let article: Article
    /// Its document, for versions, differences and edits.
    public let document: Document
    /// Its versions in the document's order.
    public let versions: [ArticleVersion]
    /// Who made each change, and when.
    public let metadata: [ChangeReference: ChangeMetadata]
    /// Fields that were written concurrently.
    public let conflicts: [Conflict]
    /// Changes that wait or were refused.
    public let unsent: [UnsentChange]
}

extension ReplicaStore {
    /// Articles, the last changed first.
    ///
    /// - Parameter text: Words that all have to stand in the title or the body, case and diacritics aside; nil: all.
    public func articles(matching text: String? = nil) throws -> [ArticleRow] {
        let words = Words.tokens(in: text ?? "").map(\.folded)
        return try database.read { db in
            let sql = """
                SELECT root.id, article.* FROM article JOIN root USING (row) ORDER BY updated DESC, root.id
                """
            return try Row.fetchAll(db, sql: sql).compactMap { row in
                if !words.isEmpty {
                    let content: String = "\(row["title"] as String)\n\(row["body"] as String)"
                    let held = Set(Words.tokens(in: content).map(\.folded))
                    guard words.allSatisfy(held.contains) else { return nil }
                }
                return try ArticleRow(
                    id: Identifier(data: row["id"]), kind: ArticleContent.Kind(rawValue: row["kind"]) ?? .article,
                    title: row["title"], language: row["language"], audience: row["audience"],
                    state: ArticleState(rawValue: row["state"]) ?? .draft, isOn: row["is_on"],
                    isPublished: row["is_published"],
                    scheduled: (row["scheduled"] as Int64?).map(Instant.init(milliseconds:)),
                    versionCount: row["version_count"], updated: Instant(milliseconds: row["updated"]),
                    pendingCount: row["pending_count"], parkedCount: row["parked_count"])
            }
        }
    }

    /// One article.
    ///
    /// - Parameter reference: Its identifier, or its title, case aside.
    /// - Throws: `ReplicaError.notFound`; `.invalidInput` when several articles have the title.
    public func article(_ reference: String) throws -> ArticleDetail {
        try database.read { db in
            let id = try Self.content(reference, in: "article", "title", "article", db)
            let documents = try RootDocuments.load(id, authors: Authors(directory(db)), db)
            let document = documents.document(id)
            return ArticleDetail(
                article: Article(id: id, document: document), document: document,
                versions: Article.versions(of: document), metadata: documents.metadata,
                conflicts: Conflict.all(in: document, documents.metadata),
                unsent: try UnsentChange.fetch(of: id, db))
        }
    }

    /// The packs of guidance, the ones of highest priority first, then by name.
    public func guidancePacks() throws -> [GuidancePack] {
        try database.read { db in
            let sql = "SELECT root.id FROM guidance JOIN root USING (row) ORDER BY priority DESC, name, root.id"
            let authors = Authors(try directory(db))
            return try Data.fetchAll(db, sql: sql).map { data in
                let id = try Identifier(data: data)
                return GuidancePack(id: id, document: try RootDocuments.load(id, authors: authors, db).document(id))
            }
        }
    }

    /// One pack of guidance, by its identifier or its name, case aside.
    ///
    /// - Throws: `ReplicaError.notFound`; `.invalidInput` when several packs have the name.
    public func guidancePack(_ reference: String) throws -> GuidancePack {
        try database.read { db in
            let id = try Self.content(reference, in: "guidance", "name", "pack of guidance", db)
            return GuidancePack(
                id: id, document: try RootDocuments.load(id, authors: Authors(directory(db)), db).document(id))
        }
    }

    /// A section of the settings with its document, for versions and edits.
    public func settings(_ section: SettingsSection) throws -> (settings: Settings, document: Document) {
        try database.read { db in
            let id = section.document
            let document = try RootDocuments.load(id, authors: Authors(directory(db)), db).document(id)
            return (Settings(section: section, document: document), document)
        }
    }

    /// The workspace's time zone, which days and months of searches and figures begin in.
    public func zone() throws -> LocalZone {
        try database.read { db in
            let sql = "SELECT value FROM setting WHERE name = 'workspace.zone'"
            return try String.fetchOne(db, sql: sql).flatMap(LocalZone.init(identifier:)) ?? .utc
        }
    }

    /// The saved filters that are not put away, by rank, then name.
    public func presets() throws -> [Preset] {
        try database.read { db in
            let authors = Authors(try directory(db))
            let sql = """
                SELECT root.id FROM preset JOIN root USING (row) WHERE NOT is_archived ORDER BY rank, name, root.id
                """
            return try Data.fetchAll(db, sql: sql).map { data in
                let id = try Identifier(data: data)
                return Preset(id: id, document: try RootDocuments.load(id, authors: authors, db).document(id))
            }
        }
    }

    private static func content(
        _ reference: String, in table: String, _ column: String, _ what: String, _ db: Database
    ) throws -> Identifier {
        let sql = "SELECT root.id, \(column) FROM \(table) JOIN root USING (row)"
        let wanted = Words.caseFolded(reference)
        let id = Identifier(reference)
        let found = try Row.fetchAll(db, sql: sql).filter { row in
            try Identifier(data: row[0]) == id || Words.caseFolded(row[1]) == wanted
        }
        guard found.count < 2 else {
            throw ReplicaError.invalidInput("several of them have this name; give the identifier")
        }
        guard let row = found.first else {
            throw ReplicaError.notFound(
                "no \(what) of this replica has this name; sync first, or look at the list again")
        }
        return try Identifier(data: row[0])
    }
}
