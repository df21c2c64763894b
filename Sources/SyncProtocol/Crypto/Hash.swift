import CSodium

/// BLAKE2b hashes (RFC 7693) through libsodium.
public enum Hash {
    /// Bytes of a full hash.
    public static let byteCount = 32

    /// The BLAKE2b hash of the concatenated `parts`, `length` bytes long (16 to 64), keyed when `key` is given.
    ///
    /// Complexity: O(n) in the bytes of all parts.
    public static func blake2b(_ parts: [UInt8]..., length: Int = 32, key: [UInt8]? = nil) -> [UInt8] {
        var state = crypto_generichash_state()
        var output = [UInt8](repeating: 0, count: length)
        let status = crypto_generichash_init(&state, key, key?.count ?? 0, length)
        precondition(status == 0, "BLAKE2b takes 16 to 64 bytes of output and a key of up to 64 bytes")
        for part in parts { crypto_generichash_update(&state, part, UInt64(part.count)) }
        crypto_generichash_final(&state, &output, length)
        return output
    }

    /// Compares without leaking where two secrets differ.
    public static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && sodium_memcmp(left, right, left.count) == 0
    }
}
