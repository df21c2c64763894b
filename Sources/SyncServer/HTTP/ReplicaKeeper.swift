import Logging
import SyncProtocol
import Hub
import Replica
import ServiceLifecycle

/// Keeps the server's own replica at the head of the log; the search index follows when nothing else is to be done.
struct ReplicaKeeper: Service {
    let core: ServerCore
    private let work = BlockingWork(label: "replica", threadCountMax: 1)

    init(core: ServerCore) { self.core = core }

    func run() async throws {
        for await _ in core.signal.listen().cancelOnGracefulShutdown() {
            let (replica, log, now, signal) = (core.replica, core.log, core.now, core.signal)
            do {
                try await work.run {
                    let head = try log.read { try $0.head }
                    let isBehind = try replica.store.cursor().sequence < head
                    guard try isBehind || replica.hasUnsent() else { return }
                    let progress = try replica.catchUp(now: now)
                    if progress.sentCount > 0 { signal.wake() }
                }
            } catch {
                // The log is what counts; the replica tries again at the next wake-up.
                core.metrics.countReplicaFailure()
                core.logger.error("the server's replica is behind", metadata: Failure.metadata(error, endpoint: "replica"))
            }
        }
    }
}
