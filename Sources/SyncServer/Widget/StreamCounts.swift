import Synchronization
import Widget

/// How many streams each visitor has open.
final class StreamCounts: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    /// The place of one stream. It is counted as long as somebody holds it, so that a stream that is answered and never
    /// read, because its visitor left in between, counts no longer than its answer lives.
    final class Place: Sendable {
        private let counts: StreamCounts
        private let name: String

        fileprivate init(_ name: String, in counts: StreamCounts) {
            self.name = name
            self.counts = counts
        }

        deinit { counts.close(name) }
    }

    /// Counts one more while the place is held; nil when there are too many.
    func open(_ name: String) -> Place? {
        let isOpen = counts.withLock { counts in
            guard counts[name, default: 0] < WidgetLimits.streamCountMax else { return false }
            counts[name, default: 0] += 1
            return true
        }
        return isOpen ? Place(name, in: self) : nil
    }

    private func close(_ name: String) {
        counts.withLock { counts in
            counts[name, default: 1] -= 1
            if counts[name] == 0 { counts[name] = nil }
        }
    }
}
