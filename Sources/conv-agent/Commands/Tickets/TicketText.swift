import CRDT
import Hub
import Replica
import Scenes
import SyncProtocol

/// One ticket as people read it.
struct TicketText {
    private let detail: TicketDetail
    private let now: Instant
    private let names: [String: String]
    private let related: [String]

    /// - Parameter related: What the ticket has to do with others, such as `merged into #7`.
    init(_ detail: TicketDetail, _ now: Instant, names: [String: String], related: [String]) {
        self.related = related
        self.detail = detail
        self.now = now
        let people = detail.lines.compactMap { line in
            line.message.author.flatMap { author in line.authorName.map { (author.id, $0) } }
        }
        self.names = names.merging(people) { member, _ in member }
    }

    /// The facts, the transcript, and the events where they are asked for.
    func text(hasEvents: Bool) -> String {
        var parts = [facts]
        parts += detail.lines.map(transcript)
        if hasEvents { parts.append(events) }
        if !detail.conflicts.isEmpty { parts.append(conflicts) }
        return parts.joined(separator: "\n")
    }

    private var facts: String {
        let ticket = detail.summary
        var lines = ["\(ticket.shownName)  \(ticket.shownTitle)"]
        var state = [ticket.status.rawValue, "priority \(ticket.priority)", ticket.channel]
        if let until = ticket.snoozedUntil, until > now { state.append("snoozed until \(until.shown)") }
        if let queue = ticket.queue { state.append("queue \(queue)") }
        state.append(ticket.owner.map { "owner \($0.name ?? $0.id)" } ?? "no owner")
        if let locale = ticket.locale { state.append(locale) }
        if ticket.isSpam { state.append("spam") }
        if detail.row.isLocked { state.append("locked") }
        lines.append(state.joined(separator: " · "))
        lines += related
        let customer = ticket.customer.map { $0.name ?? $0.id } ?? "anonymous"
        lines.append("customer \(customer) (\(detail.ticket.assurance.rawValue)) · opened \(ticket.created.shown)")
        if ticket.sla != .none {
            let due = ticket.slaDue.map { ", next target \($0.shown)" } ?? ""
            lines.append("service level \(ticket.sla.rawValue)\(due)")
        }
        if !ticket.tags.isEmpty { lines.append("tags \(ticket.tags.sorted().joined(separator: ", "))") }
        if let waiting = ticket.waitingSince { lines.append("the customer waits since \(waiting.shown)") }
        let waiting = detail.unsent.count { $0.state == .pending }
        if waiting > 0 {
            let changes = waiting == 1 ? "1 unsent change" : "\(waiting) unsent changes"
            lines.append("\(changes); `conv-agent sync` sends \(waiting == 1 ? "it" : "them")")
        }
        let refused = detail.unsent.compactMap { $0.state == .parked ? $0.code ?? "unknown" : nil }
        if !refused.isEmpty { lines.append("refused: \(Set(refused).sorted().joined(separator: ", "))") }
        return lines.map { Plain.line($0) + "\n" }.joined()
    }

    private func transcript(_ line: TicketDetail.Line) -> String {
        let message = line.message
        let name = line.authorName ?? message.author.map { names[$0.id] ?? $0.id } ?? "somebody"
        var head = [line.sent.shown, name, message.author?.kind.rawValue ?? "unknown"]
        if line.visibility == .internal { head.append("INTERNAL NOTE") }
        if message.role != .message { head.append(message.role.rawValue) }
        if message.isEdited { head.append("edited") }
        if line.accepted == nil { head.append("unsent") }
        if let delivery = detail.ticket.deliveries[message.id] { head.append(Self.text(of: delivery)) }
        let body =
            message.isDeleted ? "(deleted)" : message.isErased ? "(erased)" : Plain.block(message.richText.plainText)
        let files = message.attachments.map { "attached: \($0.name)" }
        let lines = [Plain.line("── " + head.joined(separator: " · ")), body] + files.map(Plain.line)
        return lines.map { $0 + "\n" }.joined()
    }

    private static func text(of delivery: MessageDelivery) -> String {
        switch delivery.fact {
        case .delivered: "delivered"
        case .read: "read"
        case .failed(let reason): delivery.isResent ? "is sent again" : "NOT DELIVERED: \(reason)"
        }
    }

    private var events: String {
        var columns = Columns(["TIME", "WHO", "WHAT", ""])
        for event in detail.events {
            let (kind, value) = EventEntry.parts(of: event.kind)
            let who = names[event.author.id] ?? "\(event.author.kind.rawValue) \(event.author.id)"
            let what = value.map { "\(kind) \(names[$0] ?? $0)" } ?? kind
            columns.add([event.occurred.shown, who, what, event.isSuperseded ? "superseded" : ""])
        }
        return columns.text(columnCount: Terminal.columnCount)
    }

    private var conflicts: String {
        let lines = detail.conflicts.map { conflict in
            let lost = conflict.losers.map { Settings.printed($0.value) }.joined(separator: " | ")
            return "written at the same time: \(conflict.field) is \(Settings.printed(conflict.current)); lost: \(lost)"
        }
        return lines.map { Plain.line($0) + "\n" }.joined()
    }
}
