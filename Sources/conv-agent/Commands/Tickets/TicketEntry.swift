import Hub
import Replica

/// One ticket of a list as JSON tells it. Absent facts are left out.
struct TicketEntry: Encodable {
    struct Party: Encodable {
        let id: String
        let name: String?

        init?(_ party: TicketSummary.Party?) {
            guard let party else { return nil }
            id = party.id
            name = party.name
        }
    }

    let id: String
    let number: Int64?
    let handle: String
    let conversation: String?
    let subject: String
    let firstLine: String
    let channel: String
    let source: String?
    let queue: String?
    let status: String
    let priority: String
    let owner: Party?
    let customer: Party?
    let tags: [String]
    let segment: String?
    let locale: String?
    let created: String
    let updated: String
    let waitingSince: String?
    let snoozedUntil: String?
    let sla: String
    let slaDue: String?
    let breachedAt: String?
    let resolution: String
    let reasons: [String]
    let escalatedAt: String?
    let unread: Bool
    let spam: Bool
    let locked: Bool
    let messages: Int
    let notes: Int
    let reopened: Int
    let firstReplySeconds: Double?
    let firstHumanReplySeconds: Double?
    let confidence: Double?
    let unsent: Int
    let parked: Int

    init(_ row: TicketRow, conversation: String?) {
        let ticket = row.summary
        id = ticket.id.description
        number = ticket.number
        handle = ticket.handle
        self.conversation = conversation
        subject = ticket.subject
        firstLine = ticket.firstLine
        channel = ticket.channel
        source = ticket.source
        queue = ticket.queue
        status = ticket.status.rawValue
        priority = "\(ticket.priority)"
        owner = Party(ticket.owner)
        customer = Party(ticket.customer)
        tags = ticket.tags.sorted()
        segment = ticket.segment
        locale = ticket.locale
        created = ticket.created.iso
        updated = ticket.updated.iso
        waitingSince = ticket.waitingSince?.iso
        snoozedUntil = ticket.snoozedUntil?.iso
        sla = ticket.sla.rawValue
        slaDue = ticket.slaDue?.iso
        breachedAt = ticket.breachedAt?.iso
        resolution = ticket.resolution.rawValue
        reasons = ticket.reasons.map(\.code)
        escalatedAt = ticket.escalatedAt?.iso
        unread = ticket.isUnread
        spam = ticket.isSpam
        locked = row.isLocked
        messages = row.messageCount
        notes = row.noteCount
        reopened = row.reopenCount
        firstReplySeconds = row.firstReplyMilliseconds.map { Double($0) / 1000 }
        firstHumanReplySeconds = row.firstHumanReplyMilliseconds.map { Double($0) / 1000 }
        confidence = row.confidence
        unsent = row.pendingCount
        parked = row.parkedCount
    }
}
