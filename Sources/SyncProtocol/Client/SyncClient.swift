public import CRDT
public import Hub

/// The client's end of the protocol: takes inputs, returns effects, touches nothing.
///
/// A driver feeds it answers, failures and the passing of time, and carries out what it returns; the same machine runs
/// over HTTP, inside the server and in simulation. Pushing and pulling take turns, so neither waits for the other to be
/// done, and every answer is acted on before the next question, so at most one request is under way.
public struct SyncClient: Sendable {
    /// What happens to the client.
    public enum Input: Sendable {
        /// Begin, or look again: something was written locally, the server woke us, or a wait is over.
        case wake
        /// The answer to the last request.
        case response(Response)
        /// The last request got no answer.
        case disconnected
        /// The changes that wait to be sent, as signed batches; empty when there are none.
        case outbox([Batch])
        /// Frames were applied, or outcomes recorded; the cursor is where the replica now stands.
        case applied(SyncCursor)
        /// The offers for a repair, and whether they are all.
        case repair(RepairRequest)
    }

    /// What the driver must do.
    public enum Effect: Hashable, Sendable {
        /// Send a request; the token belongs with it when the endpoint needs one.
        case send(Request, token: [UInt8]?)
        /// Read what waits to be sent, up to the limits, and answer with `outbox`.
        case readOutbox(Limits)
        /// Record outcomes, then answer with `applied`.
        case record([PushOutcome])
        /// Apply frames up to the checkpoint in one transaction, then answer with `applied`.
        case apply([Frame])
        /// Purge everything: the device was revoked.
        case purge
        /// Collect the next of what a restored server lacks, or the first, and answer with `repair`; no offers mean that
        /// all was offered.
        case collectRepair(RepairResponse, isFirst: Bool)
        /// Nothing to do until woken or until `milliseconds` have passed.
        case wait(milliseconds: Int64)
        /// Give up until a person acts.
        case stop(ProtocolError)
    }

    /// How a pause after failures grows: from half a second, doubled each time, to a minute.
    public static let pauseMilliseconds: ClosedRange<Int64> = 500...60_000
    /// How long an idle client waits before it looks again by itself.
    public static let idleMilliseconds: Int64 = 30_000

    private enum Phase: Hashable, Sendable {
        case offline, saidHello, authenticating, ready, readingOutbox, pushing, recording, pulling, applying
        case repairing, collectingRepair, closingRepair, stopped
    }

    private let workspace: Identifier
    private let actor: ActorID
    private let key: SigningKey
    private var phase = Phase.offline
    private var token: [UInt8]?
    private var cursor: SyncCursor
    private var limits = Limits()
    private var failures = 0
    /// Whether a restored server is being told what it lacks.
    private var isRepairing = false
    /// Whether the next offer is the first of a round.
    private var isFirstOffer = true
    /// Whether a round brought something on which more can rest, so that another is worth its while.
    private var mustOfferAgain = false
    /// Whether the last push named numbers that the server lacks.
    private var hasGap = false
    /// The history of a restored server that was told everything.
    private var repairedHistory: Identifier?

    /// The history that the server is in, as far as it said; nil before the first hello.
    public private(set) var serverHistory: Identifier?

    /// The server's clock minus ours at the last hello, in milliseconds; nil before.
    public private(set) var serverTime: Instant?
    /// True when the last pull reached the head and nothing was left to push.
    public private(set) var isCaughtUp = false

    /// Starts a client of a device that stands at `cursor`.
    public init(workspace: Identifier, actor: ActorID, key: SigningKey, cursor: SyncCursor) {
        self.workspace = workspace
        self.actor = actor
        self.key = key
        self.cursor = cursor
    }

    /// Takes one input and says what to do next.
    public mutating func receive(_ input: Input) -> Effect {
        switch (input, phase) {
        case (.wake, .offline):
            phase = .saidHello
            return .send(.hello(HelloRequest(workspace: workspace, actor: actor)), token: nil)
        case (.wake, .ready): return readOutbox()
        case (.wake, .stopped): return .wait(milliseconds: Self.pauseMilliseconds.upperBound)
        case (.disconnected, _): return pause()
        case (.response(.failure(let error)), _): return fail(error)
        case (.response(.hello(let hello)), .saidHello):
            guard protocolVersions.contains(hello.version) else {
                return stop(ProtocolError(.upgradeRequired, "the server speaks another version; upgrade this program"))
            }
            serverTime = hello.serverTime
            serverHistory = hello.history
            limits = hello.limits
            phase = .authenticating
            let request = AuthenticateRequest(
                workspace: workspace, actor: actor, challenge: hello.challenge, key: key
            )
            return .send(.authenticate(request), token: nil)
        case (.response(.authenticated(let token, _)), .authenticating):
            self.token = token
            failures = 0
            return mustRepair(serverHistory) ? repair() : readOutbox()
        case (.outbox(let batches), .readingOutbox):
            guard !batches.isEmpty else { return isRepairing ? closeRepair() : pull() }
            phase = .pushing
            return .send(.push(batches), token: token)
        case (.response(.outcomes(let outcomes)), .pushing):
            phase = .recording
            hasGap = outcomes.contains { if case .gap = $0.result { true } else { false } }
            return .record(outcomes)
        case (.applied(let cursor), .recording):
            self.cursor = cursor
            guard isRepairing else { return pull() }
            // What the server cannot take yet waits for what others offer.
            return hasGap ? closeRepair() : readOutbox()
        case (.response(.frames(let frames)), .pulling):
            // To be based anew is to drop what only this replica may hold, so that is offered first.
            if case .checkpoint(let checkpoint)? = frames.last, mustRepair(checkpoint.cursor.history) {
                serverHistory = checkpoint.cursor.history
                return repair()
            }
            phase = .applying
            return .apply(frames)
        case (.applied(let cursor), .applying): return next(cursor)
        case (.response(.repaired(let response)), .repairing):
            serverHistory = response.history
            phase = .collectingRepair
            mustOfferAgain = mustOfferAgain || response.taken > 0 && response.deferred > 0
            defer { isFirstOffer = false }
            return .collectRepair(response, isFirst: isFirstOffer)
        case (.repair(let request), .collectingRepair):
            if request.offers.isEmpty {
                // What was acknowledged and never came back goes along, before the server may serve others again.
                return mustOfferAgain ? repair() : readOutbox()
            }
            phase = .repairing
            return .send(.repair(request), token: token)
        case (.response(.repaired(let response)), .closingRepair):
            isRepairing = false
            repairedHistory = response.history
            return pull()
        default:
            // An answer that fits no question: the connection is not to be trusted, begin again.
            return pause()
        }
    }

    /// Notes what the last applied checkpoint said about what is waiting.
    public mutating func noteCheckpoint(hasMore: Bool) { isCaughtUp = !hasMore }

    private mutating func readOutbox() -> Effect {
        phase = .readingOutbox
        return .readOutbox(limits)
    }

    /// Whether this replica knows another history than the server and has not offered what it holds of it.
    private func mustRepair(_ history: Identifier?) -> Bool {
        guard let known = cursor.history, let history else { return false }
        return known != history && repairedHistory != history
    }

    private mutating func repair() -> Effect {
        isRepairing = true
        isFirstOffer = true
        mustOfferAgain = false
        phase = .repairing
        return .send(.repair(RepairRequest(batches: [], offers: [], isLast: false)), token: token)
    }

    private mutating func closeRepair() -> Effect {
        phase = .closingRepair
        return .send(.repair(RepairRequest(batches: [], offers: [], isLast: true)), token: token)
    }

    private mutating func pull() -> Effect {
        phase = .pulling
        return .send(.pull(cursor), token: token)
    }

    private mutating func next(_ cursor: SyncCursor) -> Effect {
        let moved = cursor != self.cursor
        self.cursor = cursor
        failures = 0
        guard isCaughtUp, !moved else { return readOutbox() }
        phase = .ready
        return .wait(milliseconds: Self.idleMilliseconds)
    }

    private mutating func pause() -> Effect {
        phase = .offline
        token = nil
        isCaughtUp = false
        isRepairing = false
        let doubled = Self.pauseMilliseconds.lowerBound << Int64(min(failures, 7))
        failures += 1
        return .wait(milliseconds: min(doubled, Self.pauseMilliseconds.upperBound))
    }

    private mutating func fail(_ error: ProtocolError) -> Effect {
        switch error.code {
        case .deviceRevoked:
            phase = .stopped
            return .purge
        case .refilling where token != nil && repairedHistory != serverHistory:
            return repair()
        case .unauthenticated, .staleChallenge, .unavailable, .refilling, .notFound: return pause()
        case .malformed, .tooLarge, .badSignature, .upgradeRequired, .unknownDevice, .unknownWorkspace,
            .inviteInvalid, .rootMismatch:
            return stop(error)
        }
    }

    private mutating func stop(_ error: ProtocolError) -> Effect {
        phase = .stopped
        return .stop(error)
    }
}
