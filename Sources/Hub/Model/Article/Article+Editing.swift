public import CRDT

extension Article {
    /// Starts an article that is a draft, switched on.
    public static func create(
        kind: ArticleContent.Kind = .article, title: String, body: String, language: String? = nil,
        audience: String? = nil, in transaction: inout Transaction
    ) {
        transaction.root.set(ArticleKey.kind, .string(kind.rawValue))
        setTitle(title, in: &transaction)
        if !body.isEmpty { setBody(body, in: &transaction) }
        if let language { setLanguage(language, in: &transaction) }
        if let audience { setAudience(audience, in: &transaction) }
    }

    /// Sets the title.
    public static func setTitle(_ title: String, in transaction: inout Transaction) {
        transaction.root.set(ArticleKey.title, .string(title))
    }

    /// Makes the body read as `body` with the smallest word-wise edits, so that concurrent edits elsewhere stay. For an
    /// editor that knows what was typed, `transaction.text("body")` is there.
    public static func setBody(_ body: String, in transaction: inout Transaction) {
        transaction.text(ArticleKey.body).rewrite(as: body)
    }

    /// Sets the language, as BCP 47.
    public static func setLanguage(_ language: String?, in transaction: inout Transaction) {
        transaction.root.set(ArticleKey.language, Value(language))
    }

    /// Sets who may see it; nil: everybody.
    public static func setAudience(_ audience: String?, in transaction: inout Transaction) {
        transaction.root.set(ArticleKey.audience, Value(audience))
    }

    /// Sets whether claimed traits count for nothing in the audience.
    public static func setRequiresVerified(_ requires: Bool, in transaction: inout Transaction) {
        transaction.root.set(ArticleKey.requiresVerified, .bool(requires))
    }

    /// Switches it on or off for the AI. Off never needs an approval.
    public static func setOn(_ isOn: Bool, in transaction: inout Transaction) {
        transaction.root.set(ArticleKey.isOn, .bool(isOn))
    }
}
