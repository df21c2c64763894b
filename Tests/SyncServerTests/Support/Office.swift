import CRDT
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer

/// A server and teammates in memory, without a network between them.
final class Office {
    /// A teammate's replica and its process.
    final class Desk {
        let store: ReplicaStore
        let key: SigningKey

        init(_ store: ReplicaStore, _ key: SigningKey) {
            self.store = store
            self.key = key
        }

        /// Opens a ticket with one message and returns its root; nothing is sent yet.
        @discardableResult
        func open(_ words: String, in queue: String = "support", at now: Instant = Office.now) throws -> Identifier {
            try store.write(at: now) { writer in
                let root = writer.newIdentifier()
                try writer.place(root, in: .queue(queue))
                try writer.edit(.ticket, root, root: root) { transaction in
                    try Ticket.open(TicketDraft(channel: "api", subject: words), in: &transaction)
                }
                return root
            }
        }

        /// The subject of a ticket, unsent work included.
        func subject(of ticket: Identifier) throws -> String? {
            Ticket(id: ticket, document: try store.documents(of: ticket).document(ticket)).subject
        }

        func count(_ condition: String) throws -> Int {
            try store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(condition)") ?? 0 }
        }
    }

    static let now = Instant(milliseconds: 1_750_000_000_000)

    private(set) var log: LogStore
    private let keys: ServerKeys
    private let workspace: Identifier
    private let limits: Limits
    private var database: DatabaseQueue

    init(limits: Limits = Limits()) throws {
        var random = SystemRandomNumberGenerator()
        keys = ServerKeys(at: Self.now, using: &random)
        workspace = Identifier(at: Self.now, using: &random)
        self.limits = limits
        database = try DatabaseQueue()
        log = try LogStore(
            database: database, workspace: workspace, keys: keys, history: Identifier(at: Self.now, using: &random),
            limits: limits
        )
        let replica = SigningKey(using: &random)
        try Registrar.found(
            log, name: "Hub", replica: ActorID(high: 7, low: 7), replicaKey: replica.publicKey, at: Self.now
        )
    }

    func join(_ role: Role = .agent, queues: [String] = ["support"]) throws -> Desk {
        var random = SystemRandomNumberGenerator()
        let (invite, secret) = try Registrar.invite(
            log, role: role, scopes: queues.map(Scope.queue), expires: Self.now.advanced(bySeconds: 60), at: Self.now,
            using: &random
        )
        let device = SigningKey(using: &random)
        let request = JoinRequest(
            workspace: workspace, invite: invite, secret: secret, name: "Somebody",
            identity: SigningKey(using: &random), actor: ActorID(high: random.next(), low: random.next()),
            device: device
        )
        guard case .joined(let joined) = try SyncService(log).answer(.join(request), token: nil, at: Self.now) else {
            throw ServerError.otherWorkspace
        }
        let member = ReplicaStore.Member(
            workspace: workspace, user: joined.user, actor: request.actor, rootFingerprint: joined.rootKey.fingerprint
        )
        return Desk(try ReplicaStore.create(in: try DatabaseQueue(), member: member), device)
    }

    /// Lets a desk talk to the server until it has nothing more to say.
    ///
    /// - Parameter edit: Sees each question and its answer, before the answer is taken.
    /// - Returns: Whether it is caught up.
    @discardableResult
    func sync(_ desk: Desk, _ edit: (Request, Response) throws -> Response = { $1 }) throws -> Bool {
        var driver = try SyncDriver(desk.store, key: desk.key)
        return try talk(&driver, edit)
    }

    /// The same with a process that goes on.
    func talk(_ driver: inout SyncDriver, _ edit: (Request, Response) throws -> Response = { $1 }) throws -> Bool {
        var step = try driver.receive(.wake, at: Self.now)
        while case .send(let request, let token) = step {
            let response = try SyncService(log).answer(request, token: token, at: Self.now)
            step = try driver.receive(.response(try edit(request, response)), at: Self.now)
        }
        return driver.isCaughtUp
    }

    /// A copy of the log.
    func backup() throws -> DatabaseQueue {
        let copy = try DatabaseQueue()
        try database.backup(to: copy)
        return copy
    }

    /// Puts a copy in the log's place.
    ///
    /// - Parameter isNoted: Whether it is done as `conv-server restore` does, in a new history.
    func restore(_ copy: DatabaseQueue, isNoted: Bool = true) throws {
        database = copy
        log = try LogStore(
            database: copy, workspace: workspace, keys: keys, history: Identifier(high: 1, low: 1), limits: limits
        )
        if isNoted { try log.beginNewHistory(at: Self.now) }
    }
}
