import Foundation
import Hub
import SyncProtocol
import Widget

/// Makes tokens as a site's server signs them, and wrongly.
struct SignedToken {
    static let now = Instant(milliseconds: 1_750_000_000_000)
    static let secret = "wid_secret"

    var header: [String: Any] = ["alg": "HS256", "typ": "JWT"]
    var claims: [String: Any] = [
        "sub": "u1", "aud": "shop", "exp": 1_750_003_600, "jti": "t1", "name": "Lee", "email": "lee@example.com",
    ]
    var key = Self.secret

    func text() throws -> String {
        let signed = "\(try Self.encoded(header)).\(try Self.encoded(claims))"
        return "\(signed).\(Self.encoded(Data(Hash.hmacSHA256(Array(signed.utf8), key: Array(key.utf8)))))"
    }

    static func encoded(_ value: [String: Any]) throws -> String {
        encoded(try JSONSerialization.data(withJSONObject: value))
    }

    static func encoded(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    static func verify(_ token: String) throws -> VerifiedIdentity {
        try IdentityToken.verify(token, secrets: [Array(secret.utf8)], audience: "shop", at: now)
    }
}
