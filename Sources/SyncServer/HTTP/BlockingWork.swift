import Foundation

/// Threads for work that waits for disks, so that it never holds up the threads that serve connections.
final class BlockingWork: Sendable {
    private let queue: OperationQueue

    /// Makes at most `threadCountMax` threads.
    init(label: String, threadCountMax: Int) {
        queue = OperationQueue()
        queue.name = label
        queue.maxConcurrentOperationCount = threadCountMax
    }

    /// Runs `body` on one of the threads.
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Result(catching: body)) }
        }
    }
}
