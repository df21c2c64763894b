/// What the envelope and the log know about a change beside its operations.
public struct ChangeMetadata: Hashable, Sendable {
    /// Who is behind it: the customer that a bot wrote for, otherwise the user or worker.
    public let author: Author
    /// The source's time for actors with an ingest or import grant, the delivery time of replies that were written
    /// offline, otherwise the stamp.
    public let occurred: Instant
    /// When the server accepted it; nil while it waits to be sent.
    public let accepted: Instant?
    /// The intention that groups it with others.
    public let action: Identifier?
    /// How sure whoever wrote it was of the author they wrote for; nil for what is in their own name. An import vouches.
    public let assurance: Assurance?

    /// Describes a change.
    public init(
        author: Author, occurred: Instant, accepted: Instant?, action: Identifier? = nil, assurance: Assurance? = nil
    ) {
        self.author = author
        self.occurred = occurred
        self.accepted = accepted
        self.action = action
        self.assurance = assurance
    }
}
