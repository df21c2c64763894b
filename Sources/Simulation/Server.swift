import CRDT
import Hub
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
    private(set) var replica: ReplicaStore
    private(set) var driver: SyncDriver
    private var replicaKey: SigningKey
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
        (replica, driver) = try Self.makeReplica(try disks.replica(), workspace, keys, actor, replicaKey)
    }

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
        _ disk: Disk, _ workspace: Identifier, _ keys: ServerKeys, _ actor: ActorID, _ key: SigningKey
    ) throws -> (ReplicaStore, SyncDriver) {
        let member = ReplicaStore.Member(
            workspace: workspace, user: keys.user, actor: actor, rootFingerprint: keys.root.publicKey.fingerprint
        )
        let store = try ReplicaStore.create(in: disk, member: member)
        return (store, try SyncDriver(store, key: key))
    }

    /// A new process on the same disk.
    mutating func restart() throws {
        disk.restart()
        log = try Self.open(disk, workspace, keys, history, limits, source)
        service = SyncService(log)
        driver = try SyncDriver(replica, key: replicaKey)
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
        (replica, driver) = try Self.makeReplica(try disks.replica(), workspace, keys, actor, replicaKey)
        isRestored = true
    }

    /// Lets its own replica take what the log holds; false when the log serves nobody. Their transport loses nothing.
    mutating func catchUp(at now: Instant) throws -> Bool {
        guard try log.read({ try $0.state }) == "open" else { return false }
        var input: SyncClient.Input = .wake
        for _ in 0..<World.healingStepCountMax {
            switch try driver.receive(input, at: now) {
            case .send(let request, let token):
                input = .response(try service.answer(request, token: token, at: now))
            case .wait:
                if driver.isCaughtUp { return true }
                input = .wake
            case .stop: return false
            }
        }
        return false
    }
}
