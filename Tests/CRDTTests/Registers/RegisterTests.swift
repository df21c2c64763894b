import CRDT
import Testing

struct RegisterTests {
    @Test func `a key that two replicas create at once is one object with all that both wrote`() throws {
        var exchange = Exchange(2) { $0.root.set("key", 1) }
        exchange.edit(0) { $0.map("customer").map("address").set("town", "Bern") }
        exchange.edit(1) { $0.map("customer").map("address").set("street", "Kramgasse") }
        let address = try exchange.settled().map("customer").map("address")
        #expect(address.keys == ["street", "town"])
    }

    @Test(arguments: [(2, 3, "b"), (3, 2, "a"), (2, 2, "b")])
    func `of concurrent writes the later counts and the other stays readable`(
        first: UInt64, second: UInt64, winner: String
    ) throws {
        var exchange = Exchange(2) { $0.root.set("key", "base") }
        exchange.edit(0, at: first) { $0.root.set("key", "a") }
        exchange.edit(1, at: second) { $0.root.set("key", "b") }
        let document = try exchange.settled()
        let entries = document.root.values("key")
        #expect(entries.map(\.value) == (winner == "a" ? ["a", "b"] : ["b", "a"]))
        #expect(document.root.value("key") == .string(winner))
        #expect(entries.map { document.isSuperseded($0.id) } == [false, true])
    }

    @Test func `a write that has seen another counts whatever the stamps say and leaves no loser`() throws {
        var exchange = Exchange(2) { $0.root.set("key", "base") }
        exchange.edit(0, at: 90) { $0.root.set("key", "a") }
        exchange[1].merge(exchange[0])
        exchange.edit(1, at: 2) { $0.root.set("key", "b") }
        #expect(try exchange.settled().root.values("key").map(\.value) == ["b"])
    }

    @Test func `a removal hides a key but not a write that has not seen it`() throws {
        var exchange = Exchange(2) { $0.root.set("key", "base") }
        exchange.edit(0, at: 2) { $0.root.remove("key") }
        exchange.edit(1, at: 3) { $0.root.set("key", "b") }
        let document = try exchange.settled()
        #expect(document.root.keys == ["key"])
        #expect(document.root.values("key").map(\.value) == ["b", .null])
    }

    @Test func `a pending write counts until a stamp ranks it`() throws {
        var exchange = Exchange(2) { $0.root.set("key", "base") }
        let pending = try #require(exchange[0].edit(at: 2, stamp: .pending) { $0.root.set("key", "a") })
        let other = try #require(exchange.edit(1, at: 5) { $0.root.set("key", "b") })
        try exchange[0].apply(other)
        #expect(exchange[0].document.root.value("key") == "a")
        let withoutIt = exchange[1].document.canonicalBytes()
        #expect(exchange[0].document.canonicalBytes() == withoutIt)
        try exchange[0].apply(pending, stamp: Stamp(milliseconds: 4))
        try exchange[0].apply(pending, stamp: .pending)
        #expect(exchange[0].document.root.value("key") == "b")
        #expect(exchange[0].picture.differences(to: exchange[0].document).isEmpty)
        try exchange[1].apply(pending, stamp: Stamp(milliseconds: 4))
        #expect(exchange[0].document.canonicalBytes() == exchange[1].document.canonicalBytes())
    }

    @Test func `two spellings of a key are two keys`() {
        var peer = Peer(1)
        peer.edit { transaction in
            transaction.root.set("é", 1)
            transaction.root.set("e\u{301}", 2)
        }
        #expect(peer.document.root.value("é") == 1)
        #expect(peer.document.root.value("e\u{301}") == 2)
        #expect(peer.document.root.keys.count == 2)
    }

    @Test func `an insertion into a set survives a removal that has not seen it`() throws {
        var exchange = Exchange(2) { $0.set("tags").insert("a") }
        exchange.edit(0) { $0.set("tags").remove("a") }
        exchange.edit(1) { $0.set("tags").insert("a") }
        #expect(try exchange.settled().set("tags").values == ["a"])
    }

    @Test func `a counter adds all up and clamps only what it shows`() throws {
        var exchange = Exchange(2) { $0.counter("count").add(1) }
        exchange.edit(0) { $0.counter("count").add(.max) }
        exchange.edit(1) { $0.counter("count").add(.max) }
        var document = try exchange.settled()
        #expect(document.counter("count").value == .max)
        document.edit(actor: ActorID(high: 7, low: 7), number: 1, time: .pending) { transaction in
            transaction.counter("count").add(.min)
            transaction.counter("count").add(.min)
        }
        #expect(document.counter("count").value == -1)
    }

    @Test func `an erased change reads as nothing whichever comes first`() throws {
        var peer = Peer(1)
        let change = try #require(
            peer.edit { transaction in
                transaction.root.set("key", "secret")
                transaction.text("body").insert("secret", at: 0)
                transaction.records("talk").append(["text": "secret"])
                transaction.set("tags").insert("secret")
            }
        )
        let next = try #require(peer.edit { $0.text("body").insert("!", at: 6) })
        var late = Document()
        late.erase([change.reference])
        try late.apply(next)
        try late.apply(change)
        peer.erase([change.reference])
        try peer.apply(change)
        #expect(late.canonicalBytes() == peer.document.canonicalBytes())
        #expect(late.root.value("key") == .erased)
        #expect(late.text("body").string == "!")
        #expect(late.records("talk")[0].fields == ["text": .erased])
        #expect(late.set("tags").values == [])
        for bytes in [late.encoded(), peer.document.encoded(), late.canonicalBytes()] {
            #expect(!String(decoding: bytes, as: UTF8.self).contains("secret"))
        }
    }

    @Test func `an erasure ahead of a change that waits is saved once`() throws {
        var peer = Peer(1)
        let first = try #require(peer.edit { $0.root.set("a", 1) })
        let second = try #require(peer.edit { $0.root.set("b", "secret") })
        var document = Document()
        document.erase([second.reference])
        try document.apply(second)
        #expect(document.waiting == [second.reference])
        var loaded = try Document(encoded: document.encoded())
        #expect(loaded.encoded() == document.encoded())
        try loaded.apply(first)
        #expect(loaded.root.value("b") == .erased)
    }
}
