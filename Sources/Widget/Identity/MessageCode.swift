import CSodium
import SyncProtocol

/// HMAC-SHA256 (RFC 2104) through libsodium.
package enum MessageCode {
    /// The 32 bytes of the code of a message under a key of any length.
    package static func code(of message: String, key: [UInt8]) -> [UInt8] {
        var state = crypto_auth_hmacsha256_state()
        var output = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
        let bytes = Array(message.utf8)
        crypto_auth_hmacsha256_init(&state, key, key.count)
        crypto_auth_hmacsha256_update(&state, bytes, UInt64(bytes.count))
        crypto_auth_hmacsha256_final(&state, &output)
        return output
    }

    /// Whether `code` is the code of a message, compared without leaking where they differ.
    package static func verifies(_ code: [UInt8], of message: String, key: [UInt8]) -> Bool {
        Hash.isEqual(code, Self.code(of: message, key: key))
    }
}
