/// Identifies one writer of changes: 16 bytes that are unique for ever.
///
/// A writer is an *incarnation*: a device that is reinstalled or restored from a copy takes a new identifier, so that
/// two writers never share one counter. Ordered by its bytes, which breaks ties between concurrent writes.
public struct ActorID: Hashable, Comparable, Sendable {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The last eight bytes, big-endian.
    public let low: UInt64

    /// Makes an identifier from its two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Orders by bytes, first byte most significant.
    public static func < (left: ActorID, right: ActorID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension ActorID: CustomStringConvertible {
    /// The 32 lower-case hexadecimal digits of the identifier.
    public var description: String { Self.hexadecimal(high) + Self.hexadecimal(low) }

    private static func hexadecimal(_ half: UInt64) -> String {
        let digits = String(half, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
