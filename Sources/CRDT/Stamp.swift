/// A hybrid logical time: milliseconds since 1970 in the upper 48 bits, a counter in the lower 16.
///
/// Orders writes that have not seen each other, and nothing else: a write that has seen another wins over it whatever
/// the stamps say.
public struct Stamp: Hashable, Comparable, Sendable, RawRepresentable {
    /// The 64 bits: `milliseconds << 16 | counter`.
    public let rawValue: UInt64

    /// The rank of a write that no server has stamped yet: after every stamped one.
    public static let pending = Stamp(rawValue: .max)

    /// Takes the 64 bits as they are.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Composes a stamp; milliseconds beyond 48 bits are clamped.
    public init(milliseconds: UInt64, counter: UInt16 = 0) {
        rawValue = min(milliseconds, (1 << 48) - 1) << 16 | UInt64(counter)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var milliseconds: UInt64 { rawValue >> 16 }
    /// Orders stamps of the same millisecond.
    public var counter: UInt16 { UInt16(truncatingIfNeeded: rawValue) }

    /// Orders by time.
    public static func < (left: Stamp, right: Stamp) -> Bool { left.rawValue < right.rawValue }
}
