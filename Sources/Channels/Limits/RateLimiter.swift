public import Hub
import Synchronization

/// Lets so much through in a time, counted apart for each name: what is over it never reaches the log.
///
/// Each name has a bucket that fills at a steady pace. It lives in memory: a restart forgives.
public final class RateLimiter: Sendable {
    /// How much may come.
    public struct Rate: Hashable, Sendable {
        /// At once, after a pause.
        public let burst: Double
        /// In the long run, each second.
        public let perSecond: Double

        /// States a rate.
        public init(burst: Double, perSecond: Double) {
            self.burst = burst
            self.perSecond = perSecond
        }
    }

    private struct Bucket {
        var level: Double
        var at: Instant
    }

    private let buckets = Mutex<[String: Bucket]>([:])
    /// Names that are remembered; full buckets are forgotten first.
    private static let nameCountMax = 50_000

    /// Starts with everything allowed.
    public init() {}

    /// Takes one from the bucket of every name, or from none.
    ///
    /// - Returns: After how many seconds it may be tried again; nil when it may pass now.
    /// - Complexity: O(names given), and now and then O(names known).
    public func take(_ limits: [(name: String, rate: Rate)], at now: Instant) -> Int? {
        buckets.withLock { buckets in
            var levels: [(String, Double)] = []
            for (name, rate) in limits {
                let bucket = buckets[name] ?? Bucket(level: rate.burst, at: now)
                let seconds = Double(max(0, now.milliseconds - bucket.at.milliseconds)) / 1000
                let level = min(rate.burst, bucket.level + seconds * rate.perSecond)
                guard level >= 1 else { return max(1, Int(((1 - level) / rate.perSecond).rounded(.up))) }
                levels.append((name, level - 1))
            }
            for (name, level) in levels { buckets[name] = Bucket(level: level, at: now) }
            if buckets.count > Self.nameCountMax {
                buckets = buckets.filter { now.milliseconds - $0.value.at.milliseconds < 60_000 }
            }
            return nil
        }
    }
}
