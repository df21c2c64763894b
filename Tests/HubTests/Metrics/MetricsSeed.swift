import Foundation

/// The random source of the metrics' tests: SplitMix64 (Steele, Lea, Flood 2014), the same on every machine.
///
/// `METRICS_SEED` in the environment replays the worlds of a printed seed.
struct MetricsSeed: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// The seeds of a test: the one of the environment, or `count` from 1.
    static func seeds(_ count: UInt64) -> [UInt64] {
        if let text = ProcessInfo.processInfo.environment["METRICS_SEED"], let seed = UInt64(text) { return [seed] }
        return Array(1...count)
    }
}
