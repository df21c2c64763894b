import CRDT
public import Hub
public import SyncProtocol

/// Lets people in and out, and grants and revokes queues.
public struct MembershipOperations {
    private let folder: WorkspaceFolder
    private let log: LogStore

    /// Works on a folder, whether it is being served or not.
    public init(_ folder: WorkspaceFolder) throws {
        self.folder = folder
        log = try folder.openLog()
    }

    /// A made invite.
    public struct Invite: Hashable, Sendable, Encodable {
        /// The link; whoever has it can use it, once.
        public let link: String
        /// The invite.
        public let invite: Identifier
        /// The role of who uses it.
        public let role: Role
        /// The scopes that are granted then.
        public let scopes: [Scope]
        /// When it ends, milliseconds since 1970.
        public let expires: Instant
        /// Whether only programs on the server's own machine can use it: nobody said how others reach the server.
        public let isLocal: Bool

        enum CodingKeys: String, CodingKey {
            case link, invite, role, scopes, expires
            case isLocal = "local"
        }
    }

    /// Makes an invite.
    ///
    /// - Parameters:
    ///   - scopes: `queue:<id>`; the other scopes come by themselves.
    ///   - deviceOf: A user, for one more device of theirs.
    ///   - expires: A length of time such as `7d`.
    /// - Throws: `ServerError.invalidInput`; `refused` when nothing says how members reach the server.
    public func invite(
        role: Role, queues: [String], scopes: [String], deviceOf: String?, expires: String, at now: Instant
    ) throws -> Invite {
        var granted: [Scope] = try queues.map(Self.queue)
        for text in scopes {
            guard let scope = Scope(text), scope.isQueue else {
                throw ServerError.invalidInput("--scope takes queue:NAME; members have the other scopes by themselves")
            }
            granted.append(scope)
        }
        guard let seconds = ServerClock.seconds(expires) else {
            throw ServerError.invalidInput("--expires takes a length of time such as 30m, 12h or 7d")
        }
        guard let server = folder.description.address else {
            throw ServerError.refused(
                "nothing says yet how members reach the server; serve it with `conv-server run`, where --address can "
                    + "say so"
            )
        }
        let user = try deviceOf.map(user)
        var randomness = SystemRandomNumberGenerator()
        let end = now.advanced(bySeconds: seconds)
        let (invite, secret) = try Registrar.invite(
            log, role: role, scopes: granted, user: user, expires: end, at: now, using: &randomness
        )
        let link = InviteLink(
            server: server, workspace: folder.description.workspace, invite: invite,
            rootFingerprint: folder.rootFingerprint, secret: secret
        )
        return Invite(
            link: link.description, invite: invite, role: role, scopes: granted, expires: end,
            isLocal: folder.description.isLoopback
        )
    }

    /// A change of what a user may reach.
    public struct GrantReport: Hashable, Sendable, Encodable {
        /// The user.
        public let user: Identifier
        /// The scope.
        public let scope: Scope
        /// Whether the user may reach it now.
        public let granted: Bool
        /// Whether that is different from before.
        public let changed: Bool
    }

    /// Grants a queue to a user, or revokes it; doing it twice changes nothing.
    public func setGrant(
        _ isGranted: Bool, user name: String, queue: String, history: GrantHistory = .all, at now: Instant
    ) throws -> GrantReport {
        let user = try user(name)
        let scope = try Self.queue(queue)
        let isHeld = try directory().users[user]?.grants[scope] != nil
        if isHeld != isGranted {
            var registrar = Registrar(log, at: now)
            registrar.state(isGranted ? .granted(user, scope, history: history) : .revoked(user, scope))
            try registrar.commit()
        }
        return GrantReport(user: user, scope: scope, granted: isGranted, changed: isHeld != isGranted)
    }

    private func directory() throws -> Directory {
        try log.read { try log.directories.current(at: try $0.directorySequence, in: $0) }
    }

    private static func queue(_ name: String) throws -> Scope {
        let id = name.hasPrefix("queue:") ? String(name.dropFirst(6)) : name
        guard Scope.isQueue(id) else {
            throw ServerError.invalidInput("a queue's name has 1 to 64 of a-z, 0-9, - and _")
        }
        return .queue(id)
    }

    /// Finds an administrator or owner by identifier or by name.
    func administrator(_ text: String) throws -> Identifier {
        let user = try user(text)
        guard try directory().users[user]?.role.isAdministrative == true else {
            throw ServerError.invalidInput("this member is no administrator, who alone can say who may be served")
        }
        return user
    }

    /// Finds a user by identifier or by name.
    private func user(_ text: String) throws -> Identifier {
        let directory = try directory()
        if let id = Identifier(text), directory.users[id] != nil { return id }
        let named = try directory.users.filter { try name(of: $0.value.source) == text }.map(\.key)
        guard let user = named.first else {
            throw ServerError.invalidInput("no member has this name or identifier; `conv-server status` lists them")
        }
        guard named.count == 1 else {
            throw ServerError.invalidInput(
                "several members have this name; use the identifier from `conv-server status`")
        }
        return user
    }

    /// What people call a user: the words of the change that admitted them.
    func name(of source: ChangeReference) throws -> String? { try log.read { try $0.words(of: source) } }
}
