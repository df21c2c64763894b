public import CRDT
public import Hub
public import SyncProtocol

/// Keeps one replica and its server in step over a transport, once or for as long as it runs.
public struct SyncSession: Sendable {
    /// What a session tells whoever watches it.
    public enum Notice: Hashable, Sendable {
        /// Changes came or were sent, in all so far.
        case progress(SyncDriver.Progress)
        /// Everything is sent and everything that follows the cursor is here.
        case caughtUp(SyncDriver.Progress)
        /// Everything is here; so many tickets are still to be entered into the full-text index.
        case indexing(left: Int)
        /// No answer; it is tried again after so many milliseconds.
        case waiting(reason: String, milliseconds: Int64)
    }

    private let store: ReplicaStore
    private let transport: any SyncTransport
    private let files: FileSender?
    private let now: @Sendable () -> Instant
    private var driver: SyncDriver
    private var token: [UInt8]?
    private var lastFailure: (any Error)?

    /// How often a single sync tries again before it gives up.
    private static let attemptsMax = 4
    /// How often a session that stays looks for work that other processes wrote.
    private static let outboxLookMilliseconds: Int64 = 250
    /// How long a stream was open that its loss means something.
    private static let heldStreamMillisecondsMin: Int64 = 2000
    /// After how long at most a session asks again that lost such a stream.
    private static let lostStreamMillisecondsMax: Int64 = 1000
    /// Tickets that are entered into the full-text index before the outbox and the server are looked at again.
    private static let indexCountMax = 200

    /// Prepares a session; nothing is sent.
    ///
    /// - Parameters:
    ///   - earlier: The incarnations that the device was before, whose unsent changes it still sends.
    ///   - files: What the device has attached to tickets, which goes before the changes that refer to it.
    public init(
        _ store: ReplicaStore, key: SigningKey, earlier: [(actor: ActorID, key: SigningKey)] = [],
        files: AttachedFiles? = nil, transport: any SyncTransport, now: @escaping @Sendable () -> Instant
    ) throws {
        self.store = store
        self.transport = transport
        self.files = files.map { FileSender($0, over: transport) }
        self.now = now
        driver = try SyncDriver(store, key: key, earlier: earlier)
    }

    /// Sends and fetches until nothing is left, then completes the full-text index.
    ///
    /// - Returns: What was done.
    /// - Throws: `TransportError` when the server cannot be reached; `ProtocolError` when it refuses;
    ///   `ReplicaError.untrustworthy`. What was applied and sent before stays so.
    @discardableResult
    public mutating func catchUp(_ notify: @Sendable (Notice) -> Void = { _ in }) async throws -> SyncDriver.Progress {
        var attempts = 0
        var step = try driver.receive(.wake, at: now())
        while true {
            switch step {
            case .send(let request, let token):
                step = try await exchange(request, token)
                notify(.progress(driver.progress))
            case .wait where driver.isCaughtUp:
                notify(.caughtUp(driver.progress))
                while try isIndexing(notify) { try Task.checkCancellation() }
                return driver.progress
            case .wait(let milliseconds):
                attempts += 1
                if attempts >= Self.attemptsMax, let lastFailure {
                    // What an earlier sync left out of the index needs no network.
                    while try isIndexing(notify) { try Task.checkCancellation() }
                    throw lastFailure
                }
                let pause = Self.jittered(milliseconds)
                notify(.waiting(reason: Self.text(lastFailure), milliseconds: pause))
                try await Task.sleep(for: .milliseconds(pause))
                step = try driver.receive(.wake, at: now())
            case .stop(let error): throw error
            }
        }
    }

    /// Stays in step until the task is cancelled: sends what is written here, fetches what others write. Returns when the
    /// server knows of another copy of this device, which then needs a new incarnation.
    ///
    /// - Throws: `ProtocolError` when a person must act first; `ReplicaError.untrustworthy`; `CancellationError`.
    public mutating func follow(_ notify: @Sendable (Notice) -> Void = { _ in }) async throws {
        var step = try driver.receive(.wake, at: now())
        while true {
            try Task.checkCancellation()
            switch step {
            case .send(let request, let token):
                step = try await exchange(request, token)
                notify(.progress(driver.progress))
            case .wait(let milliseconds):
                if driver.isCaughtUp {
                    notify(.caughtUp(driver.progress))
                    guard !driver.progress.isCopied else { return }
                    // A bounded part at a time, so that nothing new waits for a long index.
                    if try !isIndexing(notify) { try await awaitWork(milliseconds: Self.jittered(milliseconds)) }
                } else {
                    let pause = Self.jittered(milliseconds)
                    notify(.waiting(reason: Self.text(lastFailure), milliseconds: pause))
                    try await Task.sleep(for: .milliseconds(pause))
                }
                step = try driver.receive(.wake, at: now())
            case .stop(let error): throw error
            }
        }
    }

    /// Goes on with the full-text index; false when nothing is left.
    private func isIndexing(_ notify: @Sendable (Notice) -> Void) throws -> Bool {
        let left = try store.indexSearch(limit: Self.indexCountMax)
        if left > 0 { notify(.indexing(left: left)) }
        return left > 0
    }

    private mutating func exchange(_ request: Request, _ token: [UInt8]?) async throws -> SyncDriver.Step {
        self.token = token ?? self.token
        do {
            let refusal = try await files?.send(for: request, token: token)
            let response = if let refusal { refusal } else { try await transport.exchange(request, token: token) }
            if case .failure(let error) = response { lastFailure = error }
            return try driver.receive(.response(response), at: now())
        } catch let error as TransportError {
            lastFailure = error
            return try driver.receive(.disconnected, at: now())
        }
    }

    /// Returns when the server or another process of this person has something, or when the time is up.
    private func awaitWork(milliseconds: Int64) async throws {
        let (store, transport, token) = (store, transport, token)
        let cursor = try store.cursor()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await Task.sleep(for: .milliseconds(milliseconds)) }
            group.addTask {
                while try !store.hasUnsent() {
                    try await Task.sleep(for: .milliseconds(Self.outboxLookMilliseconds))
                }
            }
            if let token {
                group.addTask {
                    let start = ContinuousClock.now
                    do {
                        try await transport.awaitNews(behind: cursor, token: token)
                    } catch is TransportError {
                        // Where streams are cut at once the others wake us in time. One that held and ends now says
                        // that the server may be gone, which people are told soon.
                        let hasHeld = ContinuousClock.now - start > .milliseconds(Self.heldStreamMillisecondsMin)
                        let pause = hasHeld ? Self.jittered(Self.lostStreamMillisecondsMax) : milliseconds
                        try await Task.sleep(for: .milliseconds(pause))
                    }
                }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Somewhere between half and all of a pause, so that many clients of one server do not come back as one.
    private static func jittered(_ milliseconds: Int64) -> Int64 {
        Int64.random(in: milliseconds / 2...max(1, milliseconds))
    }

    private static func text(_ error: (any Error)?) -> String {
        switch error {
        case let error as ProtocolError: error.explanation
        case let error as TransportError: error.description
        default: "the server did not answer"
        }
    }
}
