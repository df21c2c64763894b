import Synchronization
import Widget

/// How many streams each visitor has open.
final class StreamCounts: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    /// Counts one more; false when there are too many.
    func open(_ name: String) -> Bool {
        counts.withLock { counts in
            guard counts[name, default: 0] < WidgetLimits.streamCountMax else { return false }
            counts[name, default: 0] += 1
            return true
        }
    }

    /// Counts one less.
    func close(_ name: String) {
        counts.withLock { counts in
            counts[name, default: 1] -= 1
            if counts[name] == 0 { counts[name] = nil }
        }
    }
}
