public import Hub

/// Names that are the same whenever the same thing is brought in from outside, and tell nothing about it without the
/// workspace's key: neither a mail address nor a user name of another system stands in an envelope.
public struct KeyedNaming: Sendable {
    private let key: [UInt8]
    private let realm: String

    /// Takes the workspace's key for outside events.
    ///
    /// - Parameters:
    ///   - key: 32 bytes.
    ///   - realm: Keeps the names of imports and channels apart.
    public init(key: [UInt8], realm: String) {
        self.key = key
        self.realm = realm
    }

    /// The external id of a change: a keyed hash (16 bytes) of what it brings in.
    public func external(_ parts: String...) -> [UInt8] { hash(parts) }

    /// An identifier: whoever brings in the same thing again means the same root.
    public func identifier(_ parts: String...) -> Identifier {
        let bytes = hash(["root"] + parts)
        func half(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        // The two lowest bits belong to a ticket's own discussions; the highest stays within the text form's range.
        return Identifier(high: half(0..<8) & (.max >> 1), low: half(8..<16) & ~3)
    }

    /// Lengths stand before the parts, so that no two lists of parts read the same.
    private func hash(_ parts: [String]) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(string: realm)
        for part in parts { writer.write(string: part) }
        return Hash.blake2b(writer.bytes, length: 16, key: key)
    }
}
