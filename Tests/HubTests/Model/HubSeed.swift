import Foundation

/// The random source of the model's tests: xorshift64* (Vigna 2016), the same on every machine.
///
/// `HUB_SEED` in the environment replays the worlds of a printed seed.
struct HubSeed: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }

    /// The seeds of a test: the one of the environment, or `count` from 1.
    static func seeds(_ count: UInt64) -> [UInt64] {
        if let text = ProcessInfo.processInfo.environment["HUB_SEED"], let seed = UInt64(text) { return [seed] }
        return Array(1...count)
    }
}
