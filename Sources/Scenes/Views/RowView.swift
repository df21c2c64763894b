package import Hub
import Replica

/// A ticket of a list, as a screen shows it.
package struct RowView: Hashable, Sendable, Codable {
    /// The outcome as a badge.
    package struct Badge: Hashable, Sendable, Codable {
        /// The outcome.
        package let outcome: TicketSummary.Resolution
        /// In a word or two.
        package let text: String
        /// What it means.
        package let explanation: String

        init(_ outcome: TicketSummary.Resolution) {
            self.outcome = outcome
            (text, explanation) =
                switch outcome {
                case .open: ("open", "Not resolved so far.")
                case .aiConfirmed: ("AI confirmed", "The assistant resolved it alone, and the customer said yes.")
                case .aiAssumed: ("AI assumed", "The assistant answered, and nothing more was heard.")
                case .mixed: ("AI→human", "The assistant began, and a person resolved it.")
                case .human: ("human", "A person resolved it without the assistant.")
                case .abandoned: ("abandoned", "The assistant answered, and the customer left with an open question.")
                case .unanswered: ("unanswered", "Nobody answered.")
                case .smallTalk: ("small talk", "Nothing was asked for.")
                }
        }
    }

    package let id: String
    /// `#123`, or `~k3f` before it has a number.
    package let name: String
    /// The subject, else the first line.
    package let title: String
    package let customer: String?
    package let channel: String
    package let queue: String?
    package let status: TicketStatus
    package let priority: String
    package let owner: String?
    package let isMine: Bool
    package let sla: TicketSummary.SLAState
    /// When the next target is reached, or was.
    package let slaDue: Moment?
    /// Since when the customer has had the last word.
    package let waitingSince: Moment?
    package let created: Moment
    package let updated: Moment
    /// Until when it is hidden; nil when it is not.
    package let snoozedUntil: Moment?
    package let badge: Badge
    package let reasons: [String]
    package let escalatedAt: Moment?
    package let breachedAt: Moment?
    /// Public messages.
    package let messages: Int
    package let notes: Int
    package let reopened: Int
    /// Milliseconds to the first reply; nil while there is none.
    package let firstReplyMilliseconds: Int64?
    /// The assistant's last calibrated confidence, 0…1.
    package let confidence: Double?
    package let isUnread: Bool
    package let isLocked: Bool
    package let isSpam: Bool
    /// Changes that wait to be sent.
    package let unsent: Int
    /// Refused changes.
    package let refused: Int
    /// Whether there is a draft for it.
    package let hasDraft: Bool
    package let isMarked: Bool
    /// Whether it left the list since the list was ordered.
    package let isGone: Bool

    init(_ row: TicketRow, in model: Model, isMarked: Bool = false, isGone: Bool = false) {
        let ticket = row.summary
        id = ticket.id.description
        name = ticket.shownName
        title = ticket.shownTitle
        customer = ticket.customer.map { $0.name ?? $0.addresses.first ?? String($0.id.suffix(8)) }
        channel = ticket.channel
        queue = ticket.queue
        status = ticket.status
        priority = ticket.priority.name
        owner = ticket.owner.map { $0.name ?? String($0.id.suffix(8)) }
        isMine = ticket.owner?.id == model.me
        sla = ticket.sla
        slaDue = Moment(ticket.slaDue)
        waitingSince = Moment(ticket.waitingSince)
        created = Moment(ticket.created)
        updated = Moment(ticket.updated)
        snoozedUntil = ticket.isSnoozed(at: model.now) ? Moment(ticket.snoozedUntil) : nil
        badge = Badge(ticket.resolution)
        reasons = ticket.reasons.map(\.code)
        escalatedAt = Moment(ticket.escalatedAt)
        breachedAt = Moment(ticket.breachedAt)
        messages = row.messageCount
        notes = row.noteCount
        reopened = row.reopenCount
        firstReplyMilliseconds = row.firstReplyMilliseconds
        confidence = row.confidence
        isUnread = ticket.isUnread
        isLocked = row.isLocked
        isSpam = ticket.isSpam
        unsent = row.pendingCount
        refused = row.parkedCount
        hasDraft = model.drafts[ticket.id] != nil
        self.isMarked = isMarked
        self.isGone = isGone
    }
}
