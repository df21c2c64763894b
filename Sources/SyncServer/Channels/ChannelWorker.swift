import Channels
import Hub
import Logging
import ServiceLifecycle

/// Sends what must leave, and tells the log what became of it, whenever the log grew or an attempt is due.
struct ChannelWorker: Service {
    let core: ServerCore
    private let work = BlockingWork(label: "outlet", threadCountMax: 1)

    init(core: ServerCore) { self.core = core }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await recover()
            // The watch on the head wakes every few seconds at the latest, which is as fine as the ladder's steps.
            for await _ in core.signal.listen() { await turn() }
        }
    }

    private func recover() async {
        let (outlet, now) = (core.channels.outlet, core.now)
        do {
            try await work.run { try outlet.recover(at: now()) }
        } catch {
            core.logger.error("deliveries wait", metadata: Failure.metadata(error, endpoint: "channels"))
        }
    }

    private func turn() async {
        let (inlet, outlet, now, log) = (core.channels.inlet, core.channels.outlet, core.now, core.log)
        do {
            guard try await work.run({ try log.read { try $0.state } }) == "open" else { return }
            var attemptCount: Int
            repeat {
                // Each round looks anew, so that what a slow channel takes long for holds up no news.
                try await work.run {
                    try inlet.takeReleased(at: now())
                    try outlet.scan(at: now())
                }
                attemptCount = try await outlet.deliver(now: now)
                _ = try await work.run { try outlet.tell(at: now()) }
            } while attemptCount > 0 && !Task.isCancelled
        } catch {
            // Everything under way is on disk, so the next turn takes it up.
            core.logger.error("deliveries wait", metadata: Failure.metadata(error, endpoint: "channels"))
        }
    }
}
