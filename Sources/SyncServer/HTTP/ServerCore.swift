import Channels
import Hub
import Logging
import SyncProtocol
import Widget

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
    /// Who writes to customers just now, and which customers write.
    let typing = TypingBoard()
    /// Wakes whoever waits for a customer to write.
    let customersWrite = CommitSignal()
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
        case .presence(let sign):
            do {
                let user = try await readers.run { try service.teller(of: sign, token: token, at: now()) }
                return await answer(sign, of: user)
            } catch let error as ProtocolError {
                return .failure(error)
            }
        case .upload:
            let response = try await readers.run { try service.answer(request, token: token, at: now()) }
            // A message that waited for the file can leave.
            if case .held = response { applied.nudge() }
            return response
        case .hello, .authenticate, .pull, .download:
            return try await readers.run { try service.answer(request, token: token, at: now()) }
        }
    }

    /// How often one person may give a sign of presence; what goes beyond shows nothing.
    private static let presenceRate = RateLimiter.Rate(burst: 20, perSecond: 2)

    private func answer(_ sign: PresenceSign, of user: Identifier) async -> SyncProtocol.Response {
        let isQuestion = sign.kind == .awaitsWriting || sign.kind == .awaitsSilence
        let name = "\(isQuestion ? "onlooker" : "presence") \(user)"
        guard channels.limiter.take([(name, Self.presenceRate)], at: now()) == nil else { return .noted }
        guard isQuestion else {
            note(sign, by: user)
            return .noted
        }
        return .writing(await customers(in: sign.root, behind: sign.kind == .awaitsSilence).map(\.id).sorted())
    }

    private func note(_ sign: PresenceSign, by user: Identifier) {
        let instant = now()
        let author = Author(kind: .teammate, id: user.description)
        switch sign.kind {
        case .writing:
            typing.note(author, in: sign.root, at: instant)
            show(author, writesIn: sign.root)
        case .stopped: typing.clear(author, in: sign.root)
        case .awaitsWriting, .awaitsSilence, .unknown: return
        }
        applied.nudge()
    }

    /// Shows it on the channels that are told, too; whoever gave the sign does not wait for them.
    private func show(_ author: Author, writesIn ticket: Identifier) {
        let (outlet, logger) = (channels.outlet, logger)
        Task {
            do {
                try await outlet.show(author, writesIn: ticket)
            } catch {
                logger.error("a sign of writing is lost", metadata: Failure.metadata(error, endpoint: "channels"))
            }
        }
    }

    /// Notes whether the assistant is at work on an answer.
    func note(assistantWritesIn ticket: Identifier, _ isWriting: Bool) {
        if isWriting {
            typing.note(.assistant, in: ticket, at: now())
            show(.assistant, writesIn: ticket)
        } else {
            typing.clear(.assistant, in: ticket)
        }
        applied.nudge()
    }
}
