package import Hub
import Synchronization

/// How often something may happen, by whom: a bucket each that fills steadily.
///
/// It lives in memory and knows networks by their prefix alone, so that nothing about a visitor's address is kept.
package final class RateLimiter: Sendable {
    /// A limit: so many at once, and so many a minute for ever.
    package struct Limit: Hashable, Sendable {
        /// How many at once.
        package let burst: Double
        /// How many a minute.
        package let perMinute: Double

        /// States a limit.
        package init(burst: Double, perMinute: Double) {
            self.burst = burst
            self.perMinute = perMinute
        }
    }

    private struct Bucket {
        var tokens: Double
        var filled: Instant
    }

    private let buckets = Mutex<[String: Bucket]>([:])
    /// Buckets that are remembered; beyond it the full ones are forgotten, which loses nothing.
    private let countMax: Int

    /// Makes a limiter.
    package init(countMax: Int = 100_000) { self.countMax = countMax }

    /// Takes one from the bucket of `name`.
    ///
    /// - Returns: Nil when it may happen; else the whole seconds to wait.
    package func wait(_ name: String, _ limit: Limit, at now: Instant) -> Int? {
        buckets.withLock { buckets in
            if buckets.count >= countMax { Self.forgetFull(&buckets, limit, now) }
            var bucket = buckets[name] ?? Bucket(tokens: limit.burst, filled: now)
            bucket.tokens = Self.tokens(of: bucket, limit, now)
            bucket.filled = now
            defer { buckets[name] = bucket }
            guard bucket.tokens < 1 else {
                bucket.tokens -= 1
                return nil
            }
            return max(1, Int(((1 - bucket.tokens) * 60 / limit.perMinute).rounded(.up)))
        }
    }

    private static func tokens(of bucket: Bucket, _ limit: Limit, _ now: Instant) -> Double {
        // A clock that is set back fills nothing.
        let minutes = Double(max(0, now.milliseconds - bucket.filled.milliseconds)) / 60_000
        return min(limit.burst, bucket.tokens + minutes * limit.perMinute)
    }

    private static func forgetFull(_ buckets: inout [String: Bucket], _ limit: Limit, _ now: Instant) {
        buckets = buckets.filter { tokens(of: $0.value, limit, now) < limit.burst }
        // All of them in use: somebody attacks from everywhere, and a fresh start is the lesser evil.
        if buckets.count > 1_000_000 { buckets = [:] }
    }
}
