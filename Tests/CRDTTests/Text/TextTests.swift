import CRDT
import Testing

struct TextTests {
    @Test func `a span that two replicas delete is gone once`() throws {
        var exchange = Exchange(2) { $0.text("body").insert("abcdef", at: 0) }
        exchange.edit(0) { $0.text("body").delete(1..<4) }
        exchange.edit(1) { $0.text("body").delete(2..<5) }
        let document = try exchange.settled()
        #expect(document.text("body").string == "af")
        #expect(document.text("body").count == 2)
    }

    @Test func `what is inserted in a range that another deletes stays`() throws {
        var exchange = Exchange(2) { $0.text("body").insert("abcdef", at: 0) }
        exchange.edit(0) { $0.text("body").delete(1..<5) }
        exchange.edit(1) { $0.text("body").insert("X", at: 3) }
        #expect(try exchange.settled().text("body").string == "aXf")
    }

    @Test func `two replacements of one word both stay and stay whole`() throws {
        var exchange = Exchange(2) { $0.text("body").insert("the cat sat", at: 0) }
        exchange.edit(0) { $0.text("body").replace(4..<7, with: "dog") }
        exchange.edit(1) { $0.text("body").replace(4..<7, with: "cow") }
        #expect(try exchange.settled().text("body").string == "the dogcow sat")
    }

    @Test func `offsets count scalars, whatever they look like`() {
        var peer = Peer(1)
        peer.edit { transaction in
            let text = transaction.text("body")
            text.insert("e\u{301}\r\n👩‍👩‍👧\u{0}", at: 0)
            #expect(text.count == 10)
            text.insert("-", at: 1)
            text.insert("-", at: 4)
            text.delete(6..<7)
        }
        let text = peer.document.text("body")
        #expect(Array(text.string.unicodeScalars) == Array("e-\u{301}\r-\n\u{200D}👩\u{200D}👧\u{0}".unicodeScalars))
        #expect(text.utf16Count == text.string.utf16.count)
    }

    @Test func `a stable position keeps its place when text comes, goes and is erased`() throws {
        var exchange = Exchange(2) { $0.text("body").insert("abcd", at: 0) }
        let text = exchange[0].document.text("body")
        let (before, after) = (text.position(at: 2, .before), text.position(at: 2, .after))
        let change = exchange.edit(0) { $0.text("body").insert("XY", at: 2) }
        #expect(exchange[0].document.text("body").offset(of: before) == 2)
        #expect(exchange[0].document.text("body").offset(of: after) == 4)
        exchange.edit(1) { $0.text("body").delete(1..<3) }
        var document = try exchange.settled()
        #expect(document.text("body").string == "aXYd")
        #expect(document.text("body").offset(of: before) == 1)
        #expect(document.text("body").offset(of: after) == 3)
        document.erase(Set([change].compactMap { $0?.reference }))
        #expect(document.text("body").offset(of: after) == 1)
        #expect(document.text("body").offset(of: .start) == 0)
        #expect(document.text("body").offset(of: .end) == 2)
    }

    @Test func `what is typed on and deleted in one change is taken by others`() throws {
        var peer = Peer(1)
        let change = try #require(
            peer.edit { transaction in
                let text = transaction.text("body")
                for letter in ["a", "b", "c"] { text.insert(letter, at: text.count) }
                text.mark(0..<3, "bold", true, expand: .after)
                text.delete(0..<2)
            }
        )
        var other = Document()
        try other.apply(change)
        #expect(other.text("body").string == "c")
        #expect(other.canonicalBytes() == peer.document.canonicalBytes())
    }

    @Test func `authorship names the writer of every scalar`() throws {
        var exchange = Exchange(2) { $0.text("body").insert("ab", at: 0) }
        let change = try #require(exchange.edit(0) { $0.text("body").insert("X", at: 1) })
        let authorship = try exchange.settled().text("body").authorship
        #expect(authorship.map(\.range) == [0..<1, 1..<2, 2..<3])
        #expect(authorship[1].change == change.reference)
    }
}
