import Hub
import Logging
import ServiceLifecycle
import Synchronization

/// Erases what is older than the workspace keeps it: when the server starts, and every hour.
final class RetentionWorker: Service {
    private let core: ServerCore
    private let work = BlockingWork(label: "retention", threadCountMax: 1)
    private let retention: Mutex<TraceRetention>

    private static let periodSeconds: Int64 = 3600

    init(core: ServerCore) {
        self.core = core
        retention = Mutex(TraceRetention(core.replica))
    }

    func run() async throws {
        var next = Instant(milliseconds: .min)
        // The watch on the head wakes every few seconds.
        for await _ in core.applied.listen().cancelOnGracefulShutdown() {
            let (core, now) = (core, core.now())
            guard now >= next else { continue }
            next = now.advanced(bySeconds: Self.periodSeconds)
            do {
                let count = try await work.run { try self.retention.withLock { try $0.erase(at: now) } }
                guard count > 0 else { continue }
                core.signal.wake()
                core.logger.info("traces were erased by age", metadata: ["count": "\(count)"])
            } catch {
                // What is due stays due.
                core.logger.error(
                    "retention waits", metadata: Failure.metadata(error, endpoint: "retention"))
            }
        }
    }
}
