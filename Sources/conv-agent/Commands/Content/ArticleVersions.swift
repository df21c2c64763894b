import CRDT
import Hub
import Replica

/// The versions of one article, numbered from 1 in the order of its history.
struct ArticleVersions {
    /// What is told of one version.
    struct Entry: Encodable {
        /// Counts from 1; may change when concurrent edits arrive.
        let version: Int
        /// The change that made it, which never changes.
        let change: String
        let time: String
        let author: String?
        /// False when only the switch differs.
        let content: Bool
        let published: Bool
    }

    private let documents: RootDocuments
    private let document: Document
    private let versions: [ArticleVersion]
    private let published: [ChangeReference]?

    init(_ access: ArticleAccess) throws { self.init(try access.documents(), access.id) }

    init(_ documents: RootDocuments, _ id: Identifier) {
        self.documents = documents
        document = documents.document(id)
        versions = Article.versions(of: document)
        published = Article(id: id, document: document).publishedHeads
    }

    /// The versions as they are told, oldest first.
    func entries(_ names: [String: String]) -> [Entry] {
        versions.enumerated().map { index, version in
            let facts = documents.metadata[version.change]
            let time = facts?.occurred ?? Instant(milliseconds: Int64(version.stamp.milliseconds))
            return Entry(
                version: index + 1, change: version.change.description, time: time.iso,
                author: facts.map { names[$0.author.id] ?? $0.author.id }, content: version.isContent,
                published: published == [version.change]
            )
        }
    }

    /// The heads of the version that a person names: its number, its change, `published` or `current`.
    ///
    /// - Throws: `ReplicaError.notFound`.
    func heads(named name: String) throws -> [ChangeReference] {
        switch name {
        case "current": return document.heads
        case "published":
            guard let published else { throw ReplicaError.notFound("no version of the article is published") }
            return published
        default:
            if let number = Int(name), versions.indices.contains(number - 1) { return [versions[number - 1].change] }
            if let change = ChangeReference(reference: name), document.contains(change) { return [change] }
            throw ReplicaError.notFound("the article has no such version; `conv-agent content history` lists them")
        }
    }

    /// What differs between two versions.
    func difference(from old: [ChangeReference], to new: [ChangeReference]) throws -> ArticleDifference {
        try Article.difference(from: old, to: new, in: document)
    }
}
