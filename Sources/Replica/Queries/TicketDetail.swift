public import Hub
public import SyncProtocol

/// Everything that a replica knows of one ticket.
public struct TicketDetail: Hashable, Sendable {
    /// A message of the transcript.
    public struct Line: Hashable, Sendable {
        /// The message.
        public let message: Message
        /// Whether the customer reads it.
        public let visibility: Visibility
        /// When it was sent.
        public let sent: Instant
        /// When the server accepted it; nil while it waits to be sent.
        public let accepted: Instant?
        /// What the team calls the author; nil when nothing says so.
        public let authorName: String?
    }

    /// The row of lists.
    public let row: TicketRow
    /// The ticket's document: traits, what the assistant knew, links, log.
    public let ticket: Ticket
    /// Where it is placed, unsent moves included.
    public let scope: Scope?
    /// The customer, as far as the directory knows them.
    public let person: Person?
    /// The company that they write for.
    public let company: Company?
    /// Public messages and internal notes by the time of sending.
    public let lines: [Line]
    /// Who takes part in the public discussion.
    public let participants: [Participant]
    /// What happened, by time.
    public let events: [Event]
    /// Its figures.
    public let figures: TicketFigures
    /// Fields that were written concurrently.
    public let conflicts: [Conflict]
    /// Changes that wait, were sent without an answer so far, or were refused.
    public let unsent: [UnsentChange]
    /// The customer's other tickets, the last active first, at most 20.
    public let otherTickets: [TicketSummary]

    /// What filters read.
    public var summary: TicketSummary { row.summary }
}
