import Hub
import Testing
import Widget

@Suite struct AssetTests {
    @Test func `no script of the widget ever parses markup, evaluates text or writes an inline style`() {
        for asset in [WidgetAssets.loader, WidgetAssets.panel] {
            let text = String(decoding: asset.bytes, as: UTF8.self)
            for call in [
                "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "eval(", "new Function",
                "\"style\", ", "document.cookie", "createContextualFragment",
            ] {
                #expect(!text.contains(call), "\(asset.path) has \(call)")
            }
        }
    }

    @Test func `a file's address changes with its bytes, and its hash is that of its bytes`() {
        #expect(WidgetAssets.loader.path != WidgetAssets.panel.path)
        #expect(WidgetAssets.panel.integrity.hasPrefix("sha256-") && WidgetAssets.panel.path.hasSuffix("/panel.js"))
    }

    @Test func `every language has every text, with the same places for numbers and names`() throws {
        let english = try #require(WidgetWords.all.first)
        for words in WidgetWords.all {
            #expect(words.texts.keys.sorted() == english.texts.keys.sorted(), "\(words.language)")
            for (name, text) in words.texts {
                let places = text.count { $0 == "%" }
                #expect(
                    !text.isEmpty && places == english.texts[name]?.count { $0 == "%" }, "\(words.language) \(name)")
            }
        }
        #expect(WidgetWords.words(for: "de-AT").language == "de")
        #expect(WidgetWords.words(for: "tlh").language == "en" && WidgetWords.words(for: "").language == "en")
        #expect(WidgetWords.words(for: "ar-EG").isRightToLeft)
    }

    @Test func `markup of a message becomes data, and only safe addresses become links`() throws {
        let text = RichText(
            markdown: "<script>alert(1)</script> [a](javascript:alert(1)) [b](https://example.com/) **c**")
        let runs = RichTextView.blocks(of: text)
        let json = try #require(runs.first)
        let shown = "\(json)"
        #expect(shown.contains("<script>") && shown.contains("https://example.com/"))
        #expect(!shown.contains("link: Optional(\"javascript"))
    }

    @Test func `a sign of writing holds five seconds and is taken back by a message`() {
        let board = TypingBoard()
        let ticket = Identifier(high: 1, low: 4), ana = Author(kind: .teammate, id: "ana")
        board.note(ana, in: ticket, at: SignedToken.now)
        #expect(board.writing(in: ticket, at: SignedToken.now.advanced(bySeconds: 4)).keys.contains(ana))
        #expect(board.writing(in: ticket, at: SignedToken.now.advanced(bySeconds: 5)).isEmpty)
        board.note(ana, in: ticket, at: SignedToken.now)
        board.clear(ana, in: ticket)
        #expect(board.writing(in: ticket, at: SignedToken.now).isEmpty)
        #expect(board.writing(in: Identifier(high: 2, low: 4), at: SignedToken.now).isEmpty)
    }
}
