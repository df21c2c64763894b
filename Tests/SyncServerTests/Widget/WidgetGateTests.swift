import CRDT
import Hub
import Replica
import SyncProtocol
import SyncServer
import Testing

@Suite struct WidgetGateTests {
    @Test func `only origins of the list are answered, each with its own name and no credentials`() async throws {
        try await WidgetShop.open(["widget.origin.off.url": "https://off.example"]) { shop in
            for (origin, isAllowed) in [
                (VisitorBrowser.origin, true), ("https://off.example", false), ("https://shop.example.evil", false),
                ("http://shop.example", false), ("https://shop.example:8443", false), ("null", false), ("", false),
            ] {
                var visitor = shop.visitor
                visitor.origin = origin
                for (method, path) in [("OPTIONS", "messages"), ("GET", "config"), ("POST", "sessions")] {
                    let answer = try await visitor.ask(method, path, json: ["visitor": visitor.secret])
                    #expect((answer.status < 300) == isAllowed, "\(method) \(path) from \(origin)")
                    #expect(answer.headers["access-control-allow-origin"] == (isAllowed ? origin : nil))
                    #expect(answer.headers["vary"] == "Origin")
                    #expect(answer.headers["access-control-allow-credentials"] == nil)
                    #expect(answer.headers["set-cookie"] == nil)
                }
            }
        }
    }

    @Test func `what is too large, of the wrong kind or of no form is refused by name`() async throws {
        try await WidgetShop.open(["widget.files.megabytes": 1, "widget.files.count": 1]) { shop in
            var visitor = shop.visitor
            #expect(try await visitor.ask("GET", "messages").status == 401)
            #expect(try await visitor.ask("POST", "sessions", json: ["visitor": "short"]).status == 400)
            try await visitor.begin()
            #expect(try await visitor.post(String(repeating: "a", count: 4001)).code == "too_large")
            #expect(try await visitor.post(String(repeating: "a", count: 40_000)).status == 413)
            #expect(try await visitor.post("").status == 400)
            #expect(try await visitor.post("x", id: "1").status == 400)
            #expect(try await visitor.ask("POST", "messages", Array("{".utf8)).status == 400)
            #expect(try await visitor.post("x", files: ["a", "b"]).code == "too_large")
            #expect(try await visitor.post("x", files: ["unknown"]).status == 404)
            let svg = Array("<svg onload='alert(1)'/>".utf8)
            #expect(try await visitor.upload(svg, of: "a.png").answer.code == "bad_type")
            let (letters, id) = ([UInt8](repeating: 65, count: 1000), VisitorBrowser.name())
            #expect(try await visitor.upload(letters, of: "a.txt", id: id, size: 1_000_001).status == 413)
            #expect(try await visitor.upload(letters, of: "a.txt", id: id, size: 0).status == 400)
            #expect(try await visitor.upload(letters, of: "a.txt", id: "..%2F1", size: 1000).status == 400)
            #expect(try await visitor.upload(letters, of: "a.txt", id: id, size: 999).status == 400, "longer than said")
            #expect(
                try await visitor.upload([UInt8](repeating: 65, count: 262_145), of: "a.txt").answer.status == 413)
            #expect(try await shop.tickets().isEmpty)
        }
    }

    @Test func `a file is its sender's until its message is sent, and nobody else's ever`() async throws {
        try await WidgetShop.open { shop in
            var (sender, thief) = (shop.visitor, shop.visitor)
            try await sender.begin()
            try await thief.begin()
            let (id, _) = try await sender.upload(Array("words".utf8), of: "..%2Fa%20b.txt")
            #expect(try await thief.post("mine now", files: [id]).status == 404)
            let sent = try await sender.post("", files: [id])
            let file = try #require((sent.json["files"] as? [[String: Any]])?.first)
            #expect(file["name"] as? String == ".._a b.txt" && file["size"] as? Int == 5)
            let path = try #require(file["path"] as? String)
            let fetched = try await sender.ask("GET", String(path.dropFirst(3)))
            #expect(fetched.status == 200 && fetched.headers["content-disposition"]?.hasPrefix("attachment") == true)
            #expect(fetched.headers["x-content-type-options"] == "nosniff")
            let forged = String(path.dropFirst(3).dropLast()) + (path.hasSuffix("0") ? "1" : "0")
            #expect(try await sender.ask("GET", forged).status == 404)
            #expect(try await sender.post("again", files: [id]).status == 404, "a file goes with one message")
        }
    }

    @Test func `who sends too much is told how long to wait`() async throws {
        try await WidgetShop.open { shop in
            var visitor = shop.visitor
            try await visitor.begin()
            var refused: VisitorBrowser.Answer?
            let id = VisitorBrowser.name()
            // Files are allowed so rarely that no machine is slow enough for the allowance to grow back meanwhile.
            for _ in 0..<100 where refused == nil {
                let answer = try await visitor.upload(Array("words".utf8), of: "a.txt", id: id, size: 5)
                if answer.status != 200 { refused = answer }
            }
            #expect(refused?.status == 429 && refused?.code == "too_many")
            #expect(refused?.headers["retry-after"].flatMap(Int.init).map { (1...5).contains($0) } == true)
            #expect(refused?.headers["access-control-expose-headers"] == "Retry-After")
        }
    }

    @Test func `who asks for privacy leaves no page and no fingerprint`() async throws {
        try await WidgetShop.open(["widget.fingerprint": true]) { shop in
            for (headers, isKept) in [(["Sec-GPC": "1"], false), ([:], true)] {
                var visitor = shop.visitor
                let told: [String: Any] = [
                    "page": "https://shop.example/cart?token=1", "claims": ["fingerprint": "f1", "plan": "gold"],
                ]
                try await visitor.begin(told, headers: headers)
                let answer = try await visitor.post("Hello")
                #expect(answer.status == 200)
                let ticket = try #require(try await shop.tickets().last?.id)
                let detail = try shop.ana.store.ticket(ticket.description, at: ServerClock.now()).ticket
                #expect(detail.source.url == (isKept ? "https://shop.example/cart" : nil))
                #expect((detail.claimed["fingerprint"] != nil) == isKept)
                #expect(detail.claimed["plan"] == "gold")
            }
        }
    }
}
