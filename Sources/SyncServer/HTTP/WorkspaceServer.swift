public import Hub
import Hummingbird
public import Logging
import NIOCore
public import ServiceLifecycle
import Synchronization

/// One workspace served over HTTP until it is told to stop.
public struct WorkspaceServer: Service {
    private let core: ServerCore
    private let widget: WidgetService
    private let isBehindProxy: Bool
    private let host: String
    private let port: Int
    private let onRunning: @Sendable (_ port: Int) async -> Void
    private let lock: HeldLock

    /// Keeps the folder's lock until the server has ended, or the last copy of one that never ran is gone.
    private final class HeldLock: Sendable {
        private let lock: Mutex<FolderLock?>
        init(_ path: String) throws { lock = Mutex(try FolderLock(path, waits: false)) }
        func release() { lock.withLock { $0 = nil } }
    }

    /// Opens a folder for serving.
    ///
    /// - Parameters:
    ///   - host: The address to listen at.
    ///   - port: The port; 0 takes a free one.
    ///   - isBehindProxy: Whether a proxy in front is trusted to say where requests come from (X-Forwarded-For).
    ///   - now: The clock.
    ///   - onRunning: Told the port once connections are accepted.
    /// - Throws: `ServerError.inUse` when another process serves the folder.
    public init(
        _ folder: WorkspaceFolder, host: String, port: Int, logger: Logger, isBehindProxy: Bool = false,
        now: (@Sendable () -> Instant)? = nil,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws {
        lock = try HeldLock("\(folder.path)/server.lock")
        core = try ServerCore(folder, logger: logger, now: now ?? { ServerClock.now() })
        widget = try WidgetService(core)
        // Before anybody connects, so that nobody else has placed the section meanwhile.
        try core.replica.keepRecord(of: WidgetAdapter(), at: core.now())
        self.isBehindProxy = isBehindProxy
        self.host = host
        self.port = port
        self.onRunning = onRunning
    }

    /// Serves until the surrounding service group shuts down.
    public func run() async throws {
        defer { lock.release() }
        let router = Router(context: ServerContext.self)
        SyncRoutes(core: core).add(to: router)
        StreamRoute(core: core).add(to: router)
        StatusRoutes(core: core).add(to: router)
        WidgetAssetRoutes(service: widget).add(to: router)
        WidgetRoutes(service: widget, gate: WidgetGate(service: widget, isBehindProxy: isBehindProxy)).add(to: router)
        ChannelRoutes(core: core).add(to: router)
        let onRunning = onRunning
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: "conv-server"
            ),
            services: [
                HeadWatch(core: core), ReplicaKeeper(core: core), ChannelWorker(core: core),
                AssistantWorker(core: core), RetentionWorker(core: core),
            ],
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: core.logger
        )
        try await application.run()
    }
}
