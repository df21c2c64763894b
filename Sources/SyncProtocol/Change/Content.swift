/// The content section of an envelope: people's words with the salt that keeps their hash from being guessed.
public enum Content: Hashable, Sendable {
    /// 16 bytes of salt and the bytes.
    case present(salt: [UInt8], bytes: [UInt8])
    /// Content and salt are gone; the hash keeps the change's id valid.
    case erased(hash: [UInt8])

    /// Bytes of a salt.
    public static let saltByteCount = 16

    /// A section without words, of facts that hold none.
    public static let none = Content.present(salt: [UInt8](repeating: 0, count: saltByteCount), bytes: [])

    /// Salt for new words: 16 bytes of `generator`.
    public static func salt(using generator: inout some RandomNumberGenerator) -> [UInt8] {
        var writer = ByteWriter(capacity: saltByteCount)
        writer.write(fixed: generator.next())
        writer.write(fixed: generator.next())
        return writer.bytes
    }

    /// `BLAKE2b-256(salt ‖ bytes)`, or what is left of it.
    public var hash: [UInt8] {
        switch self {
        case .present(let salt, let bytes): Hash.blake2b(salt, bytes)
        case .erased(let hash): hash
        }
    }

    /// The same section without its words.
    public var erasing: Content { .erased(hash: hash) }
}
