import Foundation
import TestSupport

/// The random source of the metrics' tests: the same on every machine.
///
/// `METRICS_SEED` in the environment replays the worlds of a printed seed.
struct MetricsSeed: RandomNumberGenerator {
    private var source: SeededGenerator

    init(seed: UInt64) { source = SeededGenerator(seed: seed) }

    mutating func next() -> UInt64 { source.next() }

    /// The seeds of a test: the one of the environment, or `count` from 1.
    static func seeds(_ count: UInt64) -> [UInt64] {
        if let text = ProcessInfo.processInfo.environment["METRICS_SEED"], let seed = UInt64(text) { return [seed] }
        return Array(1...count)
    }
}
