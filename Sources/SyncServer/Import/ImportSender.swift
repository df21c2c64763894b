import Foundation
import Replica
import Synchronization

/// Brings what an import wrote into the log and back into the replica's rows, on two threads of its own, while the
/// import reads and writes what comes next.
///
/// What is written is a bounded number of batches ahead of what is sent, and taking follows at its own pace: whoever waits
/// for a disk or for the replica's one writer waits while there is other work.
final class ImportSender: Sendable {
    private struct Standing {
        var sent = 0
        var refused = 0
        var failure: (any Error)?
    }

    private let replica: ServerReplica
    private let sending = DispatchQueue(label: "import-sending")
    private let taking = DispatchQueue(label: "import-taking")
    private let standing = Mutex(Standing())
    private let places = DispatchSemaphore(value: ImportSender.aheadCountMax)

    /// Batches that are written and not sent yet.
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
        sending.async { [self] in
            defer { places.signal() }
            noteFailure {
                let parked = try replica.parkedCount()
                let sent = try replica.send(now: ServerClock.now)
                let refused = max(0, try replica.parkedCount() - parked)
                standing.withLock {
                    $0.sent += sent
                    $0.refused += refused
                }
            }
            taking.async { [self] in noteFailure { try replica.take(now: ServerClock.now) } }
        }
    }

    /// Waits until everything is sent and taken, and counts it.
    func finish() throws -> (sent: Int, refused: Int) {
        sending.sync {}
        taking.sync {}
        try check()
        return standing.withLock { ($0.sent, $0.refused) }
    }

    private func noteFailure(_ body: () throws -> Void) {
        do {
            try body()
        } catch {
            standing.withLock { $0.failure = $0.failure ?? error }
        }
    }

    private func check() throws {
        if let failure = standing.withLock({ $0.failure }) { throw failure }
    }
}
