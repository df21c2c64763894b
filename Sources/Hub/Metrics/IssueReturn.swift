/// Another ticket of the same verified person that is linked as the same issue.
public struct IssueReturn: Hashable, Sendable {
    /// The other ticket.
    public let ticket: Identifier
    /// When it was opened; decides whether it came back in time.
    public let opened: Instant
    /// When it was linked; the credit is taken back from then on.
    public let linked: Instant

    /// Assembles a return.
    public init(ticket: Identifier, opened: Instant, linked: Instant) {
        self.ticket = ticket
        self.opened = opened
        self.linked = linked
    }
}
