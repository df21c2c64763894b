import CRDT
import Hub
import SyncProtocol

/// Turns a file with an article into an article, in the state that its head names.
struct ArticleImport {
    let file: ContentFile
    let root: Identifier
    let naming: KeyedNaming
    /// Who vouches for what the file calls approved or published; nil leaves that to a review.
    let approver: Identifier?

    /// Whether the file asks for more than whoever imports it may give: it waits for a review then.
    var awaitsApproval: Bool {
        let state = ArticleState(rawValue: file.head["state"] ?? "draft")
        return approver == nil && [.published, .approved, .scheduled].contains(state)
    }

    /// What is wrong with the head; nil when it can be taken.
    var problem: String? {
        guard let title = file.head["title"], !title.isEmpty else { return "The article has no title: add `title:`." }
        guard ArticleState(rawValue: file.head["state"] ?? "draft") != nil else {
            return "The article's state is none that exists: use draft, in_review, approved, published or archived."
        }
        guard let audience = file.head["audience"] else { return nil }
        let isValid = (try? Audience(audience)) != nil
        return isValid ? nil : "The article's audience is no expression that can be read: check its spelling."
    }

    /// Writes the article, which is known to be new.
    func write(_ writer: inout ChangeWriter) throws {
        let id = file.head["id"] ?? ""
        let placement = naming.external("article", id, "placement")
        try writer.place(root, in: .workspace, origin: .init(external: placement))
        try edit("content", &writer) { transaction in
            Article.create(
                kind: file.head["kind"] == "snippet" ? .snippet : .article, title: file.head["title"] ?? "",
                body: file.body, language: file.head["language"], audience: file.head["audience"], in: &transaction
            )
            if file.head["requires_verified"] == "true" { Article.setRequiresVerified(true, in: &transaction) }
            if file.isOn == false { Article.setOn(false, in: &transaction) }
        }
        let state = ArticleState(rawValue: file.head["state"] ?? "draft")
        switch awaitsApproval ? .inReview : state {
        case .published:
            try edit("published", &writer) { try Article.publish(needsApproval: false, in: &$0) }
        case .archived: try edit("archived", &writer) { try Article.archive(in: &$0) }
        case .inReview: try edit("review", &writer) { try Article.submitForReview(in: &$0) }
        case .approved, .scheduled:
            // A date to publish at is not part of a file, so a scheduled article waits as an approved one.
            try edit("review", &writer) { try Article.submitForReview(in: &$0) }
            guard let approver else { return }
            try edit("approved", &writer) { try Article.approve(by: approver, author: { _ in nil }, in: &$0) }
        case .draft, nil: break
        }
    }

    private func edit(
        _ step: String, _ writer: inout ChangeWriter, _ body: (inout Transaction) throws -> Void
    ) throws {
        let external = naming.external("article", file.head["id"] ?? "", step)
        try writer.edit(.article, root, root: root, origin: .init(external: external), body)
    }
}
