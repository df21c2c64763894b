import Foundation
import Replica
import Synchronization

/// Sends what an import wrote, on a thread of its own, while the import reads and writes what comes next.
///
/// One sending runs at a time, and an import is a bounded number of batches ahead of the log: flushes to disk are waited
/// for while there is other work.
final class ImportSender: Sendable {
    private struct Standing {
        var sent = 0
        var refused = 0
        var failure: (any Error)?
    }

    private let replica: ServerReplica
    private let queue = DispatchQueue(label: "import-sender")
    private let standing = Mutex(Standing())
    private let places = DispatchSemaphore(value: ImportSender.aheadCountMax)

    /// Batches that wait to be sent, the one that is being sent included.
    private static let aheadCountMax = 4

    init(_ replica: ServerReplica) { self.replica = replica }

    /// Has what was written sent behind what was written before; waits when too much waits already.
    ///
    /// - Throws: What an earlier sending threw.
    func send() throws {
        places.wait()
        do {
            try check()
        } catch {
            places.signal()
            throw error
        }
        queue.async { [self] in
            defer { places.signal() }
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
        queue.sync {}
        try check()
        return standing.withLock { ($0.sent, $0.refused) }
    }

    private func check() throws {
        if let failure = standing.withLock({ $0.failure }) { throw failure }
    }
}
