/// The keys of an article's document; `schemas/documents/article.json` describes what they hold.
enum ArticleKey {
    static let kind = "kind"
    static let title = "title"
    static let body = "body"
    static let language = "language"
    static let audience = "audience"
    static let requiresVerified = "requires_verified"
    static let isOn = "on"
    static let state = "state"
    static let published = "published"
    static let scheduled = "scheduled"
    static let approvals = "approvals"
    static let by = "by"
    static let heads = "heads"

    /// The registers that a reader sees or is chosen by: what an approval is about.
    static let content = [kind, title, language, audience, requiresVerified]
}
