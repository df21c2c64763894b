import Hub
import Logging
import ServiceLifecycle
import Synchronization

/// Lets the assistant answer what customers write, behind the server's own replica and beside everything else: it has a
/// thread of its own and takes a bounded number of tickets at a time.
final class AssistantWorker: Service {
    private let core: ServerCore
    private let work = BlockingWork(label: "assistant", threadCountMax: 1)
    private let desk: Mutex<AssistantDesk>

    init(core: ServerCore) {
        self.core = core
        desk = Mutex(
            AssistantDesk(core.replica, logger: core.logger, presence: { core.note(assistantWritesIn: $0, $1) }))
    }

    func run() async throws {
        for await _ in core.applied.listen().cancelOnGracefulShutdown() {
            let (signal, now) = (core.signal, core.now)
            do {
                var hasMore = true
                while hasMore, !Task.isShuttingDownGracefully, !Task.isCancelled {
                    let pass = try await work.run { try self.desk.withLock { try $0.pass(now: now) } }
                    if pass.hasWritten { signal.wake() }
                    hasMore = pass.hasMore
                }
            } catch {
                // What is not decided is found again at the next wake-up, or by the next process.
                core.logger.error(
                    "the assistant is interrupted", metadata: Failure.metadata(error, endpoint: "assistant"))
            }
        }
    }
}
