import Hub
import Testing

/// Inputs that somebody chose to hurt: none may trap, and none may take more than linear time, which these sizes would
/// turn into minutes.
struct HostileTextTests {
    @Test func `any bytes are read as Markdown, as plain text and as words`() {
        TextRandom.forEachSeed(1200) { random, seed in
            let source = random.anyText(bytes: random.below(400))
            let text = RichText(markdown: source)
            #expect(RichText(markdown: text.markdown) == text, "TEXT_SEED=\(seed): \(source.debugDescription)")
            #expect(RichText(plainText: source).normalized == RichText(plainText: source), "TEXT_SEED=\(seed)")
            #expect(
                Words.tokens(in: source).allSatisfy { !$0.exact.isEmpty && !$0.folded.isEmpty }, "TEXT_SEED=\(seed)")
        }
    }

    @Test(arguments: [
        "[", "](", "[](https://a)", "**a", "*a ", "_a_", "~~a", "`", "``a`", "` `` ", "@[", "@[a](user:", "<h",
        "https://a(", "> ", "- ", "-\n", "1. ", "\\\n", "# ", "```\n", "- a\n ", "> a\n", "a\n", "a***b", "e\u{301}",
        "\u{301}",
        "日", "[[a](https://b)", "[\n", "  - a\n", "1) b\n   ", "\t", "&",
    ])
    func `the same piece over and over is read and written`(piece: String) {
        let source = String(repeating: piece, count: 20_000 / piece.utf8.count)
        let text = RichText(markdown: source)
        #expect(RichText(markdown: text.markdown) == text)
        #expect(text.plainText.utf8.count <= 100 * source.utf8.count)
        #expect(text.firstLine.utf8.count <= source.utf8.count)
        #expect(Words.tokens(in: source).count <= source.unicodeScalars.count)
    }

    @Test func `a letter with marks without end is one word`() {
        let source = "a" + String(repeating: "\u{301}", count: 40_000)
        #expect(Words.tokens(in: source).map(\.folded) == ["a"])
    }
}
