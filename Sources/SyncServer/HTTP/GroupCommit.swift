import Hub
import SyncProtocol

/// Runs the pushes of many clients in one transaction, because a flush to disk costs the same for one as for a hundred.
///
/// While one transaction runs, pushes collect; the next one takes them all. Nobody is answered, and no stream woken,
/// before the transaction that holds their changes is on disk.
actor GroupCommit {
    /// Pushes that may wait; beyond it clients are asked to come back.
    static let waitingCountMax = 1024
    /// Changes of one transaction; a push that would exceed it waits for the next.
    static let changeCountMax = 8192

    private struct Push {
        let batches: [Batch]
        let continuation: CheckedContinuation<Response, any Error>
        var changeCount: Int { batches.reduce(0) { $0 + $1.changes.count } }
    }

    private let log: LogStore
    private let work: BlockingWork
    private let signal: CommitSignal
    private let now: @Sendable () -> Instant
    private var waiting: [Push] = []
    private var isRunning = false

    init(_ log: LogStore, work: BlockingWork, signal: CommitSignal, now: @escaping @Sendable () -> Instant) {
        self.log = log
        self.work = work
        self.signal = signal
        self.now = now
    }

    /// Appends batches and gives one outcome for each change, in order.
    ///
    /// - Throws: What the database throws; nothing was appended then.
    func push(_ batches: [Batch]) async throws -> Response {
        guard waiting.count < Self.waitingCountMax else {
            return .failure(ProtocolError(.unavailable, "too many pushes wait; send it again in a moment"))
        }
        guard !batches.isEmpty else { return .outcomes([]) }
        return try await withCheckedThrowingContinuation { continuation in
            waiting.append(Push(batches: batches, continuation: continuation))
            guard !isRunning else { return }
            isRunning = true
            Task { await drain() }
        }
    }

    private func drain() async {
        while !waiting.isEmpty { await commit(takeGroup()) }
        isRunning = false
    }

    private func takeGroup() -> [Push] {
        var count = 0
        var end = 0
        while end < waiting.count, end == 0 || count + waiting[end].changeCount <= Self.changeCountMax {
            count += waiting[end].changeCount
            end += 1
        }
        let group = Array(waiting[..<end])
        waiting.removeFirst(end)
        return group
    }

    private func commit(_ group: [Push]) async {
        let batches = group.flatMap(\.batches)
        let (log, now) = (log, now)
        do {
            let results = try await work.run { try log.append(batches, at: now()) }
            signal.wake()
            var start = 0
            for push in group {
                let end = start + push.batches.count
                push.continuation.resume(returning: Self.response(results[start..<end]))
                start = end
            }
        } catch {
            for push in group { push.continuation.resume(throwing: error) }
        }
    }

    /// One answer for the batches of one push; the first that is not acceptable as a whole is what it says.
    private static func response(_ results: ArraySlice<Result<[PushOutcome], ProtocolError>>) -> Response {
        var outcomes: [PushOutcome] = []
        for result in results {
            switch result {
            case .success(let more): outcomes += more
            case .failure(let error): return .failure(error)
            }
        }
        return .outcomes(outcomes)
    }
}
