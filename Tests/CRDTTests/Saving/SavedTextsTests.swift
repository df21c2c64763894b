import CRDT
import Testing

struct SavedTextsTests {
    private static func document() -> Document {
        var peer = Peer(1)
        peer.edit { transaction in
            transaction.text("body").insert("Grüße", at: 0)
            transaction.map("deep").text("note").insert("a", at: 0)
            let item = transaction.list("items").append(1)
            transaction.list("items").text(item).insert("hidden", at: 0)
        }
        return peer.document
    }

    @Test func `saved texts read as the document does, without its history`() throws {
        let document = Self.document()
        let bytes = document.encoded(withTexts: true)
        let texts = try SavedTexts(encoded: bytes)
        #expect(texts.text("body") == "Grüße")
        #expect(texts.text(ContainerID.root.child("deep", .map).child("note", .text)) == "a")
        #expect(texts.text("other") == nil)
        #expect(try Document(encoded: bytes).canonicalBytes() == document.canonicalBytes())
    }

    @Test func `a document that was saved without texts has none`() throws {
        #expect(try SavedTexts(encoded: Self.document().encoded()).text("body") == nil)
    }

    @Test func `damage of the texts is noticed`() throws {
        let bytes = Self.document().encoded(withTexts: true)
        let end = try #require(bytes.firstIndex(of: UInt8(ascii: "r")))
        for position in 10..<end {
            var damaged = bytes
            damaged[position] ^= 0x04
            if let texts = try? SavedTexts(encoded: damaged) { #expect(texts.text("body") == nil) }
        }
        for count in bytes.indices { _ = try? SavedTexts(encoded: Array(bytes.prefix(count))) }
    }
}
