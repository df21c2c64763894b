/// Who reads a discussion; fixed when it is made.
public enum Visibility: String, Hashable, Sendable, Codable, CaseIterable {
    /// The customer, over the ticket's channel, and the team.
    case `public`
    /// The team.
    case `internal`
    /// Only those on its list. Not offered; a discussion that asks for it is refused.
    case `private`
}
