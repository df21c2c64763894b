package import Hub
import SyncProtocol

/// Who the site that carries the widget proved its visitor to be.
package struct VerifiedIdentity: Hashable, Sendable {
    /// The site's own id of the user.
    package let user: String
    /// The user's name, as the site signed it.
    package let name: String?
    /// The user's mail address, as the site signed it.
    package let email: String?
    /// The token's id; nil for a bare code of the user's id.
    package let token: String?
    /// Until when the proof holds.
    package let expires: Instant

    /// Whether text can be a user's id: 1 to 200 bytes without control characters.
    static func isUser(_ text: String) -> Bool {
        (1...200).contains(text.utf8.count) && text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
    }

    /// A name or address of acceptable length; nil when it is none.
    static func trait(_ text: String) -> String? { (1...200).contains(text.utf8.count) ? Plain.line(text) : nil }
}

/// A proof of identity as a page hands it to the widget.
package enum IdentityProof: Hashable, Sendable {
    /// A signed token.
    case token(String)
    /// A user's id with its code in hexadecimal.
    case hash(user: String, code: String)

    /// Verifies the proof.
    ///
    /// - Throws: `WidgetError.identityInvalid`.
    package func verify(
        secrets: [[UInt8]], audience: String, at now: Instant
    ) throws(WidgetError) -> VerifiedIdentity {
        switch self {
        case .token(let token):
            return try IdentityToken.verify(token, secrets: secrets, audience: audience, at: now)
        case .hash(let user, let code):
            guard VerifiedIdentity.isUser(user), let bytes = Hexadecimal.decode(code),
                secrets.contains(where: { Hash.isEqual(bytes, Hash.hmacSHA256(Array(user.utf8), key: $0)) })
            else { throw .identityInvalid }
            return VerifiedIdentity(
                user: user, name: nil, email: nil, token: nil,
                expires: now.advanced(bySeconds: IdentityToken.lifetimeSecondsMax)
            )
        }
    }
}
