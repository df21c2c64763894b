import Foundation

/// A repeatable source of random numbers: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A number below `bound`, which must be positive.
    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
    /// True once in `times`.
    mutating func oneIn(_ times: Int) -> Bool { below(times) == 0 }
    /// One of what is there.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }
    /// A range within `0..<count`, of any length down to none.
    mutating func range(in count: Int) -> Range<Int> {
        let ends = [below(count + 1), below(count + 1)].sorted()
        return ends[0]..<ends[1]
    }
}

/// Where random tests start. The environment variable `CRDT_SEED` names one case to run instead of all; `CRDT_ROUNDS`
/// multiplies their number, for a long run. Without either every run of an unchanged tree is the same run.
enum Seeds {
    /// The one case to run, if one is given.
    static let given = ProcessInfo.processInfo.environment["CRDT_SEED"].flatMap { UInt64($0) }
    private static let rounds = ProcessInfo.processInfo.environment["CRDT_ROUNDS"].flatMap { Int($0) } ?? 1

    /// The seeds of a batch of tests, `count` a round; of a given one the first batch takes care.
    static func share(_ batch: Int, of count: Int, base: UInt64) -> [UInt64] {
        if let given { return batch == 0 ? [given] : [] }
        return (0..<count * rounds).map { base + UInt64(batch * count * rounds + $0) }
    }
}
