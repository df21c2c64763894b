import CRDT
import Hub
import Logging
import Replica
import SyncProtocol
import SyncServer
import Synchronization

/// The server: a disk with the log, the process that serves it, and its own replica.
struct Server {
    /// Gives the log's generators, one after another.
    private final class Source: Sendable {
        private let random: Mutex<SeededGenerator>

        init(seed: UInt64) { random = Mutex(SeededGenerator(seed: seed)) }

        func next() -> SeededGenerator { SeededGenerator(seed: random.withLock { $0.next() }) }
    }

    private static let name = "Hub"

    let workspace: Identifier
    let keys: ServerKeys
    let disk: Disk
    private let history: Identifier
    private let limits: Limits
    private let source: Source
    private(set) var log: LogStore
    private(set) var service: SyncService
    /// The disk of its own replica.
    private(set) var replicaDisk: Disk
    /// Its own replica with what feeds it, as the programs have it.
    private(set) var own: ServerReplica
    /// The assistant, which works beside it in the same process.
    private(set) var desk: AssistantDesk
    private var replicaKey: SigningKey
    /// What of its own replica's file has reached the disk: it is flushed more rarely than the log.
    private var flushed: Disk?
    /// The server's clock minus the true one, in milliseconds.
    var skewMilliseconds: Int64 = 0
    /// A copy of the disk.
    var backup: Disk?
    /// Whether the copy was put back.
    var isRestored = false
    /// Whether the operator let it serve before an administrator's replica had offered what it holds.
    private(set) var servesBeforeRefill = false

    /// Founds a workspace.
    init(_ disks: DiskPool, at start: Instant, using random: inout SeededGenerator) throws {
        workspace = Identifier(at: start, using: &random)
        keys = ServerKeys(at: start, using: &random)
        history = Identifier(at: start, using: &random)
        var limits = Limits()
        limits.frameCountMax = Int.random(in: 3...40, using: &random)
        limits.changeCountMax = Int.random(in: 6...40, using: &random)
        self.limits = limits
        source = Source(seed: random.next())
        disk = try disks.log()
        log = try Self.open(disk, workspace, keys, history, limits, source)
        service = SyncService(log)
        let actor = ActorID(high: random.next(), low: random.next())
        replicaKey = SigningKey(using: &random)
        try Registrar.found(log, name: Self.name, replica: actor, replicaKey: replicaKey.publicKey, at: start)
        replicaDisk = try disks.replica()
        let store = try Self.makeReplica(replicaDisk, workspace, keys, actor)
        own = ServerReplica(store: store, log: log, key: replicaKey, lockPath: nil)
        desk = Self.makeDesk(own, source)
    }

    /// The server's own replica.
    var replica: ReplicaStore { own.store }

    /// The generators of identifiers and salts that whatever the server writes is made with.
    func randomness() -> SeededGenerator { source.next() }

    private static func open(
        _ disk: Disk, _ workspace: Identifier, _ keys: ServerKeys, _ history: Identifier, _ limits: Limits,
        _ source: Source
    ) throws -> LogStore {
        try LogStore(
            database: disk, workspace: workspace, keys: keys, history: history, limits: limits,
            randomness: { source.next() }
        )
    }

    private static func makeReplica(
        _ disk: Disk, _ workspace: Identifier, _ keys: ServerKeys, _ actor: ActorID
    ) throws -> ReplicaStore {
        let member = ReplicaStore.Member(
            workspace: workspace, user: keys.user, actor: actor, rootFingerprint: keys.root.publicKey.fingerprint
        )
        return try ReplicaStore.create(in: disk, member: member)
    }

    private static func makeDesk(_ replica: ServerReplica, _ source: Source) -> AssistantDesk {
        var logger = Logger(label: "simulation")
        logger.logLevel = .critical
        return AssistantDesk(replica, logger: logger, randomness: { source.next() })
    }

    /// A new process on the same disks.
    mutating func restart() throws {
        disk.restart()
        replicaDisk.restart()
        log = try Self.open(disk, workspace, keys, history, limits, source)
        service = SyncService(log)
        let store = try ReplicaStore.open(replicaDisk, path: replicaDisk.path)
        own = ServerReplica(store: store, log: log, key: replicaKey, lockPath: nil)
        try own.raiseNumber()
        desk = Self.makeDesk(own, source)
    }

    /// Notes that all of the replica's file has reached the disk.
    mutating func flush(_ disks: DiskPool) throws {
        let copy = try flushed ?? disks.replica()
        try copy.restore(replicaDisk)
        flushed = copy
    }

    /// The machine loses power: the log has everything that was committed, the replica's file what was flushed.
    ///
    /// - Returns: Whether a flushed state was there to go back to.
    mutating func losePower() throws -> Bool {
        guard let flushed else { return false }
        try replicaDisk.restore(flushed)
        try restart()
        return true
    }

    /// Puts the copy back, as `conv-server restore` does: in a new history, with a new device for its own replica.
    mutating func restore(
        _ copy: Disk, acceptsLoss: Bool, _ disks: DiskPool, at now: Instant, using random: inout SeededGenerator
    ) throws {
        try disk.restore(copy)
        try restart()
        try log.beginNewHistory(at: now)
        if acceptsLoss { try log.acceptLoss() }
        servesBeforeRefill = acceptsLoss
        let actor = ActorID(high: random.next(), low: random.next())
        replicaKey = SigningKey(using: &random)
        try Registrar.enrolReplica(log, name: Self.name, replica: actor, replicaKey: replicaKey.publicKey, at: now)
        (replicaDisk, flushed) = (try disks.replica(), nil)
        let store = try Self.makeReplica(replicaDisk, workspace, keys, actor)
        own = ServerReplica(store: store, log: log, key: replicaKey, lockPath: nil)
        desk = Self.makeDesk(own, source)
        isRestored = true
    }

    /// Lets its own replica take what the log holds, and send what it holds; false when the log serves nobody.
    func catchUp(at now: Instant) throws -> Bool {
        guard try log.read({ try $0.state }) == "open" else { return false }
        try own.catchUp { now }
        return true
    }
}
