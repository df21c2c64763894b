package import Hub
package import Replica

/// Everything that the workspace shows and knows: a value that events turn into the next one.
package struct Model: Hashable, Sendable {
    /// A sentence for whoever looks, until the next key.
    package struct Notice: Hashable, Sendable, Codable {
        /// The sentence.
        package let text: String
        /// Whether something went wrong.
        package let isProblem: Bool
    }

    /// Changes that can be taken back for a while.
    package struct Undoable: Hashable, Sendable {
        /// What takes them back.
        package let changes: [TicketChange]
        /// What was done, as the notice says it.
        package let title: String
        /// Until when.
        package let until: Instant

        /// For how many seconds changes can be taken back.
        package static let seconds: Int64 = 30
    }

    /// Colours for which background.
    package enum Theme: String, Hashable, Sendable, Codable, CaseIterable {
        /// As the terminal says.
        case automatic
        case light, dark
    }

    /// The screen below whatever is open above it.
    package var place: SceneName
    /// Where the open ticket was entered from.
    package var origin = SceneName.tickets
    /// The present.
    package var now: Instant
    /// The user of this replica.
    package let me: String
    /// The workspace's zone.
    package var zone: LocalZone
    /// The list of tickets.
    package var inbox: Inbox
    /// The ticket that is open.
    package var ticket: OpenTicket?
    /// The landing page.
    package var landing: Landing
    /// The text that is being written.
    package var composer: Composer?
    /// What lies above the screen.
    package var picker: Picker?
    /// Which keys give which commands.
    package var keyMap = KeyMap.standard
    /// The first of two keys.
    package var chord: Key?
    /// What choices are made of.
    package var choices = Choices()
    /// Whether the replica changed since they were read.
    var areChoicesStale = false
    /// How the replica stands.
    package var standing = Standing()
    /// Messages that are held back.
    package var held: [HeldMessage] = []
    /// Drafts by their tickets.
    package var drafts: [Identifier: Draft] = [:]
    /// What can be taken back.
    package var undoable: Undoable?
    /// A sentence for whoever looks.
    package var notice: Notice?
    /// How many bytes the terminal takes for the clipboard; nil where it has none.
    package var copyByteCountMax: Int? = .max
    /// Whether the program takes the mouse.
    package var isMouseOn = true
    /// The colours.
    package var theme = Theme.automatic
    /// Whether the terminal is gone.
    package var isQuitting = false
    /// What was drawn last.
    package var measure = Measure()

    /// Starts at a place.
    package init(
        place: SceneName = .tickets, now: Instant, me: String, zone: LocalZone = .utc,
        query: Query = Query(filter: Filter(StatusPill.open.conditions))
    ) {
        self.place = place
        self.now = now
        self.me = me
        self.zone = zone
        inbox = Inbox(query: query)
        landing = Landing(window: .month)
    }

    /// The screen that keys are meant for.
    package var scene: SceneName { composer == nil ? place : .composer }

    /// What searches mean by «me» and «today».
    package var context: SearchContext { SearchContext(now: now, me: me, zone: zone) }

    /// The ticket that commands are about: the open one, or the one under the cursor of a list.
    package var current: TicketRow? {
        switch place {
        case .ticket, .composer: ticket?.row
        case .tickets: inbox.current
        case .landing: landing.current
        }
    }

    /// The tickets that commands are about: the marked ones, else the current one.
    package var subjects: [TicketRow] {
        if place == .tickets, !inbox.marked.isEmpty {
            let here = inbox.rows.filter { inbox.marked.contains($0.id) }.map(\.ticket)
            return here
        }
        return current.map { [$0] } ?? []
    }

    mutating func say(_ text: String) { notice = Notice(text: text, isProblem: false) }
    mutating func complain(_ text: String) { notice = Notice(text: text, isProblem: true) }
}

/// What the screen had room for when it was drawn last.
package struct Measure: Hashable, Sendable {
    /// Rows of the list that are visible.
    package var listRows = 20
    /// The first visible line of the transcript.
    package var transcriptTop = 0
    /// Lines of the transcript that are visible.
    package var transcriptRows = 10
    /// The first line of the cards when their last one is visible.
    package var cardsTopMax = 0

    /// The measures of a screen that was not drawn yet.
    package init() {}
}

/// Actions on one ticket that are written together.
package struct TicketChange: Hashable, Sendable {
    /// The ticket.
    package let ticket: Identifier
    /// What is done to it, in order.
    package let actions: [TicketAction]

    /// Names what is to be done.
    package init(_ ticket: Identifier, _ actions: [TicketAction]) {
        self.ticket = ticket
        self.actions = actions
    }
}
