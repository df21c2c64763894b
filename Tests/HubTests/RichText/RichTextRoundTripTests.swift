import Hub
import Testing

struct RichTextRoundTripTests {
    @Test func `any text written as Markdown reads back as its normal form`() {
        TextRandom.forEachSeed(1500) { random, seed in
            let text = random.richText()
            let normal = text.normalized
            let markdown = text.markdown
            let again = RichText(markdown: markdown)
            #expect(again == normal, "TEXT_SEED=\(seed): \(markdown.debugDescription)")
        }
    }

    @Test func `the normal form is its own normal form`() {
        TextRandom.forEachSeed(2000) { random, seed in
            let normal = random.richText().normalized
            #expect(normal.normalized == normal, "TEXT_SEED=\(seed)")
        }
    }

    @Test func `Markdown of any characters settles after one writing`() {
        TextRandom.forEachSeed(2000) { random, seed in
            let source = random.awkwardText(pieces: random.below(30))
            let text = RichText(markdown: source)
            #expect(text == text.normalized, "TEXT_SEED=\(seed): \(source.debugDescription)")
            let markdown = text.markdown
            #expect(RichText(markdown: markdown) == text, "TEXT_SEED=\(seed): \(source.debugDescription)")
            #expect(RichText(markdown: markdown).markdown == markdown, "TEXT_SEED=\(seed)")
        }
    }

    @Test func `plain text goes through Markdown without losing a word`() {
        TextRandom.forEachSeed(1500) { random, seed in
            let source = random.awkwardText(pieces: random.below(30))
            let stored = RichText(plainText: source).markdown
            let shown = RichText(markdown: stored).plainText
            #expect(
                Words.tokens(in: shown).map(\.exact) == Words.tokens(in: source).map(\.exact),
                "TEXT_SEED=\(seed): \(source.debugDescription)"
            )
            #expect(RichText(plainText: shown).markdown == stored, "TEXT_SEED=\(seed): \(source.debugDescription)")
        }
    }
}
