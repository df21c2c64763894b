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
        /// Frames contradict what the server had signed before; nothing was applied.
        case contradicted
        /// The next offers for a repair, and where those behind them begin.
        case repair(RepairRequest, next: RepairPosition)
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
        /// Read the newest receipt, which shows what the server may have lost, and answer with `repair`.
        case openRepair
        /// Collect the next page of what a restored server lacks, within the limits of a request, and answer with
        /// `repair`. Before the last page is sent, what the server acknowledged and no receipt proves goes back to the
        /// outbox.
        case collectRepair(RepairResponse, after: RepairPosition, Limits)
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
        case openingRepair, askingRepair, collectingRepair, stopped
    }

    private let workspace: Identifier
    private let actor: ActorID
    private let key: SigningKey
    private var phase = Phase.offline
    private var token: [UInt8]?
    private var cursor: SyncCursor
    private var limits = Limits()
    private var failures = 0
    /// Whether the last push settled anything, so that more may wait.
    private var hasSettled = false
    /// The history that the server is in, as it said last; nil before the first hello.
    public private(set) var serverHistory: Identifier?
    /// The history in which everything that this replica holds was offered.
    private var offeredHistory: Identifier?
    private var position = RepairPosition.start
    private var isLastOffer = false
    /// What the server said of a round of offers.
    private var (takenCount, deferredCount) = (UInt64(0), UInt64(0))
    private var closing = Closing.none

    /// How a repair ends: what was acknowledged and no receipt proves goes along, before the server may serve others.
    private enum Closing: Hashable, Sendable {
        case none, sendingRest, saidSo
    }

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
            // A server that was restored gets what it lost before anything is based on it anew.
            return mustOffer ? openRepair() : readOutbox()
        case (.outbox(let batches), .readingOutbox):
            guard !batches.isEmpty else { return closing == .sendingRest ? closeRepair() : pull() }
            phase = .pushing
            return .send(.push(batches), token: token)
        case (.response(.outcomes(let outcomes)), .pushing):
            phase = .recording
            failures = 0
            hasSettled = outcomes.contains { if case .gap = $0.result { false } else { true } }
            return .record(outcomes)
        case (.applied(let cursor), .recording):
            self.cursor = cursor
            guard closing == .sendingRest else { return pull() }
            return hasSettled ? readOutbox() : closeRepair()
        case (.response(.frames(let frames)), .pulling):
            if case .checkpoint(let checkpoint)? = frames.last { serverHistory = checkpoint.cursor.history }
            // To be based anew is to drop what only this replica may hold, so that is offered first.
            guard !mustOffer else { return openRepair() }
            phase = .applying
            return .apply(frames)
        case (.applied(let cursor), .applying): return next(cursor)
        case (.repair(let request, _), .openingRepair):
            phase = .askingRepair
            return .send(.repair(request), token: token)
        case (.contradicted, .applying): return openRepair()
        case (.response(.repaired(let response)), .askingRepair): return collect(response)
        case (.repair(let request, let next), .collectingRepair):
            position = next
            isLastOffer = request.isLast
            phase = .askingRepair
            return .send(.repair(request), token: token)
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

    private mutating func pull() -> Effect {
        phase = .pulling
        return .send(.pull(cursor), token: token)
    }

    private mutating func next(_ cursor: SyncCursor) -> Effect {
        let moved = cursor != self.cursor
        self.cursor = cursor
        failures = 0
        guard isCaughtUp, !moved, !hasSettled else {
            hasSettled = false
            return readOutbox()
        }
        phase = .ready
        return .wait(milliseconds: Self.idleMilliseconds)
    }

    // MARK: Repair

    /// Whether there may be something that the server lacks: one offer of everything in each history is enough.
    private var mayOffer: Bool { offeredHistory == nil || offeredHistory != serverHistory }

    /// Whether this replica knows another history than the server, and has not offered what it holds of it.
    private var mustOffer: Bool { cursor.history != nil && cursor.history != serverHistory && mayOffer }

    private mutating func openRepair() -> Effect {
        phase = .openingRepair
        position = .start
        isLastOffer = false
        closing = .none
        (takenCount, deferredCount) = (0, 0)
        return .openRepair
    }

    private mutating func collect(_ response: RepairResponse) -> Effect {
        failures = 0
        if response.history != serverHistory {
            // It lost a tail, or was restored again meanwhile: what it lacks now is another question.
            serverHistory = response.history
            position = .start
            isLastOffer = false
            closing = .none
            (takenCount, deferredCount) = (0, 0)
        }
        takenCount += response.taken
        deferredCount += response.deferred
        if closing == .none, isLastOffer, takenCount > 0, deferredCount > 0 {
            // What rests on something that came after it is worth another round.
            position = .start
            isLastOffer = false
            (takenCount, deferredCount) = (0, 0)
        }
        switch closing {
        case .saidSo:
            offeredHistory = response.history
            closing = .none
            return readOutbox()
        case .none where isLastOffer, .sendingRest:
            closing = .sendingRest
            return readOutbox()
        case .none:
            phase = .collectingRepair
            return .collectRepair(response, after: position, limits)
        }
    }

    private mutating func closeRepair() -> Effect {
        closing = .saidSo
        phase = .askingRepair
        return .send(.repair(RepairRequest(batches: [], offers: [], isLast: true)), token: token)
    }

    private mutating func pause() -> Effect {
        phase = .offline
        token = nil
        isCaughtUp = false
        closing = .none
        let doubled = Self.pauseMilliseconds.lowerBound << Int64(min(failures, 7))
        failures += 1
        return .wait(milliseconds: min(doubled, Self.pauseMilliseconds.upperBound))
    }

    private mutating func fail(_ error: ProtocolError) -> Effect {
        switch error.code {
        case .deviceRevoked:
            phase = .stopped
            return .purge
        // Only administrators send the rest before the server is open.
        case .refilling where closing == .sendingRest: return closeRepair()
        case .refilling where token != nil && phase != .askingRepair && mayOffer: return openRepair()
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
