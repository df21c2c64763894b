public import Hub

/// Where a page of a ticket list ended: the next one begins behind it, whatever came or went before.
public struct TicketCursor: Hashable, Sendable, LosslessStringConvertible {
    /// The value of the last row that the list is ordered by; nil when it had none.
    public let value: Int64?
    /// The ticket of the last row.
    public let id: Identifier

    /// Names the end of a page.
    public init(value: Int64?, id: Identifier) {
        self.value = value
        self.id = id
    }

    /// `<value>,<ticket>`; the value is empty when there is none.
    public var description: String { "\(value.map(String.init) ?? ""),\(id)" }

    /// Reads the form that `description` prints; nil when it is anything else.
    public init?(_ description: String) {
        let parts = description.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let id = Identifier(String(parts[1])) else { return nil }
        guard let value = Int64(parts[0]) else {
            guard parts[0].isEmpty else { return nil }
            self.init(value: nil, id: id)
            return
        }
        self.init(value: value, id: id)
    }
}

/// A row of a ticket list with what its columns show beside it.
public struct TicketRow: Hashable, Sendable {
    /// What filters and orders read.
    public let summary: TicketSummary
    /// Public messages.
    public let messageCount: Int
    /// Internal notes.
    public let noteCount: Int
    /// How many times it was reopened.
    public let reopenCount: Int
    /// Milliseconds to the first reply by anybody; nil while there is none.
    public let firstReplyMilliseconds: Int64?
    /// Milliseconds to the first reply by a person; nil while there is none.
    public let firstHumanReplyMilliseconds: Int64?
    /// The assistant's last calibrated confidence, 0…1.
    public let confidence: Double?
    /// Whether it takes no further messages.
    public let isLocked: Bool
    /// Changes that wait to be sent.
    public let pendingCount: Int
    /// Refused changes.
    public let parkedCount: Int
}

/// One page of a ticket list.
public struct TicketPage: Hashable, Sendable {
    /// The rows in the query's order.
    public let rows: [TicketRow]
    /// How many tickets the query finds in all.
    public let total: Int
    /// Where the next page begins; nil after the last.
    public let next: TicketCursor?
    /// How many tickets are not in the full-text index yet, so that a search for words may have missed them; 0 for
    /// queries without words.
    public let unindexedCount: Int

    /// The rows as filters read them.
    public var tickets: [TicketSummary] { rows.map(\.summary) }
}
