public import CRDT
public import Hub
public import SyncProtocol

/// Carries out what the client machine asks for, against one replica and any transport, synchronously up to the next
/// request: the part that HTTP, the server's own replica and simulations share.
public struct SyncDriver: Sendable {
    /// What the caller must do next.
    public enum Step: Sendable {
        /// Send the request, then come back with `receive(.response)` or `receive(.disconnected)`.
        case send(Request, token: [UInt8]?)
        /// Nothing to do: come back with `receive(.wake)` when something was written, or after the time.
        case wait(milliseconds: Int64)
        /// A person must act first.
        case stop(ProtocolError)
    }

    /// What was done since the driver was made.
    public struct Progress: Hashable, Sendable {
        /// Changes that came from others and from this replica's own outbox.
        public var receivedCount = 0
        /// Changes of this replica's own that the server has decided about.
        public var sentCount = 0
        /// Whether the server knows other changes under numbers that this replica has used: another copy of the device
        /// is at work, or this one was set back.
        public var isCopied = false
    }

    private let store: ReplicaStore
    private let key: SigningKey
    private let earlier: [(actor: ActorID, key: SigningKey)]
    private let sendsOutbox: Bool
    private var client: SyncClient
    /// Whether the server was asked about a contradiction.
    private var hasContested = false

    /// What was done.
    public private(set) var progress = Progress()
    /// Whether the last pull reached the head with nothing left to send.
    public var isCaughtUp: Bool { client.isCaughtUp }

    /// Drives `store` with its device's key.
    ///
    /// - Parameters:
    ///   - earlier: The incarnations that the device was before, whose unsent changes it still sends.
    ///   - sendsOutbox: False where what waits is left to another driver of the same replica.
    public init(
        _ store: ReplicaStore, key: SigningKey, earlier: [(actor: ActorID, key: SigningKey)] = [],
        sendsOutbox: Bool = true
    ) throws {
        self.store = store
        self.key = key
        self.earlier = earlier
        self.sendsOutbox = sendsOutbox
        client = SyncClient(
            workspace: store.member.workspace, actor: store.member.actor, key: key, cursor: try store.cursor()
        )
    }

    /// Feeds one input to the machine and does what it asks for, until a request or a wait.
    ///
    /// - Throws: `ReplicaError.untrustworthy`, and what the database throws; the replica is as it was before the answer.
    public mutating func receive(_ input: SyncClient.Input, at now: Instant) throws -> Step {
        var effect = client.receive(input)
        while true {
            switch effect {
            case .send(let request, let token): return .send(request, token: token)
            case .wait(let milliseconds): return .wait(milliseconds: milliseconds)
            case .stop(let error): return .stop(error)
            case .readOutbox(let limits):
                let batches = sendsOutbox ? try store.outbox(limits: limits, key: key, earlier: earlier) : []
                effect = client.receive(.outbox(batches))
            case .record(let outcomes):
                try store.record(outcomes, in: client.serverHistory, at: now)
                progress.sentCount += outcomes.count { if case .gap = $0.result { false } else { true } }
                if outcomes.contains(where: { $0.result == .equivocation }) { progress.isCopied = true }
                effect = client.receive(.applied(try store.cursor()))
            case .apply(let frames):
                effect = try apply(frames, at: now)
            case .openRepair: effect = client.receive(.repair(try store.newestReceipt(), next: .start))
            case .collectRepair(let response, let position, let limits):
                let (request, next) = try store.offers(beyond: response, after: position, limits: limits)
                if request.isLast { try store.sendAgain(at: now) }
                effect = client.receive(.repair(request, next: next))
            case .purge:
                try store.purgeAll()
                return .stop(
                    ProtocolError(.deviceRevoked, "this device was revoked and its copy removed; ask for a new invite")
                )
            }
        }
    }

    /// Applies frames. A server that contradicts its own receipts may have been set back and not know it: it is shown the
    /// newest one, once.
    private mutating func apply(_ frames: [Frame], at now: Instant) throws -> SyncClient.Effect {
        do {
            let result = try store.apply(frames, at: now)
            progress.receivedCount += result.changeCount
            client.noteCheckpoint(hasMore: result.hasMore)
            return client.receive(.applied(try store.cursor()))
        } catch ReplicaError.untrustworthy where !hasContested {
            hasContested = true
            return client.receive(.contradicted)
        }
    }
}
