import Foundation
import Replica
import Synchronization

/// Sends what an import wrote, on a thread of its own, while the import reads and writes what comes next.
///
/// One sending runs at a time, so an import is never more than one batch ahead of the log.
final class ImportSender: Sendable {
    private struct Standing {
        var sent = 0
        var refused = 0
        var failure: (any Error)?
    }

    private let replica: ServerReplica
    private let queue = DispatchQueue(label: "import-sender")
    private let standing = Mutex(Standing())

    init(_ replica: ServerReplica) { self.replica = replica }

    /// Begins to send what was written, once the sending before has ended.
    ///
    /// - Throws: What an earlier sending threw.
    func send() throws {
        try waitUntilIdle()
        queue.async { [self] in
            do {
                let parked = try replica.parkedCount()
                let progress = try replica.catchUp(now: ServerClock.now)
                let refused = max(0, try replica.parkedCount() - parked)
                standing.withLock {
                    $0.sent += progress.sentCount
                    $0.refused += refused
                }
            } catch {
                standing.withLock { $0.failure = error }
            }
        }
    }

    /// Waits until everything is sent, and counts it.
    func finish() throws -> (sent: Int, refused: Int) {
        try waitUntilIdle()
        return standing.withLock { ($0.sent, $0.refused) }
    }

    private func waitUntilIdle() throws {
        queue.sync {}
        if let failure = standing.withLock({ $0.failure }) { throw failure }
    }
}
