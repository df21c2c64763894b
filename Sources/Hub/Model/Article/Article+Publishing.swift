public import CRDT

extension Article {
    /// Asks for a review of the working copy.
    ///
    /// - Throws: `unlawful_transition`.
    public static func submitForReview(in transaction: inout Transaction) throws(HubError) {
        try go(to: .inReview, in: &transaction)
    }

    /// Takes the working copy back to draft.
    ///
    /// - Throws: `unlawful_transition`.
    public static func returnToDraft(in transaction: inout Transaction) throws(HubError) {
        try go(to: .draft, in: &transaction)
    }

    /// Withdraws the article.
    ///
    /// - Throws: `unlawful_transition`.
    public static func archive(in transaction: inout Transaction) throws(HubError) {
        try go(to: .archived, in: &transaction)
        transaction.root.set(ArticleKey.published, .null)
    }

    /// Approves the working copy as it stands.
    ///
    /// - Parameters:
    ///   - user: Who approves.
    ///   - author: Whose device an actor is.
    /// - Throws: `unlawful_transition` when no review was asked for; `approval_needs_another_person` when the user wrote
    ///   any of what is new since the last publication; `stale_base` when the transaction itself edits.
    public static func approve(
        by user: Identifier, author: (ActorID) -> Identifier?, in transaction: inout Transaction
    ) throws(HubError) {
        let document = try saved(transaction)
        guard mayApprove(user, author: author, document) else {
            throw HubError(
                .approvalNeedsAnotherPerson, "whoever wrote an article cannot approve it; ask another person"
            )
        }
        try go(to: .approved, in: &transaction)
        transaction.records(ArticleKey.approvals).append([
            ArticleKey.by: .string(user.description),
            ArticleKey.heads: .string(ChangeReference.stored(document.heads)),
        ])
    }

    /// Whether a user may approve the working copy: nobody approves what they wrote.
    ///
    /// - Parameter author: Whose device an actor is.
    public static func mayApprove(
        _ user: Identifier, author: (ActorID) -> Identifier?, _ document: Document
    ) -> Bool {
        !authors(of: document, upTo: document.heads, author: author).contains(user)
    }

    /// Publishes the working copy as it stands, or schedules that for an instant.
    ///
    /// - Parameter needsApproval: Whether the workspace's settings ask for approvals. A version equal to one that was
    ///   approved before needs no new one.
    /// - Throws: `unlawful_transition` when there is no approval of this very content, or the article is archived;
    ///   `stale_base` when the transaction itself edits.
    public static func publish(
        at instant: Instant? = nil, needsApproval: Bool, in transaction: inout Transaction
    ) throws(HubError) {
        let document = try saved(transaction)
        let article = Article(id: Identifier(high: 0, low: 0), document: document)
        let target = instant == nil ? ArticleState.published : .scheduled
        let isReady = [.approved, .scheduled].contains(article.state)
        guard article.state != .archived, isReady || !needsApproval else {
            throw unlawful(from: article.state, to: target)
        }
        transaction.root.set(ArticleKey.state, .string(target.rawValue))
        if let instant {
            let version = ScheduledVersion(instant: instant, heads: document.heads)
            transaction.root.set(ArticleKey.scheduled, .string(version.stored))
        } else {
            transaction.root.set(ArticleKey.published, .string(ChangeReference.stored(document.heads)))
        }
    }

    /// Publishes the version that was scheduled, even when the working copy has gone on.
    ///
    /// - Throws: `unlawful_transition` when nothing is scheduled.
    public static func publishScheduled(in transaction: inout Transaction) throws(HubError) {
        guard
            transaction.root.value(ArticleKey.state) == .string(ArticleState.scheduled.rawValue),
            let version = transaction.root.value(ArticleKey.scheduled).string.flatMap(ScheduledVersion.init(stored:))
        else { throw HubError(.unlawfulTransition, "nothing is scheduled; schedule the article first") }
        transaction.root.set(ArticleKey.state, .string(ArticleState.published.rawValue))
        transaction.root.set(ArticleKey.published, .string(ChangeReference.stored(version.heads)))
    }

    /// The users whose edits are in the version `heads` and not in the one that was published last.
    static func authors(
        of document: Document, upTo heads: [ChangeReference], author: (ActorID) -> Identifier?
    ) -> Set<Identifier> {
        let stored = document.root.string(ArticleKey.published).flatMap(ChangeReference.references(stored:)) ?? []
        let published = document.ancestry(of: stored)
        var authors: Set<Identifier> = []
        for change in document.ancestry(of: heads).subtracting(published)
        where document.operations(of: change).contains(where: \.writesArticleContent) {
            if let author = author(change.actor) { authors.insert(author) }
        }
        return authors
    }

    /// The document of a transaction that has not edited content: a version is named by changes that are made.
    private static func saved(_ transaction: borrowing Transaction) throws(HubError) -> Document {
        let document = transaction.document
        guard ArticleContent(document.reading(at: document.heads)) == ArticleContent(document: document) else {
            throw HubError(.staleBase, "save the edit first, then approve or publish the version that it made")
        }
        return document
    }

    private static func go(to next: ArticleState, in transaction: inout Transaction) throws(HubError) {
        let current = Article(id: Identifier(high: 0, low: 0), document: transaction.document).state
        guard current != next else { return }
        guard current.successors.contains(next) else { throw unlawful(from: current, to: next) }
        transaction.root.set(ArticleKey.state, .string(next.rawValue))
    }

    private static func unlawful(from state: ArticleState, to next: ArticleState) -> HubError {
        let lawful = state.successors.map(\.rawValue).joined(separator: ", ")
        return HubError(
            .unlawfulTransition,
            "an article that is \(state.rawValue) cannot become \(next.rawValue); it can become \(lawful)"
        )
    }
}

extension Operation {
    /// Whether the operation writes what readers of an article see, or who they are.
    var writesArticleContent: Bool {
        switch self {
        case .set(let container, let key, _, _):
            container.steps.isEmpty && ArticleKey.content.contains(key)
        case .textInsert(let container, _, _, _, _), .textDelete(let container, _, _),
            .mark(let container, _, _, _, _, _):
            container.steps.count == 1 && container.steps[0].name == .key(ArticleKey.body)
        default: false
        }
    }
}

extension Document {
    /// The changes of a version: `heads` and everything that they have seen, as far as it is here. O(history).
    func ancestry(of heads: [ChangeReference]) -> Set<ChangeReference> {
        var seen: Set<ChangeReference> = []
        var open = heads
        while let reference = open.popLast() {
            guard !seen.contains(reference), let change = change(reference) else { continue }
            seen.insert(reference)
            open += change.heads
        }
        return seen
    }
}
