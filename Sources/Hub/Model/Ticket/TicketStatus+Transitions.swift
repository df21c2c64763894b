extension TicketStatus {
    /// The statuses that an author who sees this one may set next.
    ///
    /// A resolved ticket is reopened before it waits again, so that every reopening is an event of its own. Concurrent
    /// lawful transitions merge like any register: the last one wins, the other stays readable in the history.
    public var successors: [TicketStatus] {
        switch self {
        case .open: [.pending, .resolved]
        case .pending: [.open, .resolved]
        case .resolved: [.open]
        }
    }

    /// Whether `next` may follow; setting the same status again is lawful and does nothing.
    public func allows(_ next: TicketStatus) -> Bool { self == next || successors.contains(next) }
}
