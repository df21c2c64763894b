import ArgumentParser
import Hub
import Replica

/// `conv-agent show`: one ticket with its transcript.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a ticket: its facts, its messages and notes, and with --events its history."
    )

    @Argument(help: .ticket, completion: .tickets)
    var ticket: String

    @Flag(help: "Show what happened to the ticket, too.")
    var events = false

    @Flag(help: "Leave the ticket unread.")
    var peek = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        let store = try common.open()
        let now = Instant.now
        let detail = try store.ticket(ticket, at: now)
        if !peek, detail.summary.isUnread { try store.markRead(detail.ticket.id, at: now) }
        if common.isJSON {
            let conversation = try store.conversations(of: [detail.ticket.id])[detail.ticket.id]
            return try Output.json(TicketReport(detail, conversation: conversation, hasEvents: events))
        }
        let links = [("merged into", detail.ticket.mergedInto), ("continues", detail.ticket.followUpOf)]
        let related = try links.compactMap { words, other in
            try other.map { "\(words) \(try store.ticketName(of: $0))" }
        }
        let text = TicketText(detail, now, names: try store.memberNames(), related: related)
        Output.write(text.text(hasEvents: events))
    }
}
