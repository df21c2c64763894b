/// How far an article's working copy has come.
public enum ArticleState: String, Hashable, Sendable, Codable, CaseIterable {
    /// Being written.
    case draft
    /// Waiting for another person's eyes.
    case inReview = "in_review"
    /// Approved as it stands.
    case approved
    /// To be published at an instant.
    case scheduled
    /// The working copy is what readers see.
    case published
    /// Withdrawn.
    case archived

    /// The states that may be asked for next.
    ///
    /// Approving, scheduling and publishing rest on content as well: `Article.approve` and `Article.publish` say what
    /// they need.
    public var successors: [ArticleState] {
        switch self {
        case .draft: [.inReview, .archived]
        case .inReview: [.approved, .draft]
        case .approved: [.scheduled, .published, .draft, .inReview]
        case .scheduled: [.published, .approved, .draft]
        case .published: [.archived, .draft, .inReview]
        case .archived: [.draft]
        }
    }
}
