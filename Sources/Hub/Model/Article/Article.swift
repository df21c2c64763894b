public import CRDT

/// A curated article or snippet: a read view of its document.
///
/// The working copy merges everybody's edits; readers see the version that was published last, until another is. An
/// approval names a version, so any edit, concurrent ones too, voids it by making another version.
public struct Article: Hashable, Sendable {
    /// The article's identifier.
    public let id: Identifier
    /// The working copy.
    public let content: ArticleContent
    /// How far the working copy has come, with edits after an approval taken into account.
    public let state: ArticleState
    /// Whether the AI may use it; off, people still see it.
    public let isOn: Bool
    /// The version that readers see; nil when none was published or it was withdrawn.
    public let published: ArticleContent?
    /// That version's heads.
    public let publishedHeads: [ChangeReference]?
    /// When it is to be published; nil unless it is scheduled.
    public let scheduledAt: Instant?
    /// Every approval that was given, in the document's order.
    public let approvals: [ArticleApproval]

    /// Reads an article's document. Versions that are not the newest are found by replay: O(history) for each.
    public init(id: Identifier, document: Document) {
        let root = document.root
        let register = root.string(ArticleKey.state).flatMap(ArticleState.init) ?? .draft
        let scheduled = root.string(ArticleKey.scheduled).flatMap(ScheduledVersion.init(stored:))
        let publishedHeads = root.string(ArticleKey.published).flatMap(ChangeReference.references(stored:))
        let content = ArticleContent(document: document)
        let approvals = root.records(ArticleKey.approvals).records.compactMap(ArticleApproval.init)
        let published = publishedHeads.flatMap { document.content(at: $0) }

        self.id = id
        self.content = content
        self.approvals = approvals
        self.publishedHeads = publishedHeads
        self.published = published
        isOn = root.bool(ArticleKey.isOn) ?? true

        func isApproved() -> Bool { approvals.reversed().contains { document.content(at: $0.heads) == content } }
        switch register {
        case .draft, .inReview, .archived:
            state = register
        case .approved:
            state = isApproved() ? .approved : .draft
        case .scheduled where scheduled.flatMap { document.content(at: $0.heads) } == content:
            state = .scheduled
        case .published where published == content:
            state = .published
        case .scheduled, .published:
            state = isApproved() ? .approved : .draft
        }
        scheduledAt = state == .scheduled ? scheduled?.instant : nil
    }
}

/// A version and when it is to be published, as one register so that the two never mix.
struct ScheduledVersion {
    let instant: Instant
    let heads: [ChangeReference]

    /// The form in the register: `<milliseconds> <heads>`.
    var stored: String { "\(instant.milliseconds) \(ChangeReference.stored(heads))" }

    init(instant: Instant, heads: [ChangeReference]) {
        self.instant = instant
        self.heads = heads
    }

    init?(stored: String) {
        guard
            let parts = CompoundString.parts(stored, count: 2), let milliseconds = Int64(parts[0]),
            let heads = ChangeReference.references(stored: parts[1])
        else { return nil }
        self.init(instant: Instant(milliseconds: milliseconds), heads: heads)
    }
}

extension Document {
    /// An article's content at a version; nil when the document does not hold the version.
    func content(at heads: [ChangeReference]) -> ArticleContent? {
        guard heads.allSatisfy(contains) else { return nil }
        return ArticleContent(reading(at: heads))
    }
}
