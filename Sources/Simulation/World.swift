import CRDT
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer

/// A whole world in one thread: a server, devices, their clocks and the network between them. Everything that happens
/// follows from the seed, so a seed plays a failure again, step by step.
public struct World {
    /// How much happens before the network heals.
    public static let stepCount = 160
    /// How many steps the world gets to become quiet afterwards.
    static let healingStepCountMax = 4000

    /// The seed.
    public let seed: UInt64
    var random: SeededGenerator
    var step = 0
    /// The true time, milliseconds since 1970.
    var now: Int64 = 1_750_000_000_000
    let log: LogStore
    var service: SyncService
    let serverReplica: ReplicaStore
    var serverDriver: SyncDriver
    let workspace: Identifier
    var nodes: [Node] = []
    var queues = [Scope.queue("support"), Scope.queue("billing")]
    /// Roots of tickets that anybody opened, with the article at the front.
    var tickets: [Identifier] = []
    var article: Identifier
    /// The secret words that were erased.
    var erasedWords: [String] = []
    var forgeryCount = 0
    /// Ids of changes that somebody without a key made up.
    var forgedIDs: Set<ChangeID> = []
    var trace: (String) -> Void

    /// Builds the world of a seed; `trace` is told each step.
    public init(seed: UInt64, trace: @escaping (String) -> Void = { _ in }) throws {
        self.seed = seed
        self.trace = trace
        var random = SeededGenerator(seed: seed)
        let start = Instant(milliseconds: now)
        workspace = Identifier(at: start, using: &random)
        let keys = ServerKeys(at: start, using: &random)
        let history = Identifier(at: start, using: &random)
        var limits = Limits()
        limits.frameCountMax = Int.random(in: 3...40, using: &random)
        limits.changeCountMax = Int.random(in: 6...40, using: &random)
        log = try LogStore(
            database: try Self.disk(), workspace: workspace, keys: keys, history: history, limits: limits
        )
        service = SyncService(log)
        let replicaActor = ActorID(high: random.next(), low: random.next())
        let replicaKey = SigningKey(using: &random)
        try Registrar.found(
            log, name: "Hub", replica: replicaActor, replicaKey: replicaKey.publicKey, at: start, randomness: random
        )
        let member = ReplicaStore.Member(
            workspace: workspace, user: keys.user, actor: replicaActor,
            rootFingerprint: keys.root.publicKey.fingerprint
        )
        serverReplica = try ReplicaStore.create(in: try Self.replicaDisk(), member: member)
        serverDriver = try SyncDriver(serverReplica, key: replicaKey)
        article = Identifier(at: start, using: &random)
        self.random = random
        try populate()
    }

    static func disk() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA secure_delete = ON; PRAGMA journal_mode = MEMORY")
        }
        return try DatabaseQueue(configuration: configuration)
    }

    /// A disk with a replica's empty tables: a copy, because making them takes longer than most worlds.
    static func replicaDisk() throws -> DatabaseQueue {
        let copy = try disk()
        try emptyReplica.get().backup(to: copy)
        return copy
    }

    private static let emptyReplica = Result { () throws -> DatabaseQueue in
        let original = try disk()
        try ReplicaStore.prepare(original)
        return original
    }

    private mutating func populate() throws {
        let count = Int.random(in: 2...4, using: &random)
        for name in 0..<count {
            let isAdministrator = name == 0
            let scopes = isAdministrator ? [] : queues.filter { _ in random.chance(70) }
            try join(name, isAdministrator: isAdministrator, scopes: scopes)
        }
        let article = article
        try nodes[0].store.write(at: time(of: 0), randomness: random) { writer in
            try writer.place(article, in: .workspace)
            try writer.edit(.article, article, root: article) { transaction in
                transaction.text("body").insert("How to mend a puncture.", at: 0)
            }
        }
        nodes[0].writtenCount += 2
    }

    private mutating func join(_ name: Int, isAdministrator: Bool, scopes: [Scope]) throws {
        let (invite, secret) = try Registrar.invite(
            log, role: isAdministrator ? .administrator : .agent, scopes: scopes,
            expires: Instant(milliseconds: now + 1_000_000_000), at: Instant(milliseconds: now), using: &random
        )
        let identity = SigningKey(using: &random)
        let device = SigningKey(using: &random)
        let actor = ActorID(high: random.next(), low: random.next())
        let request = JoinRequest(
            workspace: workspace, invite: invite, secret: secret, name: "Member \(name)", identity: identity,
            actor: actor, device: device
        )
        guard
            case .joined(let joined) = try service.answer(.join(request), token: nil, at: Instant(milliseconds: now))
        else { throw violation("an invite that was just made is not accepted") }
        let member = ReplicaStore.Member(
            workspace: workspace, user: joined.user, actor: actor, rootFingerprint: joined.rootKey.fingerprint
        )
        let store = try ReplicaStore.create(in: try Self.replicaDisk(), member: member)
        nodes.append(
            Node(
                name: name, isAdministrator: isAdministrator, store: store, key: device,
                driver: try SyncDriver(store, key: device),
                skewMilliseconds: random.chance(30) ? Int64.random(in: -100_000_000...100_000_000, using: &random) : 0
            )
        )
    }

    /// What a device's clock shows.
    func time(of node: Int) -> Instant { Instant(milliseconds: now + nodes[node].skewMilliseconds) }

    func violation(_ invariant: String) -> Violation { Violation(seed: seed, step: step, invariant: invariant) }

    /// Plays the world to its end.
    ///
    /// - Throws: `Violation` when an invariant is broken, and whatever a part of the system throws that it should not.
    public mutating func run() throws {
        do {
            while step < Self.stepCount {
                step += 1
                now += Int64.random(in: 0...5000, using: &random)
                try act()
                try checkCheap()
            }
            try heal()
            try checkQuiet()
        } catch let error as Violation {
            throw error
        } catch {
            throw violation("an error that should not happen: \(error)")
        }
    }
}
