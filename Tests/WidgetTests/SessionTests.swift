import Hub
import Testing
import Widget

@Suite struct SessionTests {
    static let key = [UInt8](repeating: 7, count: 32)
    static let now = SignedToken.now
    static let subject = Subject.visitor(Identifier(high: 1, low: 4))

    static func session(_ subject: Subject = subject) -> WidgetSession {
        WidgetSession(
            subject: subject, origin: "https://shop.example", token: nil, user: nil, claims: [:], language: "de",
            page: "https://shop.example/cart?card=1#x", expires: now.advanced(bySeconds: 60))
    }

    @Test func `a session is read by the server that made it, until it runs out`() throws {
        let token = try Self.session().sealed(with: Self.key)
        #expect(try WidgetSession(token: token, key: Self.key, at: Self.now) == Self.session())
        #expect(throws: WidgetError.sessionInvalid) {
            try WidgetSession(token: token, key: Self.key, at: Self.now.advanced(bySeconds: 60))
        }
        #expect(throws: WidgetError.sessionInvalid) {
            try WidgetSession(token: token, key: [UInt8](repeating: 8, count: 32), at: Self.now)
        }
    }

    @Test func `a session that was changed anywhere is refused`() throws {
        let token = Array(try Self.session().sealed(with: Self.key).utf8)
        for index in token.indices {
            var changed = token
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let text = String(decoding: changed, as: UTF8.self)
            #expect(throws: WidgetError.sessionInvalid) { try WidgetSession(token: text, key: Self.key, at: Self.now) }
        }
    }

    @Test func `what stands behind a page's path is not kept`() {
        #expect(Self.session().page == "https://shop.example/cart")
    }

    @Test func `one secret means somebody else on another origin, and to another workspace`() throws {
        let secret = String(repeating: "ab", count: 32)
        let one = try Subject.visitor(secret: secret, origin: "https://a.example", key: Self.key)
        #expect(try Subject.visitor(secret: secret.uppercased(), origin: "https://a.example", key: Self.key) == one)
        #expect(try Subject.visitor(secret: secret, origin: "https://b.example", key: Self.key) != one)
        #expect(try Subject.visitor(secret: secret, origin: "https://a.example", key: [1]) != one)
        for bad in ["", "ab", String(repeating: "zz", count: 32), secret + "ab"] {
            #expect(throws: WidgetError.malformed) {
                try Subject.visitor(secret: bad, origin: "https://a.example", key: Self.key)
            }
        }
    }

    @Test func `a cursor is opaque, of one subject, and looks different every time`() throws {
        let seal = CursorSeal(Self.subject, key: Self.key)
        let place = CursorSeal.Place(history: Identifier(high: 3, low: 8), sequence: 1_234_567)
        let text = seal.seal(place)
        #expect(seal.open(text) == place && seal.seal(place) != text)
        #expect(CursorSeal(.person(Identifier(high: 1, low: 4)), key: Self.key).open(text) == nil)
        for bad in ["", "x", String(text.dropLast()), text + "A", "A" + text.dropFirst(), "1234567"] {
            #expect(bad == text || seal.open(bad) == nil)
        }
    }
}
