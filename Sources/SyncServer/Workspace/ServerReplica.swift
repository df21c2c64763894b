import GRDB
public import Hub
public import Replica
public import SyncProtocol

/// The server's own replica with the log that feeds it: whatever the server writes, it writes here.
///
/// It is a member like any other, only that its requests are answered in the same process. Several processes may have
/// it open; a lock sees to it that one at a time catches up.
public struct ServerReplica: Sendable {
    /// The replica.
    public let store: ReplicaStore
    /// The log.
    public let log: LogStore
    private let service: SyncService
    private let key: SigningKey
    private let lockPath: String?

    /// - Parameter lockPath: The file by which processes wait for each other; nil where there is only one.
    package init(store: ReplicaStore, log: LogStore, key: SigningKey, lockPath: String?) {
        self.store = store
        self.log = log
        self.key = key
        self.lockPath = lockPath
        service = SyncService(log)
    }

    /// Whether changes of the server itself wait to be sent.
    public func hasUnsent() throws -> Bool {
        try store.database.read { db in
            try Int.fetchOne(db, sql: "SELECT 1 FROM change WHERE state <> 0 AND state = 1 LIMIT 1") != nil
        }
    }

    /// How many changes of the server itself were refused.
    func parkedCount() throws -> Int {
        try store.database.read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM change WHERE state <> 0 AND state = 2") ?? 0
        }
    }

    /// Raises the replica's counter to what the log has seen of it: its file is flushed more rarely than the log, so
    /// after a loss of power it may have forgotten numbers that are used up.
    package func raiseNumber() throws {
        let used = try log.read { try $0.number(of: store.member.actor) }
        try store.database.write { db in
            try db.execute(sql: "UPDATE replica SET number = max(number, ?)", arguments: [Int64(clamping: used)])
        }
    }

    /// Shows the log the newest receipt that it gave the replica. A log that is older, because its file was set back, then
    /// begins a new history and gets what the replica holds of the tail; it serves again when members have done the same.
    ///
    /// - Returns: Whether the log was set back.
    func mendLog(now: () -> Instant) throws -> Bool {
        let refill = Refill(log)
        let receipt = try store.newestReceipt()
        // Who only looks does not wait for a process that catches up.
        guard try refill.isLost(receipt) || holdsLostHistory() else { return false }
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        try refill.beginNewHistory(after: receipt, at: now())
        // A process may have died before all was put back, so what is still of another history is offered once more.
        guard try holdsLostHistory() else { return false }
        _ = try drive(.bothWays, now: now)
        return true
    }

    /// Whether the log waits for a tail, and the replica stands in the history that it belongs to.
    private func holdsLostHistory() throws -> Bool {
        let (state, history) = try log.read { (try $0.state, try $0.history) }
        guard let held = try store.cursor().history else { return false }
        return state != "open" && held != history
    }

    /// Sends what waits and takes what is new, until nothing is left; other processes wait meanwhile.
    ///
    /// - Parameter now: The clock, asked at every step.
    /// - Throws: `ServerError.refused` when the log does not serve its own replica, such as after a restore.
    @discardableResult
    public func catchUp(now: () -> Instant) throws -> SyncDriver.Progress {
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        return try exchange(.bothWays, now: now)
    }

    /// Sends what waits and takes nothing; `take` may run beside it. What several send is taken once.
    ///
    /// - Returns: How many changes the log has decided about.
    /// - Throws: As `catchUp`.
    func send(now: () -> Instant) throws -> Int {
        var count = 0
        // The machine asks for what is new behind each push; there the next one begins instead.
        while true {
            let sentCount = try exchange(.sending, now: now).sentCount
            guard sentCount > 0 else { return count }
            count += sentCount
        }
    }

    /// Takes what is new and sends nothing; other processes wait meanwhile.
    ///
    /// - Throws: As `catchUp`.
    func take(now: () -> Instant) throws {
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        _ = try exchange(.taking, now: now)
    }

    /// Waits until no other process catches up.
    private func lock() throws -> FolderLock? {
        guard let lockPath else { return nil }
        return try FolderLock(lockPath, waits: true)
    }

    private enum Direction {
        case bothWays
        case sending
        case taking
    }

    private func exchange(_ direction: Direction, now: () -> Instant) throws -> SyncDriver.Progress {
        guard try log.read({ try $0.state }) == "open" else {
            throw ServerError.refused(
                "the workspace was restored and waits for what it lost; let a device of an administrator and one of "
                    + "another member sync, or restore it again with --opener or --accept-loss"
            )
        }
        let (progress, isDone, failure) = try drive(direction, now: now)
        guard isDone else {
            throw ServerError.refused(failure?.explanation ?? "the log does not serve the server's own replica")
        }
        return progress
    }

    /// Lets the replica talk to the log until the machine waits or, where it only sends, wants to take.
    private func drive(
        _ direction: Direction, now: () -> Instant
    ) throws -> (progress: SyncDriver.Progress, isDone: Bool, failure: ProtocolError?) {
        // Another process may have moved the replica on, so the machine begins anew at its cursor.
        var driver = try SyncDriver(store, key: key, sendsOutbox: direction != .taking)
        var step = try driver.receive(.wake, at: now())
        var failure: ProtocolError?
        while true {
            switch step {
            case .send(.pull, _) where direction == .sending: return (driver.progress, true, failure)
            case .send(let request, let token):
                let response = try service.answer(request, token: token, at: now())
                if case .failure(let error) = response { failure = error }
                step = try driver.receive(.response(response), at: now())
            case .wait: return (driver.progress, driver.isCaughtUp, failure)
            case .stop(let error): throw ServerError.refused(error.explanation)
            }
        }
    }
}
