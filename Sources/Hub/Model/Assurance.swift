/// How sure the hub is that a customer is who they seem to be.
public enum Assurance: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// Nothing is known.
    case anonymous
    /// The customer says so.
    case claimed
    /// A teammate, or the record that was imported, says so.
    case vouched
    /// A token signed by the customer's own site.
    case verifiedByToken = "verified_by_token"
    /// Mail authentication of the sender's domain.
    case verifiedByMail = "verified_by_mail"
    /// The Slack workspace's own accounts.
    case verifiedBySlack = "verified_by_slack"

    private var rank: Int {
        switch self {
        case .anonymous: 0
        case .claimed: 1
        case .vouched: 2
        case .verifiedByToken, .verifiedByMail, .verifiedBySlack: 3
        }
    }

    /// Whether it suffices to link a ticket to a person.
    public var isProof: Bool { rank >= 2 }
    /// Whether the channel itself proved it.
    public var isVerified: Bool { rank == 3 }

    /// Orders by strength; the verified ones by name, so that the order is total.
    public static func < (left: Assurance, right: Assurance) -> Bool {
        left.rank == right.rank ? left.rawValue < right.rawValue : left.rank < right.rank
    }
}
