public import CRDT

/// What a reader sees of an article, and what decides who sees it: what an approval is about.
public struct ArticleContent: Hashable, Sendable {
    /// Articles stand on their own, snippets are only quoted.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case article, snippet
    }

    /// Article or snippet.
    public let kind: Kind
    /// The title.
    public let title: String
    /// The body as runs of text with their marks.
    public let spans: [CRDT.Span]
    /// The language, as BCP 47.
    public let language: String?
    /// Who may see it, as an audience expression; nil: everybody.
    public let audience: String?
    /// Whether claimed traits count for nothing in the audience.
    public let requiresVerified: Bool

    /// The body without marks.
    public var body: String { spans.map(\.text).joined() }

    /// Reads an article's document.
    public init(document: Document) { self.init(document.root) }

    /// Reads a version of an article's document.
    init(_ version: DocumentReading) { self.init(version.root) }

    private init(_ root: MapView) {
        kind = root.string(ArticleKey.kind).flatMap(Kind.init) ?? .article
        title = root.string(ArticleKey.title) ?? ""
        spans = root.text(ArticleKey.body).spans
        language = root.string(ArticleKey.language)
        audience = root.string(ArticleKey.audience)
        requiresVerified = root.bool(ArticleKey.requiresVerified) ?? false
    }
}
