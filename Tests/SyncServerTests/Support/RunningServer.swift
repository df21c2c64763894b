import Hub
import Logging
import ServiceLifecycle
import SyncServer

/// A workspace served over real HTTP on a free port of this machine.
enum RunningServer {
    /// Serves a folder while `body` runs, and stops it gracefully.
    ///
    /// - Parameter now: The server's clock; the machine's when not given.
    static func with(
        _ folder: WorkspaceFolder, now: (@Sendable () -> Instant)? = nil,
        _ body: @Sendable @escaping (_ address: String) async throws -> Void
    ) async throws {
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = try WorkspaceServer(
            folder, host: "127.0.0.1", port: 0, logger: logger, now: now,
            onRunning: { port in
                continuation.yield(port)
                continuation.finish()
            })
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: server)], logger: logger)
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { continuation.finish() }
                try await group.run()
            }
            tasks.addTask {
                for await port in ports { return try await body("http://127.0.0.1:\(port)") }
                throw Stopped()
            }
            _ = try await tasks.next()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// The server ended before it accepted a connection.
    struct Stopped: Error {}
}
