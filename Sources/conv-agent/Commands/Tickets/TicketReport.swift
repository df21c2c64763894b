import CRDT
import Hub
import Replica
import SyncProtocol

/// One ticket with everything that is known of it, as JSON tells it.
struct TicketReport: Encodable {
    struct Line: Encodable {
        let id: String
        let visibility: String
        let authorKind: String?
        let author: String?
        let authorName: String?
        let role: String
        let automatic: Bool
        let sent: String
        let accepted: String?
        let body: String
        let edited: Bool
        let deleted: Bool
        let erased: Bool
        let replyTo: String?
        let attachments: [String]
        let reactions: [Reacted]
        /// What the channel said of it last; nil when nothing was said, or it does not leave.
        let delivery: Delivery?

        init(_ line: TicketDetail.Line, _ delivery: MessageDelivery?) {
            let message = line.message
            id = message.id.description
            visibility = line.visibility.rawValue
            authorKind = message.author?.kind.rawValue
            author = message.author?.id
            authorName = line.authorName
            role = message.role.rawValue
            automatic = message.isAutomatic
            sent = line.sent.iso
            accepted = line.accepted?.iso
            body = message.body
            edited = message.isEdited
            deleted = message.isDeleted
            erased = message.isErased
            replyTo = message.replyTo?.description
            attachments = message.attachments.map(\.name)
            reactions = message.reactions.map(Reacted.init)
            self.delivery = delivery.map(Delivery.init)
        }
    }

    struct Reacted: Encodable {
        let emoji: String
        let authorKind: String
        let author: String

        init(_ reaction: Reaction) {
            emoji = reaction.emoji
            authorKind = reaction.author.kind.rawValue
            author = reaction.author.id
        }
    }

    struct Delivery: Encodable {
        let state: String
        let reason: String?

        init(_ delivery: MessageDelivery) {
            state = delivery.isResent ? "resent" : delivery.fact.name
            reason = delivery.fact.reason
        }
    }

    struct Customer: Encodable {
        let person: String?
        let name: String?
        let company: String?
        let assurance: String
        let claimed: [String: String]
        let verified: [String: String]
    }

    struct Lost: Encodable {
        let field: String
        let current: String
        let lost: [String]
    }

    struct Unsent: Encodable {
        let change: String
        let kind: String
        let state: String
        let code: String?
        let written: String
    }

    let ticket: TicketEntry
    let scope: String?
    let customer: Customer
    let messages: [Line]
    /// Only with --events.
    let events: [EventEntry]?
    let mergedInto: String?
    let followUpOf: String?
    let sameIssue: [String]
    let conflicts: [Lost]
    let unsent: [Unsent]
    let otherTickets: [String]

    init(_ detail: TicketDetail, conversation: String?, hasEvents: Bool) {
        ticket = TicketEntry(detail.row, conversation: conversation)
        scope = detail.scope?.description
        customer = Customer(
            person: detail.ticket.customer.person?.description, name: detail.summary.customer?.name,
            company: detail.company?.name, assurance: detail.ticket.assurance.rawValue,
            claimed: detail.ticket.claimed.texts, verified: detail.ticket.verified.texts
        )
        let deliveries = detail.ticket.deliveries
        messages = detail.lines.map { Line($0, deliveries[$0.message.id]) }
        events = hasEvents ? detail.events.map(EventEntry.init) : nil
        mergedInto = detail.ticket.mergedInto?.description
        followUpOf = detail.ticket.followUpOf?.description
        sameIssue = detail.ticket.sameIssue.map(\.description)
        conflicts = detail.conflicts.map { conflict in
            Lost(
                field: conflict.field, current: Settings.printed(conflict.current),
                lost: conflict.losers.map { Settings.printed($0.value) }
            )
        }
        unsent = detail.unsent.map { change in
            Unsent(
                change: change.reference.description, kind: change.kind, state: "\(change.state)", code: change.code,
                written: change.written.iso
            )
        }
        otherTickets = detail.otherTickets.map(\.id.description)
    }
}

extension Traits {
    /// The traits as text.
    var texts: [String: String] { values.mapValues(Settings.printed) }
}
