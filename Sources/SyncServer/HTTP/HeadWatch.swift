import Hub
import ServiceLifecycle

/// Looks at the head of the log every second, so that what another process appended, and any wake-up that was lost,
/// reaches the streams; and wakes them for their sign of life.
struct HeadWatch: Service {
    let core: ServerCore

    /// How often the head is looked at.
    static let periodMilliseconds: Int64 = 1000
    /// How often streams are woken even when nothing happened.
    private static let idlePeriods = 5

    func run() async throws {
        var seen: UInt64 = 0
        var idle = 0
        let log = core.log
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let head = try? await core.readers.run { try log.read { try $0.head } }
            idle += 1
            if let head, head != seen || idle >= Self.idlePeriods {
                seen = head
                idle = 0
                core.signal.wake()
            }
            do {
                try await cancelWhenGracefulShutdown {
                    try await Task.sleep(for: .milliseconds(Self.periodMilliseconds))
                }
            } catch {
                return
            }
        }
    }
}
