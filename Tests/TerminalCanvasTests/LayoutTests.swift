import TestSupport
import Testing

@testable import TerminalCanvas

@Suite struct LayoutTests {
    @Test(arguments: [
        ([Length.fixed(10), .fraction(1)], 0, [10, 70]), ([.fraction(1), .fraction(2)], 1, [26, 53]),
        ([.minimum(20), .fraction(1)], 0, [50, 30]), ([.fixed(60), .fixed(60)], 0, [60, 20]),
        ([.fixed(60), .minimum(40), .fixed(10)], 0, [60, 20, 0]), ([], 0, []),
    ])
    func `parts take what they must and share the rest`(lengths: [Length], gap: Int, extents: [Int]) {
        #expect(Rect.extents(of: lengths, total: 80, gap: gap) == extents)
    }

    @Test func `parts lie side by side within the whole`() {
        let parts = Rect(column: 5, row: 2, columns: 20, rows: 3).columns(
            [.fixed(4), .fraction(1), .fraction(1)], gap: 1)
        #expect(parts.map(\.column) == [5, 10, 18])
        #expect(parts.map(\.columns) == [4, 7, 7])
        #expect(parts.allSatisfy { $0.rows == 3 && $0.row == 2 })
    }

    @Test(arguments: [
        ("the quick brown fox", 10, ["the quick", "brown fox"]),
        ("a verylongword b", 6, ["a", "verylo", "ngword", "b"]),
        ("one\n\ntwo\r\nthree", 20, ["one", "", "two", "three"]), ("", 5, [""]), ("end\n", 5, ["end", ""]),
        ("宅配便はどこ", 5, ["宅配", "便は", "どこ"]), ("ab  cd", 3, ["ab", "cd"]),
        ("  indented text", 10, ["  indented", "text"]),
        ("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 4, ["👨‍👩‍👧👨‍👩‍👧", "👨‍👩‍👧"]), ("x宅 y", 2, ["x", "宅", "y"]), ("宅", 1, ["宅"]),
    ])
    func `text breaks at spaces, between wide letters, and else only where it must`(
        text: String, columns: Int, lines: [String]
    ) {
        #expect(TextWrap.lines(of: text, columns: columns).map(\.text) == lines)
    }

    @Test(arguments: RandomScreens.seeds(100))
    func `wrapping loses nothing but blanks and fits every line`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let words = (0..<12).compactMap { _ in RandomScreens.texts.dropLast().randomElement(using: &random) }
        let text = words.joined(separator: Bool.random(using: &random) ? " " : "\n")
        let columns = Int.random(in: 1...30, using: &random)
        let ranges = TextWrap.ranges(of: text, columns: columns)
        func written(_ text: some StringProtocol) -> [Unicode.Scalar] {
            text.unicodeScalars.filter { !" \n\r\t\u{85}\u{2028}".unicodeScalars.contains($0) }
        }
        #expect(ranges.flatMap { written(text[$0]) } == written(text), "CANVAS_SEED=\(seed)")
        for range in ranges {
            let line = text[range]
            #expect(width(of: line) <= columns || line.count == 1, "CANVAS_SEED=\(seed): \(line)")
        }
    }

    @Test func `lines keep the looks of their words and hang where that is wanted`() {
        let bold = Style(.bold)
        let line = TextLine([Span("- ", bold), Span("one two three", link: "https://example.com")])
        let wrapped = TextWrap.lines(of: line, columns: 9, hanging: 2)
        #expect(wrapped.map(\.text) == ["- one two", "  three"])
        #expect(wrapped[0].spans.map(\.style) == [bold, .plain])
        #expect(wrapped[1].spans.last?.link == "https://example.com")
    }

    @Test func `a window of a list follows the cursor only as far as it must`() {
        #expect(ListWindow.range(count: 100, selected: 50, height: 10, top: 45) == 45..<55)
        #expect(ListWindow.range(count: 100, selected: 55, height: 10, top: 45) == 46..<56)
        #expect(ListWindow.range(count: 100, selected: 3, height: 10, top: 45) == 3..<13)
        #expect(ListWindow.range(count: 100, selected: 99, height: 10) == 90..<100)
        #expect(ListWindow.range(count: 3, selected: 2, height: 10, top: 9) == 0..<3)
        #expect(ListWindow.range(count: 3, selected: 2, height: 10, top: 1, isAnchored: true) == 1..<3)
        #expect(ListWindow.range(count: 0, selected: nil, height: 10) == 0..<0)
        // Rows that arrive above the selected one do not move it on the screen.
        let before = ListWindow.range(count: 100, selected: 50, height: 10)
        let after = ListWindow.range(count: 104, selected: 54, height: 10)
        #expect(50 - before.lowerBound == 54 - after.lowerBound)
    }
}
