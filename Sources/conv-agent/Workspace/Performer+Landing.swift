import CRDT
import Hub
import Replica
import Scenes
import SyncProtocol

extension Performer {
    /// Escalated tickets that are looked through for blocked ones, and failed messages at most.
    private static let blockedCountMax = 200
    /// Articles in review that are looked through at most.
    private static let reviewCountMax = 50

    /// Reads the lists of the landing page.
    func loadLanding(_ now: Instant, _ emit: (SceneEvent) -> Void) throws {
        let context = try context(now)
        emit(.blocked(try blocked(context)))
        for pod in Landing.Pod.allCases {
            guard !Task.isCancelled else { return }
            let page = try store.tickets(pod.query, in: context, limit: Landing.Pod.rowCount)
            emit(.pod(pod, Landing.PodRows(rows: page.rows, total: page.total)))
        }
        emit(.edits(try RecentEdits(store).newest()))
    }

    /// What does not go on, the newest first; each ticket once.
    private func blocked(_ context: SearchContext) throws -> [Blocked] {
        let now = context.now
        let failed = try store.undelivered().prefix(Self.blockedCountMax)
        let rows = try store.ticketRows(of: failed.map(\.ticket), at: now)
        var undelivered: [Identifier: Blocked] = [:]
        for message in failed where undelivered[message.ticket] == nil {
            undelivered[message.ticket] = rows[message.ticket].map { Blocked($0, undelivered: message) }
        }
        let settings = try store.settings(.queues).settings
        let archived = settings.names(of: "queue.*.archived").filter { settings["queue.\($0).archived"] == .bool(true) }
        let escalated = try store.tickets(Blocked.query, in: context, limit: Self.blockedCountMax)
        let others = escalated.rows.compactMap { row in
            undelivered[row.summary.id] == nil ? Blocked(row, archived: Set(archived), at: now) : nil
        }
        return (undelivered.values + others + (try reviews())).sorted { $1.since < $0.since }
    }

    /// Articles that wait for an approval which this replica's user may give.
    private func reviews() throws -> [Blocked] {
        guard try store.settings(.content).settings["content.needs_approval"] != .bool(false) else { return [] }
        let (devices, user) = (try store.directory().devices, store.member.user)
        return try store.articles().filter { $0.state == .inReview }.prefix(Self.reviewCountMax).compactMap { article in
            let document = try store.documents(of: article.id).document(article.id)
            let mayApprove = Article.mayApprove(user, author: { devices[$0]?.user }, document)
            return mayApprove ? Blocked(inReview: article) : nil
        }
    }
}
