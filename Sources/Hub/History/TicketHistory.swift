public import CRDT

/// Everything that a ticket's events are derived from.
public struct TicketHistory {
    /// The ticket.
    public var root: Identifier
    /// The ticket's document.
    public var ticket: Document
    /// The discussion with the customer; nil when nobody wrote yet.
    public var publicDiscussion: Document?
    /// The team's notes; nil when there are none.
    public var internalDiscussion: Document?
    /// Where the ticket was placed, in any order.
    public var placements: [PlacementFact]
    /// Looks up what is known beside a change; a change it does not know yields no event.
    public var metadata: (ChangeReference) -> ChangeMetadata?

    /// Collects a history.
    public init(
        root: Identifier, ticket: Document, publicDiscussion: Document? = nil, internalDiscussion: Document? = nil,
        placements: [PlacementFact] = [], metadata: @escaping (ChangeReference) -> ChangeMetadata?
    ) {
        self.root = root
        self.ticket = ticket
        self.publicDiscussion = publicDiscussion
        self.internalDiscussion = internalDiscussion
        self.placements = placements
        self.metadata = metadata
    }
}
