import TestSupport
import Testing

@testable import TerminalCanvas

@Suite struct WidthTests {
    @Test(arguments: [
        ("abc", 3), ("e\u{301}", 1), ("保管", 4), ("ｱ", 1), ("Ａ", 2), ("👍", 2), ("👍🏽", 2), ("👨‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("❤️", 2),
        ("☎︎", 1), ("1️⃣", 2), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("क्ष", 2), ("שלום", 4), ("", 0), ("\u{200B}", 0),
        ("a\u{200D}b", 2), ("\r\n", 2), ("…│█⣿", 4),
    ])
    func `a text takes the columns that terminals give it`(text: String, columns: Int) {
        #expect(width(of: text) == columns)
    }

    @Test func `writing over half of a wide letter leaves a blank and no half`() {
        var canvas = Canvas(size: Size(columns: 6, rows: 1))
        canvas.write("宅配便", at: Point(column: 0, row: 0))
        canvas.write("x", at: Point(column: 1, row: 0))
        canvas.write("y", at: Point(column: 2, row: 0))
        #expect(canvas.text == " xy 便\n")
    }

    @Test func `a wide letter that is cut at a side is a blank`() {
        var canvas = Canvas(size: Size(columns: 8, rows: 1))
        canvas.write("宅配", at: Point(column: -1, row: 0), in: Rect(column: 0, row: 0, columns: 2, rows: 1))
        #expect(canvas.text == "\n")
        canvas.write("a宅配", at: Point(column: 0, row: 0), in: Rect(column: 0, row: 0, columns: 4, rows: 1))
        #expect(canvas.text == "a宅\n")
    }

    @Test func `what is written keeps the ground it is written on`() {
        var canvas = Canvas(size: Size(columns: 4, rows: 1))
        let ground = Colour.rgb(1, 2, 3)
        canvas.fill(canvas.bounds, Style(background: ground))
        canvas.write("hi", at: Point(column: 0, row: 0), Style(foreground: .palette(2), .bold))
        #expect(canvas.style(at: Point(column: 0, row: 0)) == Style(foreground: .palette(2), background: ground, .bold))
        canvas.clear(canvas.bounds)
        #expect(canvas == Canvas(size: canvas.size))
    }

    @Test func `a click hits what was marked last`() {
        var canvas = Canvas(size: Size(columns: 10, rows: 4))
        canvas.mark(canvas.bounds, as: "list")
        canvas.mark(Rect(column: 2, row: 1, columns: 3, rows: 1), as: "row")
        #expect(canvas.target(at: Point(column: 3, row: 1))?.name == "row")
        #expect(canvas.target(at: Point(column: 3, row: 2))?.name == "list")
        #expect(canvas.target(at: Point(column: 30, row: 2)) == nil)
    }
}
