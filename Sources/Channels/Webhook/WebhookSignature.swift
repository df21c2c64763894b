import Foundation
public import Hub
import SyncProtocol

/// The three headers of a signed webhook.
public struct WebhookHeaders: Hashable, Sendable {
    /// The names of the headers.
    public static let names = (id: "webhook-id", timestamp: "webhook-timestamp", signature: "webhook-signature")

    /// Identifies the message, the same whenever it is sent again.
    public let id: String
    /// Seconds since 1970, as digits.
    public let timestamp: String
    /// Signatures, `v1,` and base 64 each, parted by spaces.
    public let signature: String

    /// How far a timestamp may be from the clock, in seconds.
    public static let toleranceSeconds: Int64 = 300
    /// The longest id, in bytes.
    private static let idByteCountMax = 256
    /// The most signatures that are looked at.
    private static let signatureCountMax = 16

    /// Takes headers as they came.
    ///
    /// - Throws: `InboundRefusal` when one is missing.
    public init(id: String?, timestamp: String?, signature: String?) throws(InboundRefusal) {
        guard let id, let timestamp, let signature else {
            throw InboundRefusal(
                .unauthenticated,
                "a webhook has the headers webhook-id, webhook-timestamp and webhook-signature; sign it with the "
                    + "channel's secret"
            )
        }
        self.id = id
        self.timestamp = timestamp
        self.signature = signature
    }

    /// Signs a body with every secret that is in force.
    public init(signing body: [UInt8], id: String, at now: Instant, with secrets: [WebhookSecret]) {
        let timestamp = String(now.milliseconds / 1000)
        self.id = id
        self.timestamp = timestamp
        signature = secrets.map { secret in
            "v1," + Data(secret.code(id: id, timestamp: timestamp, body: body)).base64EncodedString()
        }.joined(separator: " ")
    }

    /// Checks that one of the secrets signed the body, and lately.
    ///
    /// - Throws: `InboundRefusal` when none did, or not within five minutes.
    public func verify(_ body: [UInt8], at now: Instant, with secrets: [WebhookSecret]) throws(InboundRefusal) {
        guard (1...Self.idByteCountMax).contains(id.utf8.count), !id.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F })
        else {
            throw InboundRefusal(.unauthenticated, "webhook-id has 1 to \(Self.idByteCountMax) visible characters")
        }
        let isNumber = (1...12).contains(timestamp.utf8.count) && timestamp.utf8.allSatisfy { (48...57).contains($0) }
        guard isNumber, let seconds = Int64(timestamp) else {
            throw InboundRefusal(.unauthenticated, "webhook-timestamp is a number of seconds since 1970")
        }
        let codes = signature.split(separator: " ").prefix(Self.signatureCountMax).compactMap { entry in
            entry.hasPrefix("v1,") ? Data(base64Encoded: String(entry.dropFirst(3))).map { [UInt8]($0) } : nil
        }
        let isSigned = secrets.contains { secret in
            let expected = secret.code(id: id, timestamp: timestamp, body: body)
            return codes.contains { Hash.isEqual($0, expected) }
        }
        guard isSigned else {
            throw InboundRefusal(
                .unauthenticated, "no signature fits the channel's secrets; check the secret, and sign the raw body"
            )
        }
        guard abs(now.milliseconds / 1000 - seconds) <= Self.toleranceSeconds else {
            throw InboundRefusal(
                .staleTimestamp,
                "webhook-timestamp is more than five minutes from this server's clock; set the clock, and sign anew "
                    + "whenever it is sent"
            )
        }
    }
}
