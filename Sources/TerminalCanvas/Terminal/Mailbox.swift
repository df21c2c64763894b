import Synchronization

/// What waits to be handled: many threads put in, one task takes all at once.
final class Mailbox<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var reader: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Puts something in.
    func send(_ element: Element) {
        let reader = state.withLock { state in
            state.elements.append(element)
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    /// Takes everything that is there, which may be nothing.
    func takeAll() -> [Element] {
        state.withLock { state in
            defer { state.elements = [] }
            return state.elements
        }
    }

    /// Waits until there is something. One task waits at a time.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                precondition(state.reader == nil, "one task reads a mailbox")
                if state.elements.isEmpty { state.reader = continuation }
                return !state.elements.isEmpty
            }
            if isReady { continuation.resume() }
        }
    }
}
