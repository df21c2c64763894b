/// Who proposes a change, as the server knows them at the moment of the push.
public struct Principal: Hashable, Sendable {
    /// The user; nil for the server's own actor.
    public let user: Identifier?
    /// The role.
    public let role: Role
    /// The scopes in which the user may write, such as `ws` or `queue:billing`.
    public let grants: Set<String>
    /// What the user may do beyond the role.
    public let special: Set<SpecialGrant>
    /// Whether the device or the user was revoked.
    public let isRevoked: Bool

    /// Describes a principal.
    public init(
        user: Identifier?, role: Role, grants: Set<String>, special: Set<SpecialGrant> = [], isRevoked: Bool = false
    ) {
        self.user = user
        self.role = role
        self.grants = grants
        self.special = special
        self.isRevoked = isRevoked
    }

    /// The scope of a user's own things.
    public static func personalScope(of user: Identifier) -> String { "user:\(user)" }
}
