package import Hub
package import Replica

/// Something that does not go on until a person acts.
package struct Blocked: Hashable, Sendable {
    /// What it waits for; of several the first.
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// You: the server refused what you wrote.
        case refused
        /// Somebody who sends it again: a message did not reach the customer.
        case undelivered
        /// Another person's approval.
        case approval
        /// Proof of who the customer is.
        case unverifiedIdentity = "unverified_identity"
        /// A person, because a run of the assistant failed.
        case assistantFailed = "assistant_failed"
        /// Another queue: the one that it went to takes no more tickets.
        case closedDestination = "closed_destination"
        /// Whoever keeps the promise that is broken already.
        case breached
        /// Somebody who takes it.
        case unaccepted
    }

    /// What does not go on.
    package enum Subject: Hashable, Sendable {
        case ticket(TicketRow)
        case article(Identifier, title: String)
    }

    /// What does not go on.
    package let subject: Subject
    /// What it waits for.
    package let kind: Kind
    /// Since when.
    package let since: Instant
    /// Why, in the words of the channel; nil where the kind says it all.
    package let reason: String?

    /// The ticket; nil where it is none.
    package var ticket: TicketRow? { if case .ticket(let row) = subject { row } else { nil } }

    /// For how many minutes nobody may take an escalated ticket before it counts as blocked.
    package static let minutes: Int64 = 15

    /// The query whose tickets may be blocked, the newest first.
    package static let query = Query(
        filter: Filter([
            .init(.status, TicketStatus.open.rawValue), .init(.is, Filter.Flag.escalated.rawValue),
        ]), sort: TicketSort(.escalated, isDescending: true))

    /// Whether, and by what, an escalated ticket is blocked at an instant; nil when it goes on.
    ///
    /// - Parameter archived: The queues that take no more tickets.
    package init?(_ row: TicketRow, archived: Set<String>, at now: Instant) {
        let ticket = row.summary
        guard let escalated = ticket.escalatedAt else { return nil }
        let failures: Set<FallbackReason> = [.toolFailure, .modelUnavailable, .timeout]
        let isOwned = ticket.owner != nil
        (subject, reason) = (.ticket(row), nil)
        var since = escalated
        if row.parkedCount > 0 {
            kind = .refused
        } else if !isOwned, ticket.reasons.contains(.unverifiedIdentity) {
            kind = .unverifiedIdentity
        } else if !isOwned, !failures.isDisjoint(with: ticket.reasons) {
            kind = .assistantFailed
        } else if let queue = ticket.queue, archived.contains(queue) {
            kind = .closedDestination
        } else if ticket.sla == .breached, let breached = ticket.breachedAt {
            kind = .breached
            since = breached
        } else if !isOwned, escalated.advanced(bySeconds: Self.minutes * 60) < now {
            kind = .unaccepted
        } else {
            return nil
        }
        self.since = since
    }

    /// A ticket with a message that did not reach the customer.
    package init(_ row: TicketRow, undelivered: UndeliveredMessage) {
        (subject, kind) = (.ticket(row), .undelivered)
        (since, reason) = (undelivered.failed, undelivered.reason)
    }

    /// An article that waits for its review.
    package init(inReview article: ArticleRow) {
        subject = .article(article.id, title: article.title)
        (kind, since, reason) = (.approval, article.updated, nil)
    }
}
