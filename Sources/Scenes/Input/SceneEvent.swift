package import Hub
package import Replica

/// What happens to the workspace: keys, time, and what effects found.
package enum SceneEvent: Hashable, Sendable {
    /// A key was pressed.
    case key(Key)
    /// Text was pasted.
    case paste(String)
    /// Something was clicked.
    case click(Target)
    /// The wheel was turned, down for positive numbers of lines.
    case wheel(Int)
    /// The screen was drawn, and had room for so much.
    case drawn(Measure)
    /// Time has passed.
    case tick(Instant)
    /// Somebody changed the replica.
    case replicaChanged
    /// How the replica stands.
    case standing(Standing)
    /// Rows of the list were found.
    case tickets(TicketPage, TicketRequest)
    /// Every ticket that a query finds.
    case identifiers([Identifier], Query)
    /// One ticket was read.
    case ticket(TicketDetail, TicketPurpose)
    /// The lists of the landing page were found.
    case blocked([Blocked])
    /// A list of the landing page was found.
    case pod(Landing.Pod, Landing.PodRows)
    /// The last edits were found.
    case edits([RecentEdit])
    /// The figures were counted.
    case tiles([Tile], Landing.Window)
    /// What choices are made of.
    case choices(Choices, zone: LocalZone)
    /// The values of a field, with how many tickets each finds.
    case values([Picker.Choice], Filter.Field)
    /// What a typed path can become.
    case paths([Picker.Choice], String)
    /// A file is kept for a text that is being written.
    case attached(AttachmentReference, to: Identifier)
    /// The drafts that are on disk.
    case drafts([Draft])
    /// Which customers write in a ticket just now, by the names under which they stand in messages.
    case writing([String], Identifier)
    /// What was to be written is written.
    case wrote(Written)
    /// The editor was closed; nil when it saved nothing.
    case edited(String?)
    /// The program is about to be ended from outside.
    case ending
    /// Everything that was to be written is written.
    case finished
    /// An effect failed; the sentence says why.
    case failed(Effect.Purpose, String)
}

/// Which rows of the list are wanted, and what becomes of those that are there.
package struct TicketRequest: Hashable, Sendable {
    /// What becomes of the rows that are there.
    package enum Mode: Hashable, Sendable {
        /// They go.
        case replace
        /// They stay where they are and are brought up to date.
        case merge
        /// They stay, and more stand behind them.
        case append
    }

    /// What is wanted.
    package let query: Query
    /// How many rows.
    package let limit: Int
    /// Behind which row.
    package let after: TicketCursor?
    /// What becomes of the others.
    package let mode: Mode
    /// Whether all that are found are counted; the first frame does not wait for that.
    package var isCounted = true
}

/// What a ticket is read for.
package enum TicketPurpose: Hashable, Sendable {
    /// It is open.
    case open
    /// It stands beside the list.
    case preview
}

/// What an effect has written.
package struct Written: Hashable, Sendable {
    /// What people are told.
    package let title: String
    /// What takes it back; empty when nothing does.
    package let inverse: [TicketChange]
    /// The tickets where it could not be done, with the reason; the others are done.
    package let failures: [String]

    /// Describes what was written.
    package init(title: String, inverse: [TicketChange] = [], failures: [String] = []) {
        self.title = title
        self.inverse = inverse
        self.failures = failures
    }
}
