package import Hub
package import Replica

/// The ticket that is open.
package struct OpenTicket: Hashable, Sendable {
    /// The ticket.
    package let id: Identifier
    /// What lists know of it, until everything is loaded.
    package var row: TicketRow?
    /// Everything that the replica knows of it; nil until it is loaded.
    package private(set) var detail: TicketDetail?
    /// Its messages as screens show them: made once, not for every frame.
    package private(set) var messages: [MessageView] = []
    /// The message that the cursor is on.
    package var selected: Int?
    /// How many messages there were when it was marked as seen.
    var seenCount: Int?
    /// The first line on the screen, once somebody scrolled by lines; nil: as the cursor asks for.
    package var scroll: Int?
    /// Whether the cards are looked at, where there is no room for both.
    package var showsCards = false
    /// The assistant's trace; nil unless somebody asked.
    package var trace: Card?
    /// The first line of the cards on the screen.
    package var cardsTop = 0
    /// The sentences that say most; nil unless somebody asked.
    package var summary: Summary?

    /// The customers who write just now.
    var writing: [String] = []

    /// Opens a ticket.
    package init(id: Identifier, row: TicketRow?) {
        self.id = id
        self.row = row
    }

    /// Takes over what the replica says; the cursor stays on its message, and at the end where it is there.
    mutating func take(_ detail: TicketDetail, messages: [MessageView]) {
        let message = selected.flatMap { index in
            self.detail.flatMap { $0.lines.indices.contains(index) ? $0.lines[index].message.id : nil }
        }
        // Whoever reads at the end goes on reading there.
        let isAtEnd = self.detail.map { $0.lines.count - 1 == selected } ?? true
        self.detail = detail
        self.messages = messages
        row = detail.row
        if isAtEnd || selected == nil {
            selected = detail.lines.isEmpty ? nil : detail.lines.count - 1
        } else if let message {
            selected = detail.lines.firstIndex { $0.message.id == message }
        }
        if let summary, summary.last != detail.lines.last?.message.id { self.summary = Summary(of: detail.lines) }
    }

    /// Whether something beside the transcript was asked for, which scrolling is about then.
    package var isReadingCards: Bool { showsCards || trace != nil || summary != nil }

    /// The message under the cursor.
    package var message: TicketDetail.Line? {
        guard let detail, let selected, detail.lines.indices.contains(selected) else { return nil }
        return detail.lines[selected]
    }
}
