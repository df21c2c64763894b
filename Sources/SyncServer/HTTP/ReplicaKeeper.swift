import Hub
import Logging
import Replica
import ServiceLifecycle
import SyncProtocol

/// Keeps the server's own replica at the head of the log; the search index follows when nothing else is to be done.
struct ReplicaKeeper: Service {
    let core: ServerCore
    private let work = BlockingWork(label: "replica", threadCountMax: 1)

    /// Tickets that are entered into the search index before the log is looked at again.
    private static let indexCountMax = 200

    init(core: ServerCore) { self.core = core }

    func run() async throws {
        for await _ in core.signal.listen().cancelOnGracefulShutdown() {
            let (replica, log, now, signal) = (core.replica, core.log, core.now, core.signal)
            let applied = core.applied
            do {
                try await work.run {
                    repeat {
                        let (head, state) = try log.read { (try $0.head, try $0.state) }
                        // A restored log serves nobody until it has what it lost.
                        guard state == "open" else { return }
                        let isBehind = try replica.store.cursor().sequence < head
                        if try isBehind || replica.hasUnsent() {
                            let progress = try replica.catchUp(now: now)
                            if progress.sentCount > 0 { signal.wake() }
                        }
                        // A bounded part at a time, so that what comes meanwhile is never behind a long index.
                        applied.wake()
                    } while try !Task.isCancelled && replica.store.indexSearch(limit: Self.indexCountMax) > 0
                }
            } catch {
                // The log is what counts; the replica tries again at the next wake-up.
                core.metrics.countReplicaFailure()
                core.logger.error(
                    "the server's replica is behind", metadata: Failure.metadata(error, endpoint: "replica"))
            }
        }
    }
}
