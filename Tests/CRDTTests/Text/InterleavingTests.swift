import CRDT
import Testing

/// Texts typed at one place at the same time stay whole (Weidner and Kleppmann, "The Art of the Fugue", TPDS 2025).
struct InterleavingTests {
    @Test func `words that are typed forwards at one place do not interleave`() throws {
        var exchange = Exchange(3) { $0.text("body").insert("()", at: 0) }
        for (peer, word) in ["milk", "eggs", "bread"].enumerated() {
            for (offset, letter) in word.enumerated() {
                exchange.edit(peer) { $0.text("body").insert(String(letter), at: 1 + offset) }
            }
        }
        #expect(try exchange.settled().text("body").string == "(milkeggsbread)")
    }

    @Test func `words that are typed backwards at one place do not interleave`() throws {
        var exchange = Exchange(3) { $0.text("body").insert("()", at: 0) }
        for (peer, word) in ["milk", "eggs", "bread"].enumerated() {
            for letter in word.reversed() { exchange.edit(peer) { $0.text("body").insert(String(letter), at: 1) } }
        }
        #expect(try exchange.settled().text("body").string == "(milkeggsbread)")
    }

    @Test(arguments: [false, true])
    func `words that are typed at the start or end of an empty text do not interleave`(isBackwards: Bool) throws {
        var exchange = Exchange(2) { $0.root.set("key", 1) }
        for (peer, word) in ["ab", "xyz"].enumerated() {
            for letter in isBackwards ? String(word.reversed()) : word {
                exchange.edit(peer) { transaction in
                    let text = transaction.text("body")
                    text.insert(String(letter), at: isBackwards ? 0 : text.count)
                }
            }
        }
        #expect(try exchange.settled().text("body").string == "abxyz")
    }

    @Test func `a word typed in pieces of both directions stays whole`() throws {
        var exchange = Exchange(2) { $0.text("body").insert("()", at: 0) }
        for peer in 0..<2 {
            let letters = peer == 0 ? ["c", "d", "b", "a"] : ["3", "4", "2", "1"]
            for (letter, offset) in zip(letters, [1, 2, 1, 1]) {
                exchange.edit(peer) { $0.text("body").insert(letter, at: offset) }
            }
        }
        let text = try exchange.settled().text("body").string
        #expect(["(abcd1234)", "(1234abcd)"].contains(text))
    }

    @Test func `what is inserted before a word that came at the same time does not split it`() throws {
        // The writer of "x" has seen "b" only; right origins keep it out of "ac".
        var exchange = Exchange(2) { $0.text("body").insert("|", at: 0) }
        exchange.edit(0) { $0.text("body").insert("b", at: 0) }
        exchange.edit(1) { $0.text("body").insert("xy", at: 0) }
        exchange.edit(0) { $0.text("body").insert("a", at: 0) }
        #expect(["abxy|", "xyab|"].contains(try exchange.settled().text("body").string))
    }

    @Test func `of insertions after one character the one whose next neighbour is further off comes first`() throws {
        var exchange = Exchange(4) { $0.text("body").insert("z", at: 0) }
        exchange.edit(0) { $0.text("body").insert("a", at: 0) }
        exchange.edit(1) { $0.text("body").insert("m", at: 0) }
        exchange[2].merge(exchange[0])
        exchange[2].merge(exchange[1])
        exchange[3].merge(exchange[0])
        exchange.edit(2) { $0.text("body").insert("q", at: 1) }
        exchange.edit(3) { $0.text("body").insert("x", at: 1) }
        #expect(try exchange.settled().text("body").string == "axqmz")
    }

    @Test func `replicas agree on an insertion beside one whose neighbour is gone`() throws {
        var exchange = Exchange(3) { $0.text("body").insert("a", at: 0) }
        exchange.edit(1) { $0.text("body").insert("b", at: 1) }
        exchange.edit(0) { transaction in
            transaction.text("body").insert("c", at: 1)
            transaction.text("body").delete(0..<1)
        }
        exchange[2].merge(exchange[0])
        exchange.edit(2) { $0.text("body").insert("d", at: 0) }
        exchange[1].merge(exchange[2])
        exchange[2].merge(exchange[1])
        #expect(exchange[1].document.canonicalBytes() == exchange[2].document.canonicalBytes())
        #expect(try exchange.settled().text("body").string == "dcb" || exchange.settled().text("body").string == "dbc")
    }
}
