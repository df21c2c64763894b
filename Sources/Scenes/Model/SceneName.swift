/// The screens of the workspace.
package enum SceneName: String, Hashable, Sendable, Codable, CaseIterable {
    /// Figures, blocked tickets, what happened last.
    case landing
    /// The list of tickets.
    case tickets
    /// One ticket.
    case ticket
    /// A text for a ticket.
    case composer
}
