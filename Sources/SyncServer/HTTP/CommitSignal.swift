import Synchronization

/// Wakes whoever waits for the log to grow.
///
/// Level-triggered: it carries nothing, at most one wake-up waits for each listener, and whoever is woken reads the
/// log. A wake-up that is lost is made up for by the next one, which comes at the latest with the watch on the head.
final class CommitSignal: Sendable {
    private struct State {
        var next = 0
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var newsCount: UInt64 = 0
    }

    private let state = Mutex(State())

    /// How many listen.
    var listenerCount: Int { state.withLock { $0.listeners.count } }

    /// How often there was news. Whoever is woken and finds it unchanged need not read the log again.
    var newsCount: UInt64 { state.withLock { $0.newsCount } }

    /// Wakes everybody, because there may be news.
    func wake() {
        let listeners = state.withLock { state in
            state.newsCount += 1
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.yield() }
    }

    /// Wakes everybody for something that is in no log, such as that somebody writes.
    func nudge() {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.yield() }
    }

    /// Wake-ups from now on; the first comes at once.
    func listen() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.next += 1
            state.listeners[state.next] = continuation
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: id) }
        }
        continuation.yield()
        return stream
    }
}
