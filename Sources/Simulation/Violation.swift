/// An invariant that a world broke; the world's seed plays it again.
public struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
    /// The seed.
    public let seed: UInt64
    /// The step after which it was found.
    public let step: Int
    /// Which invariant, in words.
    public let invariant: String

    /// `seed 17, step 203: …`.
    public var description: String { "seed \(seed), step \(step): \(invariant)" }
}
