/// The content address of a change: BLAKE2b-256 over its envelope, with the content replaced by its salted hash.
public struct ChangeID: Hashable, Comparable, Sendable {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// Takes 32 bytes; nil when they are not as many.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Hash.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The first 16 bytes, by which a later change of the same actor and document names this one as its previous.
    public var short: [UInt8] { Array(bytes[..<16]) }

    /// Orders by bytes.
    public static func < (left: ChangeID, right: ChangeID) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
}

extension ChangeID: CustomStringConvertible {
    /// 64 hexadecimal digits.
    public var description: String { Hexadecimal.encode(bytes) }
}
