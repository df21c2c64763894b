public import CRDT
public import Hub

/// Who belongs to the workspace and what they may reach: the state that the directory's facts add up to.
///
/// Server and replicas compute it alike. A replica checks every certificate against the root key that the invite link
/// named, so a server cannot slip in a user or a device.
public struct Directory: Sendable {
    /// A member.
    public struct User: Hashable, Sendable {
        /// The role.
        public var role: Role
        /// The key that vouches for the user's devices.
        public var identityKey: PublicKey
        /// What the user may do beyond the role.
        public var special: Set<SpecialGrant>
        /// Granted scopes, with the log sequence of the grant and how much of the past it opens.
        public var grants: [Scope: Grant]
        /// The change whose content holds the name.
        public var source: ChangeReference
    }

    /// A grant in force.
    public struct Grant: Hashable, Sendable {
        /// The log sequence at which it began.
        public let sequence: UInt64
        /// How much of the past it opens.
        public let history: GrantHistory
    }

    /// A device incarnation.
    public struct Device: Hashable, Sendable {
        /// Its user.
        public let user: Identifier
        /// Its key.
        public let key: PublicKey
        /// The log sequence of its enrolment.
        public let enrolled: UInt64
        /// The log sequence of its revocation.
        public var revoked: UInt64?
    }

    /// The workspace.
    public let workspace: Identifier
    /// The root key, once founded.
    public private(set) var rootKey: PublicKey?
    /// The user that the server itself is.
    public private(set) var server: Identifier?
    /// The members.
    public private(set) var users: [Identifier: User] = [:]
    /// The devices, revoked ones included.
    public private(set) var devices: [ActorID: Device] = [:]
    /// The invites that can still be used.
    public private(set) var invites: [Identifier: InviteFact] = [:]

    /// An empty directory.
    public init(workspace: Identifier) { self.workspace = workspace }

    /// Adds a fact of the log.
    ///
    /// - Throws: `ProtocolError` when a certificate does not verify or the fact speaks of something unknown; nothing is
    ///   changed then.
    public mutating func apply(
        _ fact: DirectoryFact, from reference: ChangeReference, sequence: UInt64
    ) throws(ProtocolError) {
        switch fact {
        case .founded(let key, let server):
            guard rootKey == nil, let key = Self.key(key) else { throw .malformed("a workspace is founded once") }
            rootKey = key
            self.server = server
        case .user(let id, let role, let key, let certificate):
            guard users[id] == nil, let key = Self.key(key), let signature = Hexadecimal.decode(certificate) else {
                throw .malformed("a user is admitted once, with a key and a certificate")
            }
            let message = Certificate.identity(workspace: workspace, user: id, key: key)
            guard let rootKey, rootKey.verifies(signature, of: message, in: .identity) else {
                throw ProtocolError(.badSignature, "a user's certificate is not by the workspace's root key")
            }
            users[id] = User(role: role, identityKey: key, special: [], grants: [:], source: reference)
        case .device(let actor, let user, let key, let certificate):
            guard let actor = ActorID(hexadecimal: actor), let key = Self.key(key), devices[actor] == nil,
                let identity = users[user]?.identityKey, let signature = Hexadecimal.decode(certificate)
            else { throw .malformed("a device is enrolled once, by a known user") }
            let message = Certificate.device(workspace: workspace, actor: actor, key: key)
            guard identity.verifies(signature, of: message, in: .device) else {
                throw ProtocolError(.badSignature, "a device's certificate is not by its user's identity key")
            }
            devices[actor] = Device(user: user, key: key, enrolled: sequence, revoked: nil)
        case .deviceRevoked(let actor):
            guard let actor = ActorID(hexadecimal: actor), var device = devices[actor] else {
                throw .malformed("only a known device can be revoked")
            }
            device.revoked = device.revoked ?? sequence
            devices[actor] = device
        case .role(let user, let role): try change(user) { $0.role = role }
        case .special(let user, let special): try change(user) { $0.special = Set(special) }
        case .granted(let user, let scope, let history):
            try change(user) { $0.grants[scope] = Grant(sequence: sequence, history: history) }
        case .revoked(let user, let scope): try change(user) { $0.grants[scope] = nil }
        case .invited(let invite): invites[invite.id] = invite
        case .inviteClosed(let invite, _): invites[invite] = nil
        }
    }

    private mutating func change(_ user: Identifier, _ body: (inout User) -> Void) throws(ProtocolError) {
        guard var entry = users[user] else { throw .malformed("a fact speaks of a user that was never admitted") }
        body(&entry)
        users[user] = entry
    }

    private static func key(_ text: String) -> PublicKey? { Hexadecimal.decode(text).flatMap(PublicKey.init(bytes:)) }
}

extension Directory {
    /// The scopes that a user may read, with the grants that opened them.
    ///
    /// Every member reads `directory`, `ws` and their own scope. Owners, administrators and the server read every queue
    /// of `queues`; others the granted ones.
    public func scopes(of user: Identifier, queues: some Sequence<Scope>) -> [Scope: Grant] {
        guard let entry = users[user] else { return [:] }
        let always = Grant(sequence: 0, history: .all)
        var scopes: [Scope: Grant] = [.directory: always, .workspace: always, .user(user): always]
        if entry.role.isAdministrative { for queue in queues { scopes[queue] = always } }
        // What the role opens whole, a grant from now on does not narrow.
        scopes.merge(entry.grants) { always, _ in always }
        return scopes
    }

    /// Who pushes, as the hub's admission sees them; nil for an unknown device.
    public func principal(of actor: ActorID) -> Principal? {
        guard let device = devices[actor], let user = users[device.user] else { return nil }
        let scopes = Set(user.grants.keys.map(\.description))
            .union([Scope.workspace.description, Scope.user(device.user).description])
        return Principal(
            user: device.user, role: user.role, grants: scopes, special: user.special,
            isRevoked: device.revoked != nil
        )
    }

    /// The people who can administer the workspace: in an administrative role, with a device that is in force. The server
    /// is none of them. O(devices).
    public var administrators: Set<Identifier> {
        Set(
            devices.values.filter { device in
                device.revoked == nil && device.user != server && users[device.user]?.role.isAdministrative == true
            }.map(\.user))
    }

    /// Whether `user` may write to `scope`.
    public func mayWrite(_ user: Identifier, to scope: Scope) -> Bool {
        guard let entry = users[user] else { return false }
        switch scope {
        case .directory: return entry.role.isAdministrative
        case .workspace: return true
        case .user(let owner): return owner == user
        case .queue: return entry.role.isAdministrative || entry.grants[scope] != nil
        }
    }

    /// The fingerprint of the root key, as invite links carry it.
    public var rootFingerprint: String? { rootKey?.fingerprint }
}
