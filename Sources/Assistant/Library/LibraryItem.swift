internal import CRDT
public import Hub

/// An article or snippet at one version, as the assistant reads it: the published words, and what decides who may be
/// answered from them.
public struct LibraryItem: Hashable, Sendable {
    /// The document and its version.
    public let reference: ContentReference
    /// The title.
    public let title: String
    /// The body; lines that begin with `#` are headings.
    public let body: String
    /// Questions that its author says it answers.
    public let questions: [String]
    /// The language, as BCP 47; nil when nobody said.
    public let language: String?
    /// Who may see it.
    public let audience: Audience
    /// Whether the AI may use it.
    public let isOn: Bool
    /// Whether a version was published.
    public let isPublished: Bool

    /// Assembles an item.
    public init(
        reference: ContentReference, title: String, body: String, questions: [String] = [], language: String? = nil,
        audience: Audience = .everyone, isOn: Bool = true, isPublished: Bool = true
    ) {
        self.reference = reference
        self.title = title
        self.body = body
        self.questions = questions
        self.language = language
        self.audience = audience
        self.isOn = isOn
        self.isPublished = isPublished
    }

    /// Takes the published version of an article, or the working copy of one that never was: such an item is excluded
    /// from every answer, and a trace says so.
    ///
    /// - Throws: `SyntaxProblem` when the audience cannot be read; an article whose audience is unclear answers nobody.
    public init(_ article: Article) throws(SyntaxProblem) {
        let content = article.published ?? article.content
        var audience = try content.audience.map { text throws(SyntaxProblem) in try Audience(text) } ?? .everyone
        audience.requiresVerified = audience.requiresVerified || content.requiresVerified
        let heads = article.publishedHeads ?? []
        self.init(
            reference: ContentReference(
                kind: .article, id: article.id.description, version: heads.map(\.description).joined(separator: " ")),
            title: content.title, body: content.body, language: content.language, audience: audience,
            isOn: article.isOn, isPublished: article.published != nil
        )
    }
}
