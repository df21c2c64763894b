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
        /// Outcomes that were recorded.
        public var sentCount = 0
    }

    private let store: ReplicaStore
    private let key: SigningKey
    private var client: SyncClient
    /// How far the receipts were offered to a restored server.
    private var offeredDelivery: Int64 = 0

    /// What was done.
    public private(set) var progress = Progress()
    /// Whether the last pull reached the head with nothing left to send.
    public var isCaughtUp: Bool { client.isCaughtUp }

    /// Drives `store` with its device's key.
    public init(_ store: ReplicaStore, key: SigningKey) throws {
        self.store = store
        self.key = key
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
                effect = client.receive(.outbox(try store.outbox(limits: limits, key: key)))
            case .record(let outcomes):
                try store.record(outcomes, in: client.serverHistory, at: now)
                progress.sentCount += outcomes.count
                effect = client.receive(.applied(try store.cursor()))
            case .apply(let frames):
                let result = try store.apply(frames, at: now)
                progress.receivedCount += result.changeCount
                client.noteCheckpoint(hasMore: result.hasMore)
                effect = client.receive(.applied(try store.cursor()))
            case .collectRepair(let response, let isFirst):
                if isFirst {
                    try store.prepareRepair(of: response.history)
                    offeredDelivery = 0
                }
                let (request, last) = try store.offers(beyond: response, after: offeredDelivery)
                offeredDelivery = last
                effect = client.receive(.repair(request))
            case .purge:
                try store.purgeAll()
                return .stop(
                    ProtocolError(.deviceRevoked, "this device was revoked and its copy removed; ask for a new invite")
                )
            }
        }
    }
}
