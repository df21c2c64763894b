public import CRDT

/// One version of an article: the document as the change that made it left it.
public struct ArticleVersion: Hashable, Sendable {
    /// The change, whose description names the version.
    public let change: ChangeReference
    /// When, as far as the change's stamp says.
    public let stamp: Stamp
    /// Whether the version differs from the one before in more than its switch.
    public let isContent: Bool
}

extension Article {
    /// The versions in the document's order: every change that wrote content or the switch. O(history).
    public static func versions(of document: Document) -> [ArticleVersion] {
        document.changes().compactMap { change in
            let operations = document.operations(of: change.reference)
            let isContent = operations.contains(where: \.writesArticleContent)
            let isSwitch = operations.contains {
                if case .set(let container, ArticleKey.isOn, _, _) = $0 { container.steps.isEmpty } else { false }
            }
            guard isContent || isSwitch else { return nil }
            let stamp = document.stamp(of: change.reference) ?? change.time
            return ArticleVersion(change: change.reference, stamp: stamp, isContent: isContent)
        }
    }

    /// Makes the working copy equal to an older version: text, marks, title, language, audience and switch. A new
    /// version like any other, so nothing of the history is lost and reverting can be reverted.
    ///
    /// - Throws: `not_found` when the document does not hold the version.
    public static func revert(
        to heads: [ChangeReference], in transaction: inout Transaction
    ) throws(HubError) {
        let document = transaction.document
        guard !heads.isEmpty, heads.allSatisfy(document.contains) else {
            throw HubError(.notFound, "the article has no such version; sync first, or look at its versions again")
        }
        let old = document.reading(at: heads)
        for key in ArticleKey.content + [ArticleKey.isOn] {
            let value = old.root.value(key)
            guard transaction.root.value(key) != value else { continue }
            transaction.root.set(key, value)
        }
        transaction.text(ArticleKey.body).rewrite(as: old.text(ArticleKey.body).spans)
    }
}
