import Foundation
import Hub
import SyncProtocol
import Testing
import Widget

@Suite struct IdentityTests {
    @Test func `a token of the site names its user`() throws {
        let identity = try SignedToken.verify(SignedToken().text())
        #expect(identity.user == "u1" && identity.name == "Lee" && identity.email == "lee@example.com")
        #expect(identity.token == "t1" && identity.expires.milliseconds == 1_750_003_600_000)
        var several = SignedToken()
        several.claims["aud"] = ["other", "shop"]
        #expect(throws: Never.self) { try SignedToken.verify(several.text()) }
    }

    /// What makes a token invalid, by name.
    static let forgeries: [(name: String, forge: @Sendable (inout SignedToken) -> Void)] = [
        ("another key", { $0.key = "guessed" }), ("an empty key", { $0.key = "" }),
        ("no algorithm", { $0.header["alg"] = "none" }), ("no algorithm in capitals", { $0.header["alg"] = "NONE" }),
        ("another algorithm", { $0.header["alg"] = "HS512" }), ("a public key", { $0.header["alg"] = "RS256" }),
        ("extensions that must be understood", { $0.header["crit"] = ["exp"] }),
        ("another type", { $0.header["typ"] = "JWE" }), ("no header", { $0.header = [:] }),
        ("another audience", { $0.claims["aud"] = "other" }), ("no audience", { $0.claims["aud"] = nil }),
        ("an empty list of audiences", { $0.claims["aud"] = [String]() }),
        ("an expiry that has passed", { $0.claims["exp"] = 1_749_999_900 }),
        ("an expiry beyond a day", { $0.claims["exp"] = 1_750_090_000 }), ("no expiry", { $0.claims["exp"] = nil }),
        ("a huge expiry", { $0.claims["exp"] = 1e300 }),
        ("an expiry that is text", { $0.claims["exp"] = "1750003600" }),
        ("a beginning that is to come", { $0.claims["nbf"] = 1_750_000_100 }),
        ("an issue that is to come", { $0.claims["iat"] = 1_750_000_100 }), ("no id", { $0.claims["jti"] = nil }),
        ("an empty id", { $0.claims["jti"] = "" }), ("no user", { $0.claims["sub"] = nil }),
        ("an empty user", { $0.claims["sub"] = "" }), ("a user with a line end", { $0.claims["sub"] = "u1\nu2" }),
        ("a user that is too long", { $0.claims["sub"] = String(repeating: "u", count: 201) }),
        ("too many bytes", { $0.claims["more"] = String(repeating: "x", count: 5000) }),
    ]

    @Test(arguments: forgeries.indices)
    func `a token is refused for whatever is wrong with it`(_ index: Int) throws {
        var token = SignedToken()
        Self.forgeries[index].forge(&token)
        let text = try token.text()
        #expect(throws: WidgetError.identityInvalid, "\(Self.forgeries[index].name)") {
            try SignedToken.verify(text)
        }
    }

    @Test func `a token whose parts were exchanged, cut off or written otherwise is refused`() throws {
        let good = try SignedToken().text()
        let parts = good.split(separator: ".").map(String.init)
        var other = SignedToken()
        other.claims["sub"] = "u2"
        let claims = try other.text().split(separator: ".").map(String.init)[1]
        let none = try SignedToken.encoded(["alg": "none"])
        for text in [
            "", ".", "..", "a.b.c", parts[0] + "." + parts[1], "\(parts[0]).\(claims).\(parts[2])",
            "\(parts[0]).\(parts[1]).", "\(none).\(parts[1]).", "\(none).\(parts[1]).\(parts[2])", good + "=",
            good + ".x",
            good + "A", " " + good, good.dropLast() + "+",
        ] {
            #expect(throws: WidgetError.identityInvalid, "\(text)") { try SignedToken.verify(text) }
        }
    }

    @Test func `the code of a user's id proves the user and nobody else`() throws {
        let key = Array(SignedToken.secret.utf8)
        let code = Hexadecimal.encode(Hash.hmacSHA256(Array("u1".utf8), key: key))
        func verify(_ user: String, _ code: String, _ keys: [[UInt8]]) throws -> VerifiedIdentity {
            try IdentityProof.hash(user: user, code: code).verify(secrets: keys, audience: "shop", at: SignedToken.now)
        }
        #expect(try verify("u1", code, [key]).user == "u1")
        #expect(try verify("u1", code.uppercased(), [key]).user == "u1")
        for (user, code, keys) in [
            ("u2", code, [key]), ("u1", "", [key]), ("u1", String(code.dropLast(2)), [key]), ("u1", "zz", [key]),
            ("u1", code, []), ("u1", code, [Array("other".utf8)]), ("", code, [key]),
        ] {
            #expect(throws: WidgetError.identityInvalid) { try verify(user, code, keys) }
        }
    }

    @Test func `HMAC agrees with the test vector of RFC 4231`() {
        let code = Hash.hmacSHA256(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
        #expect(Hexadecimal.encode(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test func `after a rotation the secret before verifies until its time, and not at all when it has leaked`() {
        var randomness = SystemRandomNumberGenerator()
        var secrets = IdentitySecrets(using: &randomness)
        let first = Array(secrets.current.utf8)
        let now = SignedToken.now
        secrets.rotate(graceSeconds: 60, at: now, using: &randomness)
        #expect(secrets.keys(at: now).contains(first) && secrets.keys(at: now).count == 2)
        #expect(!secrets.keys(at: now.advanced(bySeconds: 60)).contains(first))
        let second = Array(secrets.current.utf8)
        secrets.rotate(graceSeconds: 0, at: now, using: &randomness)
        #expect(secrets.keys(at: now).count == 1 && !secrets.keys(at: now).contains(second))
    }
}
