import CRDT
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer

/// A person with a replica in memory who joins by an invite and syncs over real HTTP.
struct Teammate: Sendable {
    let store: ReplicaStore
    let key: SigningKey
    /// Where the server listens that the teammate asks.
    var address: String
    var transport: HTTPTransport
    let workspace: Identifier

    /// The answer to a join was not what it should be.
    struct Refused: Error {
        let error: ProtocolError?
    }

    /// Uses an invite at a server.
    ///
    /// - Parameter path: The file of the replica; it is in memory when not given.
    init(joining link: InviteLink, at address: String, name: String, path: String? = nil) async throws {
        var randomness = SystemRandomNumberGenerator()
        let identity = SigningKey(using: &randomness)
        key = SigningKey(using: &randomness)
        workspace = link.workspace
        let actor = ActorID(high: randomness.next(), low: randomness.next())
        self.address = address
        transport = HTTPTransport(server: address, workspace: link.workspace)
        let request = JoinRequest(
            workspace: link.workspace, invite: link.invite, secret: link.secret, name: name, identity: identity,
            actor: actor, device: key
        )
        let response = try await transport.exchange(.join(request), token: nil)
        guard case .joined(let joined) = response else {
            guard case .failure(let error) = response else { throw Refused(error: nil) }
            throw Refused(error: error)
        }
        store = try ReplicaStore.create(
            in: try path.map { try ReplicaStore.openDatabase(path: $0) } ?? DatabaseQueue(),
            member: .init(
                workspace: link.workspace, user: joined.user, actor: actor, rootFingerprint: link.rootFingerprint
            )
        )
    }

    /// Invites somebody to a folder and lets them join.
    static func joined(
        _ folder: WorkspaceFolder, at address: String, name: String, role: Role = .agent, queues: [String] = ["general"]
    ) async throws -> Teammate {
        let link = try folder.invite(role: role, queues: queues)
        return try await Teammate(joining: link, at: address, name: name)
    }

    /// Syncs until nothing is left.
    func sync() async throws {
        var driver = try SyncDriver(store, key: key)
        var step = try driver.receive(.wake, at: ServerClock.now())
        while true {
            switch step {
            case .send(let request, let token):
                let response = try await transport.exchange(request, token: token)
                step = try driver.receive(.response(response), at: ServerClock.now())
            case .wait:
                guard driver.isCaughtUp else { throw Refused(error: nil) }
                return
            case .stop(let error): throw Refused(error: error)
            }
        }
    }

    /// A token, as the protocol gives it.
    func token() async throws -> [UInt8] {
        let hello = HelloRequest(workspace: workspace, actor: store.member.actor)
        guard case .hello(let answer) = try await transport.exchange(.hello(hello), token: nil) else {
            throw Refused(error: nil)
        }
        let request = AuthenticateRequest(
            workspace: workspace, actor: store.member.actor, challenge: answer.challenge, key: key
        )
        guard case .authenticated(let token, _) = try await transport.exchange(.authenticate(request), token: nil)
        else {
            throw Refused(error: nil)
        }
        return token
    }

    /// Opens a ticket with one message and returns its root; nothing is sent yet.
    @discardableResult
    func open(_ words: String, in queue: String = "general") throws -> Identifier {
        try store.write(at: ServerClock.now()) { writer in
            let root = writer.newIdentifier()
            try writer.place(root, in: .queue(queue))
            try writer.edit(.ticket, root, root: root) { transaction in
                try Ticket.open(TicketDraft(channel: "api", subject: words), in: &transaction)
            }
            try writer.edit(.discussion, root.publicDiscussion, root: root) { transaction in
                try Discussion.begin(visibility: .public, in: &transaction)
                let author = Author(kind: .teammate, id: store.member.user.description)
                Discussion.post(MessageDraft(author: author, body: words), in: &transaction)
            }
            return root
        }
    }

    /// Changes that wait, and changes that were refused.
    func unsent() throws -> (pending: Int, parked: Int) {
        try store.database.read { db in
            (
                try Int.fetchOne(db, sql: "SELECT count(*) FROM change WHERE state = 1") ?? 0,
                try Int.fetchOne(db, sql: "SELECT count(*) FROM change WHERE state = 2") ?? 0
            )
        }
    }
}

extension WorkspaceFolder {
    /// The link of a new invite.
    func invite(role: Role = .agent, queues: [String] = ["general"]) throws -> InviteLink {
        let invite = try MembershipOperations(self).invite(
            role: role, queues: queues, scopes: [], deviceOf: nil, expires: "1h", at: ServerClock.now()
        )
        guard let link = InviteLink(invite.link) else { throw Teammate.Refused(error: nil) }
        return link
    }
}
