import Hub
import Logging
import SyncProtocol

/// What all endpoints of one workspace share.
struct ServerCore: Sendable {
    let folder: WorkspaceFolder
    let log: LogStore
    let service: SyncService
    let replica: ServerReplica
    /// Wakes whoever waits for the log to grow.
    let signal: CommitSignal
    /// Wakes whoever waits for the server's own replica to have applied it.
    let applied: CommitSignal
    let metrics: ServerMetrics
    let readers: BlockingWork
    let commits: GroupCommit
    let channels: ChannelHub
    let logger: Logger
    let now: @Sendable () -> Instant

    /// Opens everything that a folder holds.
    init(_ folder: WorkspaceFolder, logger: Logger, now: @escaping @Sendable () -> Instant) throws {
        self.folder = folder
        self.logger = logger
        self.now = now
        replica = try folder.openReplicaOfServer(now: now) { logger.warning("\($0)") }
        log = replica.log
        service = SyncService(log)
        signal = CommitSignal()
        applied = CommitSignal()
        metrics = ServerMetrics()
        channels = try ChannelHub(folder, replica: replica, signal: signal, now: now)
        readers = BlockingWork(label: "readers", threadCountMax: 4)
        commits = GroupCommit(
            log, work: BlockingWork(label: "commits", threadCountMax: 1), signal: signal, now: now
        )
    }

    /// Answers one request of the protocol; pushes wait for the group that they are committed with.
    func answer(_ request: SyncProtocol.Request, token: [UInt8]?) async throws -> SyncProtocol.Response {
        let (service, now) = (service, now)
        switch request {
        case .push(let batches):
            do {
                _ = try await readers.run { try service.user(of: token, at: now()) }
            } catch let error as ProtocolError {
                return .failure(error)
            }
            return try await commits.push(batches)
        case .join, .enrol, .repair:
            let response = try await readers.run { try service.answer(request, token: token, at: now()) }
            signal.wake()
            return response
        case .hello, .authenticate, .pull:
            return try await readers.run { try service.answer(request, token: token, at: now()) }
        }
    }
}
