import CRDT
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
    let disks: DiskPool
    let trace: ((String) -> Void)?
    var random: SeededGenerator
    var step = 0
    /// The true time, milliseconds since 1970.
    var now: Int64 = 1_750_000_000_000
    var server: Server
    /// What the log has said so far.
    var model: LogModel
    var nodes: [Node] = []
    let queues = [Scope.queue("support"), Scope.queue("billing")]
    /// Roots of tickets that anybody opened.
    var tickets: [Identifier] = []
    let article: Identifier
    /// Whether customers write and the assistant answers.
    let hasAssistant: Bool
    /// Who speaks in which ticket.
    var speech = SpeechModel()
    /// Which rare faults the world knows.
    let disasters: Disasters
    /// How many messages of a hundred the network loses.
    let lossPercent: Int
    /// Changes that were acknowledged, by node.
    var acknowledged: [ChangeID: Int] = [:]
    /// Acknowledged changes that a restored log lacks, and the nodes that hold them under a receipt.
    var lost: [ChangeID: Set<Int>] = [:]
    /// Devices of which an administrator's replica proves that they were revoked, whatever a restored log says.
    var revokedForGood: Set<ActorID> = []
    /// Ids of changes that somebody without a key made up.
    var forgedIDs: Set<ChangeID> = []
    /// Requests that the network delivers once more, later.
    var late: [(node: Int, request: Request, token: [UInt8]?)] = []
    /// Outside events that are reported more than once.
    var events: [(ticket: Identifier, hash: [UInt8])] = []

    /// Faults that change so much that most worlds do without them.
    struct Disasters {
        /// The server loses its disk and is restored from a copy.
        let serverRestore: Bool
        /// Devices lose their disks and are restored from copies.
        let deviceRestore: Bool
    }

    /// Builds the world of a seed on disks that no other world uses meanwhile; `trace` is told each step.
    public init(seed: UInt64, disks: DiskPool, trace: ((String) -> Void)? = nil) throws {
        disks.beginWorld()
        self.seed = seed
        self.disks = disks
        self.trace = trace
        var random = SeededGenerator(seed: seed)
        let start = Instant(milliseconds: now)
        disasters = Disasters(serverRestore: random.chance(25), deviceRestore: random.chance(25))
        lossPercent = [0, 3, 10, 20].randomElement(using: &random) ?? 0
        server = try Server(disks, at: start, using: &random)
        // The others play as if there were no assistant, so that they cost what they did.
        hasAssistant = seed.isMultiple(of: 5)
        model = LogModel(workspace: server.workspace, notesEdits: hasAssistant)
        article = Identifier(at: start, using: &random)
        self.random = random
        try populate()
    }

    private mutating func populate() throws {
        if hasAssistant { try prepareAssistant() }
        for name in 0..<Int.random(in: 2...4, using: &random) { try join(name, isAdministrator: name == 0) }
        let article = article
        try change(0) { writer, _ in
            try writer.place(article, in: .workspace)
            try writer.edit(.article, article, root: article) { transaction in
                transaction.text("body").insert("How to mend a puncture.", at: 0)
            }
        }
    }

    /// Admits a member with a new device.
    mutating func join(_ name: Int, isAdministrator: Bool) throws {
        let scopes = isAdministrator ? [] : queues.filter { _ in random.chance(70) }
        let (invite, secret) = try Registrar.invite(
            server.log, role: isAdministrator ? .administrator : .agent, scopes: scopes,
            expires: serverTime.advanced(bySeconds: 1_000_000), at: serverTime, using: &random
        )
        let identity = SigningKey(using: &random)
        let device = SigningKey(using: &random)
        let actor = ActorID(high: random.next(), low: random.next())
        let request = JoinRequest(
            workspace: server.workspace, invite: invite, secret: secret, name: "Member \(name)", identity: identity,
            actor: actor, device: device
        )
        guard case .joined(let joined) = try server.service.answer(.join(request), token: nil, at: serverTime) else {
            throw violation("an invite that was just made is not accepted")
        }
        let member = ReplicaStore.Member(
            workspace: server.workspace, user: joined.user, actor: actor, rootFingerprint: joined.rootKey.fingerprint
        )
        let disk = try disks.replica()
        let store = try ReplicaStore.create(in: disk, member: member)
        nodes.append(
            Node(
                name: name, isAdministrator: isAdministrator, key: device, disk: disk, store: store,
                driver: try SyncDriver(store, key: device),
                skewMilliseconds: random.chance(30) ? Int64.random(in: -100_000_000...100_000_000, using: &random) : 0
            )
        )
    }

    /// What a device's clock shows.
    func time(of node: Int) -> Instant { Instant(milliseconds: max(0, now + nodes[node].skewMilliseconds)) }

    /// What the server's clock shows.
    var serverTime: Instant { Instant(milliseconds: max(0, now + server.skewMilliseconds)) }

    func violation(_ invariant: String) -> Violation { Violation(seed: seed, step: step, invariant: invariant) }

    /// Tells whoever watches a replay.
    func note(_ text: @autoclosure () -> String) { trace?("\(step) \(text())") }

    /// Plays the world to its end.
    ///
    /// - Throws: `Violation` when an invariant is broken, or a part of the system throws what it should not.
    public mutating func run() throws {
        do {
            while step < Self.stepCount {
                step += 1
                now += Int64.random(in: 0...5000, using: &random)
                try act()
                if hasAssistant { try attend() }
                try followLog()
            }
            try heal()
            try checkQuiet()
        } catch let error as Violation {
            throw error
        } catch {
            throw violation("an error that should not happen: \(error)")
        }
    }

    /// One random thing happens.
    private mutating func act() throws {
        let node = Int.random(in: 0..<nodes.count, using: &random)
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<20: try write(node)
        case 20..<72:
            for _ in 0..<Int.random(in: 1...6, using: &random) { try move(node, isLossy: true) }
        case 72..<75: try deliverLate()
        case 75..<77: partition(node)
        case 77..<79: try strikeDisaster(node)
        case 79..<82: try restart(node)
        case 82..<84: try restartServer()
        case 84..<86: stepClock(node)
        case 86..<91: try administer()
        case 91..<93: try forge()
        case 93..<94: try reportEvent(node)
        case 94..<96: try strikeDisaster(node)
        case 96..<97: try nodes[node].store.indexSearch(limit: 2)
        default: _ = try server.catchUp(at: serverTime)
        }
    }

    /// Reads what the log has added, and checks it.
    mutating func followLog() throws {
        if let broken = try model.follow(server.disk) { throw violation(broken) }
        for edit in model.takeEdits() {
            let broken = speech.follow(edit, server: server.keys.user, model.directory)
            if let broken { throw violation(broken) }
        }
        if let forged = forgedIDs.first(where: model.accepted.contains) { throw violation("\(forged) is forged") }
    }
}
