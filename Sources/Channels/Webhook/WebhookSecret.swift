import Foundation
import SyncProtocol

/// A secret that signs webhooks by the Standard Webhooks convention: `whsec_` and base 64.
public struct WebhookSecret: Hashable, Sendable {
    /// The key, 24 to 64 bytes.
    public let bytes: [UInt8]

    private static let prefix = "whsec_"

    /// Makes a secret of 32 bytes.
    ///
    /// - Parameter generator: Cryptographically secure outside of tests.
    public init(using generator: inout some RandomNumberGenerator) {
        bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// Reads `whsec_…`; nil when it is something else.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), let data = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))),
            (24...64).contains(data.count)
        else { return nil }
        bytes = Array(data)
    }

    /// `whsec_…`.
    public var text: String { Self.prefix + Data(bytes).base64EncodedString() }

    /// HMAC-SHA256 over the id, the timestamp and the body, joined by full stops.
    func code(id: String, timestamp: String, body: [UInt8]) -> [UInt8] {
        Hash.hmacSHA256(Array("\(id).\(timestamp).".utf8), body, key: bytes)
    }
}
