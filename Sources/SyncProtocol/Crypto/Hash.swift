import CSodium

/// BLAKE2b hashes (RFC 7693) through libsodium.
public enum Hash {
    /// Bytes of a full hash.
    public static let byteCount = 32

    /// The BLAKE2b hash of the concatenated `parts`, `length` bytes long (16 to 64), keyed when `key` is given.
    ///
    /// Complexity: O(n) in the bytes of all parts.
    public static func blake2b(_ parts: [UInt8]..., length: Int = 32, key: [UInt8]? = nil) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: length)
        // The state wants an alignment that its imported type does not carry, so the memory is asked for by hand.
        withUnsafeTemporaryAllocation(byteCount: crypto_generichash_statebytes(), alignment: 64) { memory in
            guard let base = memory.baseAddress else { preconditionFailure("an allocation of some bytes has a base") }
            let state = OpaquePointer(base)
            let status = crypto_generichash_init(state, key, key?.count ?? 0, length)
            precondition(status == 0, "BLAKE2b takes 16 to 64 bytes of output and a key of up to 64 bytes")
            for part in parts { crypto_generichash_update(state, part, UInt64(part.count)) }
            crypto_generichash_final(state, &output, length)
        }
        return output
    }

    /// The HMAC-SHA256 code (RFC 2104) of the concatenated `parts` under a key of any length; 32 bytes.
    ///
    /// Complexity: O(n) in the bytes of all parts.
    public static func hmacSHA256(_ parts: [UInt8]..., key: [UInt8]) -> [UInt8] {
        var state = crypto_auth_hmacsha256_state()
        crypto_auth_hmacsha256_init(&state, key, key.count)
        for part in parts { crypto_auth_hmacsha256_update(&state, part, UInt64(part.count)) }
        var code = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
        crypto_auth_hmacsha256_final(&state, &code)
        return code
    }

    /// Compares without leaking where two secrets differ.
    public static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && sodium_memcmp(left, right, left.count) == 0
    }
}
