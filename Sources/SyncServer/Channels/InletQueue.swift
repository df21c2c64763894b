import Channels
import Hub

/// Takes inbound messages of many requests together, because a flush to disk costs the same for one as for a hundred.
///
/// Nobody is answered before the transaction that holds their message is on disk in the log.
actor InletQueue {
    /// Messages that may wait; beyond it channels are asked to come back.
    static let waitingCountMax = 1024
    /// Messages of one transaction of the log.
    private static let groupCountMax = 128

    private struct Entry {
        let message: InboundMessage
        let channel: String
        let continuation: CheckedContinuation<InboundOutcome, any Error>
    }

    private let inlet: Inlet
    private let work: BlockingWork
    private let now: @Sendable () -> Instant
    private var waiting: [Entry] = []
    private var isRunning = false

    init(_ inlet: Inlet, work: BlockingWork, now: @escaping @Sendable () -> Instant) {
        self.inlet = inlet
        self.work = work
        self.now = now
    }

    /// Takes one message, and returns when it is durable.
    ///
    /// - Throws: `InboundRefusal`; what the database throws, when nothing is promised.
    func take(_ message: InboundMessage, on channel: String) async throws -> InboundOutcome {
        guard waiting.count < Self.waitingCountMax else {
            throw InboundRefusal(
                .tooMany, "too many messages wait; send it again in a moment", retrySeconds: 2
            )
        }
        return try await withCheckedThrowingContinuation { continuation in
            waiting.append(Entry(message: message, channel: channel, continuation: continuation))
            guard !isRunning else { return }
            isRunning = true
            Task { await drain() }
        }
    }

    private func drain() async {
        while let first = waiting.first {
            let group = waiting.prefix { $0.channel == first.channel }.prefix(Self.groupCountMax)
            waiting.removeFirst(group.count)
            let (inlet, now, messages) = (inlet, now, group.map(\.message))
            do {
                let results = try await work.run { try inlet.take(messages, on: first.channel, at: now()) }
                for (entry, result) in zip(group, results) { entry.continuation.resume(with: result) }
            } catch {
                for entry in group { entry.continuation.resume(throwing: error) }
            }
        }
        isRunning = false
    }
}
