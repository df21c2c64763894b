import Channels
import Hub
import Testing

@Suite struct WebhookSignatureTests {
    // The example of the convention's own text.
    private let secret = WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    private let body = Array(#"{"test": 2432232314}"#.utf8)
    private let now = Instant(milliseconds: 1_614_265_330_000)

    @Test func `the signature is the one of the convention's example`() throws {
        let secret = try #require(secret)
        let headers = WebhookHeaders(signing: body, id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: now, with: [secret])
        #expect(headers.signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        try headers.verify(body, at: now, with: [secret])
    }

    @Test func `one of two secrets and one of many signatures suffice`() throws {
        var randomness = SystemRandomNumberGenerator()
        let (old, new) = (WebhookSecret(using: &randomness), WebhookSecret(using: &randomness))
        let headers = WebhookHeaders(signing: body, id: "1", at: now, with: [new, old])
        try headers.verify(body, at: now, with: [old])
        let single = WebhookHeaders(signing: body, id: "1", at: now, with: [old])
        try single.verify(body, at: now, with: [new, old])
        #expect(throws: InboundRefusal.self) { try single.verify(body, at: now, with: [new]) }
        #expect(WebhookSecret(old.text) == old)
    }

    @Test(arguments: [-301, -300, 0, 300, 301]) func `five minutes are the limit, to the second`(_ seconds: Int64)
        throws
    {
        let secret = try #require(secret)
        let headers = WebhookHeaders(signing: body, id: "1", at: now.advanced(bySeconds: seconds), with: [secret])
        if abs(seconds) <= 300 {
            try headers.verify(body, at: now, with: [secret])
        } else {
            #expect(throws: InboundRefusal.self) { try headers.verify(body, at: now, with: [secret]) }
        }
    }

    @Test(arguments: [
        "", "v1", "v1,", "v1a,AAAA", "v1,not base 64", "v2,AAAA", String(repeating: "v1,AAAA ", count: 20),
    ])
    func `a signature of another form is none`(_ signature: String) throws {
        let secret = try #require(secret)
        let headers = try WebhookHeaders(id: "1", timestamp: "1614265330", signature: signature)
        #expect(throws: InboundRefusal.self) { try headers.verify(body, at: now, with: [secret]) }
    }

    @Test(arguments: ["", "-5", "1e9", "9999999999999", "0x10", " 1614265330"])
    func `a timestamp of another form is none`(_ timestamp: String) throws {
        let secret = try #require(secret)
        let headers = try WebhookHeaders(id: "1", timestamp: timestamp, signature: "v1,AAAA")
        #expect(throws: InboundRefusal.self) { try headers.verify(body, at: now, with: [secret]) }
    }
}
