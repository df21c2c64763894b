public import CRDT

/// A person's word that a version of an article is good.
public struct ArticleApproval: Hashable, Sendable {
    /// The record.
    public let id: OperationID
    /// Who approved.
    public let by: String
    /// The version: the document's heads that they looked at.
    public let heads: [ChangeReference]

    /// Reads a record; nil when it is something else, or erased.
    init?(_ record: Record) {
        guard
            let by = record.fields[ArticleKey.by]?.string,
            let heads = record.fields[ArticleKey.heads]?.string.flatMap(ChangeReference.references(stored:))
        else { return nil }
        id = record.id
        self.by = by
        self.heads = heads
    }
}
