public import Hub
import SyncProtocol

/// Names that are the same on every import of the same source, and tell nothing about it without the key.
public struct ImportNaming: Sendable {
    private let key: [UInt8]

    /// Takes the workspace's key for outside events, 32 bytes: for what tells who somebody is.
    public init(key: [UInt8]) { self.key = key }

    /// The names of articles and guidance, which every member finds alike: they are nobody's secret.
    public static func content(of workspace: Identifier) -> ImportNaming {
        ImportNaming(key: Hash.blake2b(Array("content \(workspace)".utf8)))
    }

    /// The external id of a change: a keyed hash (16 bytes) of what it brings in.
    public func external(_ parts: String...) -> [UInt8] { hash(parts) }

    /// The identifier of a root: two imports of one source mean the same root.
    public func identifier(_ parts: String...) -> Identifier {
        let bytes = hash(["root"] + parts)
        func half(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        // The two lowest bits belong to a ticket's own discussions; the highest stays within the text form's range.
        return Identifier(high: half(0..<8) & (.max >> 1), low: half(8..<16) & ~3)
    }

    /// Lengths stand before the parts, so that no two lists of parts read the same.
    private func hash(_ parts: [String]) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(string: "import")
        for part in parts { writer.write(string: part) }
        return Hash.blake2b(writer.bytes, length: 16, key: key)
    }
}
