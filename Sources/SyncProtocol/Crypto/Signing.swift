import CSodium

/// A public Ed25519 key: 32 bytes that verify what its holder signed.
public struct PublicKey: Hashable, Sendable {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// Takes 32 bytes; nil when they are not as many.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Int(crypto_sign_PUBLICKEYBYTES) else { return nil }
        self.bytes = bytes
    }

    /// The first 16 bytes of the key's hash, in hexadecimal: what an invite link carries.
    public var fingerprint: String {
        Hexadecimal.encode(Array(Hash.blake2b(Array("conversations root fingerprint v1".utf8), bytes)[..<16]))
    }

    /// True when `signature` (64 bytes) signs `message` in `domain`.
    ///
    /// Complexity: about 65 µs and O(n) in the message.
    public func verifies(_ signature: [UInt8], of message: [UInt8], in domain: SignatureDomain) -> Bool {
        guard signature.count == Int(crypto_sign_BYTES) else { return false }
        let signed = domain.prefix + message
        return crypto_sign_verify_detached(signature, signed, UInt64(signed.count), bytes) == 0
    }
}

/// An Ed25519 key pair, made from a 32-byte seed that its owner keeps secret.
public struct SigningKey: Sendable {
    /// The secret 32 bytes that make the pair again.
    public let seed: [UInt8]
    /// The half that others verify with.
    public let publicKey: PublicKey
    private let secret: [UInt8]

    /// Makes the pair of a 32-byte seed; nil when it is not as long.
    public init?(seed: [UInt8]) {
        guard seed.count == Int(crypto_sign_SEEDBYTES) else { return nil }
        var publicBytes = [UInt8](repeating: 0, count: Int(crypto_sign_PUBLICKEYBYTES))
        var secret = [UInt8](repeating: 0, count: Int(crypto_sign_SECRETKEYBYTES))
        let status = crypto_sign_seed_keypair(&publicBytes, &secret, seed)
        guard status == 0, let key = PublicKey(bytes: publicBytes) else { return nil }
        self.seed = seed
        self.secret = secret
        publicKey = key
    }

    /// Makes a pair from 32 bytes of `generator`, which must be cryptographically secure outside of simulations.
    public init(using generator: inout some RandomNumberGenerator) {
        let seed = (0..<Int(crypto_sign_SEEDBYTES)).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        guard let key = SigningKey(seed: seed) else { preconditionFailure("a 32-byte seed makes a key") }
        self = key
    }

    /// Signs `message` in `domain`; 64 bytes, about 22 µs.
    public func sign(_ message: [UInt8], in domain: SignatureDomain) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Int(crypto_sign_BYTES))
        let signed = domain.prefix + message
        crypto_sign_detached(&signature, nil, signed, UInt64(signed.count), secret)
        return signature
    }
}

/// What a signature is for; a signature of one domain never verifies in another.
public enum SignatureDomain: String, Sendable {
    /// The list of change ids of a batch.
    case batch
    /// A server's challenge, answered by a device.
    case challenge
    /// What a server delivered up to a checkpoint.
    case receipt
    /// A device's certificate by its user's identity key.
    case device
    /// A user's certificate by the workspace's root key.
    case identity

    var prefix: [UInt8] { Array("conversations \(rawValue) v1\0".utf8) }
}
