/// Where a link leads: an address of the schemes http, https or mailto, and of no other.
public struct Link: Hashable, Sendable, CustomStringConvertible {
    /// The address as it was written.
    public let description: String

    /// The longest address that is a link, in bytes of UTF-8.
    public static let byteCountMax = 2048

    /// Takes an address; nil when its scheme is another, when nothing follows the scheme, when it is too long, or when
    /// it holds spaces, control or invisible characters, `<`, `>` or a backslash.
    public init?(_ address: String) {
        guard address.utf8.count <= Self.byteCountMax else { return nil }
        let isSchemeKnown = ["https://", "http://", "mailto:"].contains { scheme in
            address.utf8.count > scheme.utf8.count
                && zip(address.utf8, scheme.utf8).allSatisfy { Folding.lowercasedASCII($0) == $1 }
        }
        guard isSchemeKnown, address.unicodeScalars.allSatisfy(Self.mayHold) else { return nil }
        description = address
    }

    /// True for the scalars that an address may hold.
    static func mayHold(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return scalar.value > 0x20 && scalar.value < 0x7F && !"<>\\".unicodeScalars.contains(scalar)
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .unassigned: return false
        default: return true
        }
    }
}
