/// The order of a ticket list.
public struct TicketSort: Hashable, Sendable {
    /// What a list is ordered by; the raw value is the name in a search.
    public enum Key: String, Hashable, Sendable, Codable, CaseIterable {
        /// When it was created.
        case created
        /// When it was last active.
        case updated
        /// Since when the customer has had the last word.
        case waiting
        /// The priority.
        case priority
        /// When the next service-level target is reached.
        case sla
        /// When a target was first exceeded.
        case breached
        /// When the AI handed it over.
        case escalated
        /// The ticket's number.
        case number
    }

    /// The key.
    public let key: Key
    /// True for the greatest, latest or most urgent first.
    public let isDescending: Bool

    /// Assembles an order.
    public init(_ key: Key, isDescending: Bool = false) {
        self.key = key
        self.isDescending = isDescending
    }

    /// The order of a list that names none: the last active first.
    public static let standard = TicketSort(.updated, isDescending: true)

    /// True when `left` stands before `right`: by the key, tickets without it last, equal ones by identifier.
    public func places(_ left: TicketSummary, before right: TicketSummary) -> Bool {
        switch (value(of: left), value(of: right)) {
        case (let first?, let second?) where first != second: (first < second) != isDescending
        case (.some, nil): true
        case (nil, .some): false
        default: left.id < right.id
        }
    }

    /// The number that the key orders `row` by; nil when the row has none.
    public func value(of row: TicketSummary) -> Int64? {
        switch key {
        case .created: row.created.milliseconds
        case .updated: row.updated.milliseconds
        case .waiting: row.waitingSince?.milliseconds
        case .priority: Int64(row.priority.rawValue)
        case .sla: row.slaDue?.milliseconds
        case .breached: row.breachedAt?.milliseconds
        case .escalated: row.escalatedAt?.milliseconds
        case .number: row.number
        }
    }
}
