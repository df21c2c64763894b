public import CRDT

/// What changed from one version of an article to another.
public struct ArticleDifference: Hashable, Sendable {
    /// A field that differs.
    public struct Field: Hashable, Sendable {
        /// Its key in the document, such as `title` or `audience`.
        public let name: String
        /// Its value before.
        public let before: Value
        /// Its value after.
        public let after: Value
    }

    /// The fields that differ: title, kind, language, audience, switch.
    public let fields: [Field]
    /// The body, word by word.
    public let body: [WordDifference.Run]
    /// Whether marks differ although no word does.
    public let onlyMarksDiffer: Bool

    /// Whether nothing differs.
    public var isEmpty: Bool { fields.isEmpty && !onlyMarksDiffer && body.allSatisfy { $0.kind == .same } }
}

extension Article {
    /// Compares two versions, either of which may be the document's heads.
    ///
    /// - Throws: `not_found` when the document does not hold one of them.
    public static func difference(
        from old: [ChangeReference], to new: [ChangeReference], in document: Document
    ) throws(HubError) -> ArticleDifference {
        guard (old + new).allSatisfy(document.contains) else {
            throw HubError(.notFound, "the article has no such version; sync first, or look at its versions again")
        }
        let (before, after) = (document.reading(at: old), document.reading(at: new))
        let fields = (ArticleKey.content + [ArticleKey.isOn]).compactMap { key -> ArticleDifference.Field? in
            let (left, right) = (before.root.value(key), after.root.value(key))
            return left == right ? nil : ArticleDifference.Field(name: key, before: left, after: right)
        }
        let (left, right) = (before.text(ArticleKey.body), after.text(ArticleKey.body))
        return ArticleDifference(
            fields: fields, body: WordDifference.runs(from: left.string, to: right.string),
            onlyMarksDiffer: left.string == right.string && left.spans != right.spans
        )
    }
}
