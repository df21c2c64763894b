import Foundation
package import Hub
import SyncProtocol

/// A JSON Web Token (RFC 7519) by which the site that carries the widget says who its visitor is: HS256 and nothing else.
package enum IdentityToken {
    /// How far the clocks of site and server may be apart, in seconds.
    static let leewaySeconds: Int64 = 60
    /// How long a token may hold, in seconds.
    static let lifetimeSecondsMax: Int64 = 24 * 3600
    /// Bytes of a token at most.
    static let byteCountMax = 4096

    private struct Header: Decodable {
        let alg: String
        let typ: String?
        let crit: [String]?
    }

    private struct Claims: Decodable {
        let sub: String
        let aud: Audience
        let exp: Double
        let nbf: Double?
        let iat: Double?
        let jti: String
        let name: String?
        let email: String?
    }

    /// One audience or several.
    private struct Audience: Decodable {
        let names: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            names = try (try? container.decode(String.self)).map { [$0] } ?? container.decode([String].self)
        }
    }

    /// Verifies a token.
    ///
    /// - Parameters:
    ///   - secrets: Any of them may have signed it.
    ///   - audience: Must be among the token's audiences.
    /// - Throws: `WidgetError.identityInvalid`, for whatever reason: a forger learns nothing.
    package static func verify(
        _ token: String, secrets: [[UInt8]], audience: String, at now: Instant
    ) throws(WidgetError) -> VerifiedIdentity {
        guard token.utf8.count <= byteCountMax else { throw .identityInvalid }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let signature = Base64URL.decode(parts[2]),
            let header: Header = decoded(parts[0]), header.alg == "HS256", header.crit == nil,
            header.typ.map({ $0.uppercased() == "JWT" }) ?? true,
            secrets.contains(where: {
                Hash.isEqual(signature, Hash.hmacSHA256(Array("\(parts[0]).\(parts[1])".utf8), key: $0))
            }),
            let claims: Claims = decoded(parts[1]), claims.aud.names.contains(audience),
            isCurrent(claims, at: now), VerifiedIdentity.isUser(claims.sub),
            (1...200).contains(claims.jti.utf8.count)
        else { throw .identityInvalid }
        return VerifiedIdentity(
            user: claims.sub, name: claims.name.flatMap(VerifiedIdentity.trait),
            email: claims.email.flatMap(VerifiedIdentity.trait), token: claims.jti,
            expires: Instant(milliseconds: Int64(claims.exp * 1000))
        )
    }

    private static func isCurrent(_ claims: Claims, at now: Instant) -> Bool {
        let seconds = Double(now.milliseconds) / 1000
        let leeway = Double(leewaySeconds)
        return claims.exp.isFinite && claims.exp > seconds - leeway
            && claims.exp <= seconds + Double(lifetimeSecondsMax) + leeway
            && claims.nbf.map { $0 <= seconds + leeway } ?? true && claims.iat.map { $0 <= seconds + leeway } ?? true
    }

    private static func decoded<Value: Decodable>(_ part: String) -> Value? {
        Base64URL.decode(part).flatMap { try? JSONDecoder().decode(Value.self, from: Data($0)) }
    }
}
