import Foundation
import Hub
import Testing

struct WordsTests {
    private func exact(_ text: String) -> [String] { Words.tokens(in: text).map(\.exact) }
    private func folded(_ text: String) -> [String] { Words.tokens(in: text).map(\.folded) }

    @Test func `words are runs of letters, digits and underscores`() {
        #expect(
            exact("Hello, world! snake_case don't 3.14 a-b") == [
                "hello", "world", "snake_case", "don", "t", "3", "14", "a", "b",
            ])
        #expect(exact("") == [])
        #expect(exact(" … 👍 —") == [])
    }

    @Test func `case is folded in full`() {
        #expect(
            exact("STRASSE Straße ẞ ΣΊΣΥΦΟΣ σίσυφος ﬁn") == [
                "strasse", "strasse", "ss", "σίσυφοσ", "σίσυφοσ", "fin",
            ])
        #expect(exact("ISTANBUL ısı") == ["istanbul", "ısı"])
    }

    @Test func `diacritics are kept exactly and dropped in the folded form`() {
        #expect(exact("Vytvoření můžete") == ["vytvoření", "můžete"])
        #expect(
            folded("Vytvoření můžete Łódź Ærø smørrebrød Œuvre Ñandú Ангел") == [
                "vytvoreni", "muzete", "lodz", "aero", "smorrebrod", "oeuvre", "nandu", "ангел",
            ])
        #expect(folded("Việt ΐ ё שָׁלוֹם مُحَمَّد") == ["viet", "ι", "е", "שלום", "محمد"])
    }

    @Test func `letters of Indic scripts and kana keep their signs`() {
        #expect(folded("हिन्दी") == ["हिन्दी"])
        #expect(folded("が") == ["が"])
        #expect(folded("か\u{3099}") == ["が"])
    }

    @Test func `composed and decomposed text give the same bytes`() {
        for text in ["é", "Việt", "ǭ", "한글", "ΐ", "ё"] {
            let decomposed = text.decomposedStringWithCanonicalMapping
            #expect(exact(decomposed).map { Array($0.utf8) } == exact(text).map { Array($0.utf8) })
            #expect(folded(decomposed).map { Array($0.utf8) } == folded(text).map { Array($0.utf8) })
        }
    }

    @Test func `scripts without spaces give a word for each letter`() {
        #expect(exact("日本語のメール test") == ["日", "本", "語", "の", "メ", "ー", "ル", "test"])
        #expect(exact("abc日x") == ["abc", "日", "x"])
        #expect(exact("ที่นี่").count == 2)
    }

    @Test func `folding agrees with the decompositions of Foundation`() throws {
        let blocks: [ClosedRange<UInt32>] = [0xC0...0x24F, 0x370...0x3E1, 0x400...0x52F, 0x1E00...0x1FFF]
        for value in blocks.joined() {
            guard let scalar = Unicode.Scalar(value), scalar.properties.isAlphabetic else { continue }
            let word = Words.caseFolded(String(scalar))
            let bases = word.decomposedStringWithCanonicalMapping.unicodeScalars.filter {
                $0.properties.generalCategory != .nonspacingMark
            }
            let isStroked = "ðđøħıłŧæœþ".unicodeScalars.contains { bases.contains($0) }
            let expected = isStroked ? nil : String(String.UnicodeScalarView(bases))
            #expect(expected == nil || Words.folded(word) == expected, "U+\(String(value, radix: 16))")
        }
    }

    @Test func `folding a second time changes nothing`() {
        for value in UInt32(0)...0x1_FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(scalar)
            let once = Words.caseFolded(text)
            let twice = Words.folded(once)
            if Words.caseFolded(once) != once || Words.folded(twice) != twice {
                Issue.record("U+\(String(value, radix: 16)) folds to another form the second time")
            }
        }
    }

    @Test func `the range of a word cuts it out of the text`() throws {
        TextRandom.forEachSeed(2000) { random, seed in
            let text = random.chance(1, in: 2) ? random.anyText(bytes: 80) : random.awkwardText(pieces: 12)
            let bytes = Array(text.utf8)
            var end = 0
            for token in Words.tokens(in: text) {
                #expect(token.utf8Range.lowerBound >= end && !token.utf8Range.isEmpty, "TEXT_SEED=\(seed)")
                end = token.utf8Range.upperBound
                let alone = Words.tokens(in: String(decoding: bytes[token.utf8Range], as: UTF8.self))
                #expect(alone.map(\.exact) == [token.exact], "TEXT_SEED=\(seed)")
                #expect(alone.map(\.folded) == [token.folded], "TEXT_SEED=\(seed)")
            }
            #expect(end <= bytes.count)
        }
    }
}
