public import Hub

/// A fact about who belongs to the workspace and what they may reach; names and addresses are in the content section,
/// so that they can be erased.
public enum DirectoryFact: Hashable, Sendable, Codable {
    /// The workspace was made; its root key signs users.
    case founded(rootKey: String, server: Identifier)
    /// A user was admitted; `certificate` is the root key's signature over user and identity key.
    case user(Identifier, role: Role, identityKey: String, certificate: String)
    /// A user's role was changed.
    case role(Identifier, Role)
    /// What a user may do beyond the role.
    case special(Identifier, [SpecialGrant])
    /// A device was enrolled; `certificate` is the identity key's signature over actor and device key.
    case device(actor: String, user: Identifier, key: String, certificate: String)
    /// A device was revoked; it purges at its next contact.
    case deviceRevoked(actor: String)
    /// A user may read and write a scope from now on.
    case granted(Identifier, Scope, history: GrantHistory)
    /// A user may not any more.
    case revoked(Identifier, Scope)
    /// An invite was made; only the hash of its secret is kept.
    case invited(InviteFact)
    /// An invite was used by a user, or withdrawn (no user).
    case inviteClosed(Identifier, by: Identifier?)
}

/// How much of a scope's past a grant opens.
public enum GrantHistory: String, Hashable, Sendable, Codable {
    /// Everything.
    case all
    /// Roots placed from now on.
    case fromNow = "from_now"
}

/// An invite as the log keeps it.
public struct InviteFact: Hashable, Sendable, Codable {
    /// The invite.
    public let id: Identifier
    /// BLAKE2b-256 of the secret, in hexadecimal.
    public let secretHash: String
    /// The role that the new user gets.
    public let role: Role
    /// The scopes that the new user is granted.
    public let scopes: [Scope]
    /// For another device of an existing user.
    public let user: Identifier?
    /// After this instant it is refused.
    public let expires: Instant

    /// Assembles an invite.
    public init(
        id: Identifier, secretHash: String, role: Role, scopes: [Scope], user: Identifier?, expires: Instant
    ) {
        self.id = id
        self.secretHash = secretHash
        self.role = role
        self.scopes = scopes
        self.user = user
        self.expires = expires
    }
}
