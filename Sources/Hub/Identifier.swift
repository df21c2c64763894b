/// A 16-byte identifier in ULID form: 48 bits of milliseconds, 80 bits of randomness, 26 characters of Crockford base 32.
///
/// The two lowest bits of a generated identifier are zero; a ticket's own discussions take them (`publicDiscussion`,
/// `internalDiscussion`), so that two replicas that touch one ticket concurrently mean the same discussion.
public struct Identifier: Hashable, Comparable, Sendable {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The last eight bytes, big-endian.
    public let low: UInt64

    /// Takes the two halves as they are.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Generates an identifier of an instant; `generator` gives the 80 random bits.
    public init(at instant: Instant, using generator: inout some RandomNumberGenerator) {
        let milliseconds = UInt64(clamping: instant.milliseconds) & 0xFFFF_FFFF_FFFF
        high = milliseconds << 16 | UInt64(UInt16.random(in: .min ... .max, using: &generator))
        low = generator.next() & ~3
    }

    /// The identifier of the public discussion of the ticket that this identifies.
    public var publicDiscussion: Identifier { Identifier(high: high, low: low | 1) }
    /// The identifier of the internal discussion of the ticket that this identifies.
    public var internalDiscussion: Identifier { Identifier(high: high, low: low | 2) }
    /// The identifier whose discussion this is; itself when it is no ticket's discussion.
    public var root: Identifier { Identifier(high: high, low: low & ~3) }

    /// Orders by bytes, and so by time of generation.
    public static func < (left: Identifier, right: Identifier) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension Identifier: LosslessStringConvertible {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// The 26 characters of the ULID form.
    public var description: String {
        var characters = [UInt8](repeating: 0, count: 26)
        var (upper, lower) = (high, low)
        for position in stride(from: 25, through: 0, by: -1) {
            characters[position] = Self.alphabet[Int(lower & 31)]
            lower = lower >> 5 | upper << 59
            upper >>= 5
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// Reads the 26 characters of the ULID form, in either case; nil when they are anything else.
    public init?(_ description: String) {
        let characters = Array(description.utf8)
        guard characters.count == 26, characters[0] <= UInt8(ascii: "7") else { return nil }
        var (upper, lower): (UInt64, UInt64) = (0, 0)
        for character in characters {
            let isLowercase = character >= UInt8(ascii: "a") && character <= UInt8(ascii: "z")
            let folded = isLowercase ? character - 32 : character
            guard let digit = Self.alphabet.firstIndex(of: folded) else { return nil }
            upper = upper << 5 | lower >> 59
            lower = lower << 5 | UInt64(digit)
        }
        self.init(high: upper, low: lower)
    }
}

extension Identifier: Codable {
    /// Reads the ULID form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let identifier = Identifier(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "an identifier is 26 characters of Crockford base 32"
            )
        }
        self = identifier
    }

    /// Writes the ULID form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
