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

/// Where random tests start: the environment variable `CRDT_SEED`, or else one fixed number, so that every run of an
/// unchanged tree is the same run.
enum Seeds {
    static let given = ProcessInfo.processInfo.environment["CRDT_SEED"].flatMap { UInt64($0) }

    /// The seeds of `count` cases, of which a batch of tests takes the share `batch`; only the given one, if one is.
    static func share(_ batch: Int, of count: Int, base: UInt64) -> [UInt64] {
        if let given { return batch == 0 ? [given] : [] }
        return (0..<count).map { base + UInt64(batch * count + $0) }
    }
}
