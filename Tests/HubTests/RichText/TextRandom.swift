import Foundation
import TestSupport

/// A small random generator whose seed names a whole test case.
struct TextRandom: RandomNumberGenerator {
    private var source: SeededGenerator

    init(seed: UInt64) { source = SeededGenerator(seed: seed) }

    mutating func next() -> UInt64 { source.next() }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    mutating func chance(_ one: Int, in many: Int) -> Bool { below(many) < one }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// Calls `body` with a generator for each seed; `TEXT_SEED` in the environment picks one.
    static func forEachSeed(_ count: UInt64, _ body: (inout TextRandom, UInt64) throws -> Void) rethrows {
        if let seed = ProcessInfo.processInfo.environment["TEXT_SEED"].flatMap(UInt64.init) {
            var random = TextRandom(seed: seed)
            try body(&random, seed)
            return
        }
        for seed in 0..<count {
            var random = TextRandom(seed: seed)
            try body(&random, seed)
        }
    }

    /// Text of pieces that are awkward for every notation of this module.
    mutating func awkwardText(pieces: Int) -> String {
        (0..<pieces).map { _ in pick(Self.awkward) }.joined()
    }

    /// Any bytes, repaired as UTF-8.
    mutating func anyText(bytes: Int) -> String {
        String(decoding: (0..<bytes).map { _ in UInt8(truncatingIfNeeded: next()) }, as: UTF8.self)
    }

    private static let awkward = [
        "a", "b", "word", "Ünïcode", "e\u{301}", "\u{301}", "日本", "👩‍👩‍👧", "🏳️‍🌈",
        "1", "12", "1.", "2)", "0", " ", "  ", "\t",
        "\u{A0}", "\n", "\r", "\r\n", "\n\n", "*", "**", "***", "****", "_", "__", "~", "~~", "~~~", "`", "``", "```",
        "[", "]", "(", ")", "](", "<", ">", "> ", "#", "# ", "## ", "-", "- ", "* ", "+ ", "1. ", "---", "___", "= ",
        "\\", "\\\n", "!", "@", "@[", "](user:", "user:", "&", "&amp;", "<b>", "</b>", "<https://a.b>", "https://a.b/c",
        "http://", "HTTPS://x", "](https://a.b)", "](javascript:x)", "mailto:a@b.c", ":", "://", "\"", "'", "-x",
        " or ",
        "status:", "open,", "\u{0}", "\u{7}", "\u{200D}", "\u{FEFF}", "\u{2028}", "\u{85}", ".", ",", "|", "{", "not ",
        "in",
        "==", ">=", "plan", "and", "\"x\"", "none", "me", "2024-01", "..", "7d", "created:", "sort:-", "ß", "İ", "ı",
        "ﬁ",
    ]
}
