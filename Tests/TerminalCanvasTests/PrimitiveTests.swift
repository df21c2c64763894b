import TestSupport
import Testing

@testable import TerminalCanvas

/// The parts that scenes are drawn with, as the words they leave on a screen.
@Suite struct PrimitiveTests {
    private let theme = Theme(background: .dark)
    private let ascii = Theme(background: .dark, isASCII: true)

    @Test func `a table cuts cells, sets figures right and drops what matters least`() {
        let table = Table(
            columns: [
                .init("ID", .fixed(4), alignment: .trailing), .init("Subject", .minimum(10)),
                .init("Owner", .fixed(8), importance: 1),
            ],
            list: ListView(count: 30, selected: 1, top: 0)
        )
        func drawn(_ columns: Int) -> String {
            var canvas = Canvas(size: Size(columns: columns, rows: 4))
            table.draw(on: &canvas, in: canvas.bounds, theme: theme) { row, column in
                [TextLine("\(row)"), TextLine("Where is parcel \(row)?"), TextLine("Zoë")][column]
            }
            return canvas.text
        }
        #expect(
            drawn(32) == """
                  ID  Subject          Owner
                   0  Where is parce…  Zoë     ┃
                   1  Where is parce…  Zoë     │
                   2  Where is parce…  Zoë     │

                """)
        #expect(drawn(20).hasPrefix("  ID  Subject\n   0  Where is par…┃\n"))
    }

    @Test func `the selected row is told by its ground, without colours by letters and ground exchanged`() {
        for (theme, isReversed) in [(theme, false), (Theme(background: .dark, depth: .none), true)] {
            var canvas = Canvas(size: Size(columns: 8, rows: 3))
            ListView(count: 3, selected: 1, top: 0).draw(
                on: &canvas, in: canvas.bounds, theme: theme, target: { "row-\($0)" }
            ) {
                canvas, rect, index in canvas.write("row \(index)", at: rect.origin, in: rect)
            }
            let style = canvas.style(at: Point(column: 7, row: 1))
            #expect(style.attributes.contains(.reverse) == isReversed)
            #expect((style.background == .standard) == isReversed)
            #expect(canvas.style(at: Point(column: 0, row: 0)).background == .standard)
            #expect(canvas.target(at: Point(column: 7, row: 2))?.name == "row-2")
        }
    }

    @Test func `a frame carries its title and a popup covers what is below`() {
        var canvas = Canvas(size: Size(columns: 14, rows: 5))
        for row in 0..<5 { canvas.write("~~~~~~~~~~~~~~", at: Point(column: 0, row: row)) }
        canvas.mark(canvas.bounds, as: "below")
        let inside = Popup(Frame(title: "Hi"), size: Size(columns: 10, rows: 3))
            .draw(on: &canvas, in: canvas.bounds, theme: theme)
        canvas.write(TextLine("a longer text"), in: inside)
        #expect(canvas.text == "~~~~~~~~~~~~~~\n~~╭─ Hi ───╮~~\n~~│ a lon… │~~\n~~╰────────╯~~\n~~~~~~~~~~~~~~\n")
        #expect(canvas.target(at: Point(column: 5, row: 2))?.name == "popup")
        #expect(canvas.target(at: Point(column: 0, row: 0))?.name == "below")
    }

    @Test func `pills say in brackets which is chosen`() {
        var canvas = Canvas(size: Size(columns: 30, rows: 1))
        PillRow([.init("Open 12", target: "open", isChosen: true), .init("Pending 3", target: "pending")])
            .draw(on: &canvas, in: canvas.bounds, theme: theme)
        #expect(canvas.text == "[Open 12]  Pending 3\n")
        #expect(canvas.target(at: Point(column: 12, row: 0))?.name == "pending")
    }

    @Test func `a sparkline leaves gaps and shows the newest figures`() {
        #expect(Sparkline([9, 0, 1, nil, 2, 4]).text(columns: 5, theme: theme) == "▁▃ ▅█")
        #expect(Sparkline([0, 1, 2]).text(columns: 5, theme: ascii) == "_=#")
        #expect(Sparkline([nil, .nan]).text(columns: 5, theme: theme) == "  ")
        #expect(Sparkline([3, 3]).text(columns: 5, theme: theme) == "▅▅")
    }

    @Test func `a bar has eighths of a column`() {
        #expect(Bar(share: 0.5).text(columns: 5, theme: theme) == "██▌")
        #expect(Bar(share: 1.5).text(columns: 3, theme: theme) == "███")
        #expect(Bar(share: .nan).text(columns: 3, theme: theme) == "")
        #expect(Bar(share: 0.5).text(columns: 4, theme: ascii) == "##")
    }

    @Test func `a line goes from its first figure to its last and breaks where there is none`() {
        var canvas = Canvas(size: Size(columns: 4, rows: 2))
        LineChart([[0, 1]]).draw(on: &canvas, in: canvas.bounds, theme: theme)
        #expect(canvas.text == "  ⡠⠊\n⡠⠊\n")
        var broken = Canvas(size: Size(columns: 5, rows: 1))
        LineChart([[1, nil, 1]]).draw(on: &broken, in: broken.bounds, theme: ascii)
        #expect(broken.text == "*   *\n")
        var empty = Canvas(size: Size(columns: 5, rows: 1))
        LineChart([[nil]]).draw(on: &empty, in: empty.bounds, theme: theme)
        #expect(empty.text == "\n")
    }

    @Test func `hints are shown whole or not at all`() {
        var canvas = Canvas(size: Size(columns: 16, rows: 1))
        HintLine([.init("r", "reply"), .init("a", "assign"), .init("q", "quit")])
            .draw(on: &canvas, in: canvas.bounds, theme: theme)
        #expect(canvas.text == "r reply\n" || canvas.text == "r reply  a assign\n")
        #expect(!canvas.text.contains("ass\n"))
    }

    @Test func `the cursor of a text is seen, in words that wrap and in a line that scrolls`() {
        var canvas = Canvas(size: Size(columns: 6, rows: 2))
        let text = "one two three"
        TextArea(text, cursor: 13).draw(on: &canvas, in: canvas.bounds, theme: theme)
        #expect(canvas.text == "two\nthree\n")
        #expect(canvas.cursor?.point == Point(column: 5, row: 1))
        TextArea(text, cursor: 0).draw(on: &canvas, in: canvas.bounds, theme: theme)
        #expect(canvas.cursor?.point == Point(column: 0, row: 0))
        var line = Canvas(size: Size(columns: 6, rows: 1))
        TextArea(text, cursor: 13, isMultiline: false).draw(on: &line, in: line.bounds, theme: theme)
        #expect(line.text == "three\n")
        #expect(line.cursor?.point == Point(column: 5, row: 0))
        var empty = Canvas(size: Size(columns: 8, rows: 1))
        TextArea("", cursor: 0, placeholder: "Write").draw(on: &empty, in: empty.bounds, theme: theme)
        #expect(empty.text == "Write\n" && empty.cursor?.point == Point(column: 0, row: 0))
    }

    @Test func `a click and the arrow keys find the character of a place`() {
        let rect = Rect(column: 2, row: 1, columns: 6, rows: 5)
        let area = TextArea("ab宅d\nsecond line", cursor: 3)
        #expect(area.offset(at: Point(column: 5, row: 1), in: rect) == 3)
        #expect(area.offset(at: Point(column: 4, row: 1), in: rect) == 2)
        #expect(area.offset(at: Point(column: 60, row: 1), in: rect) == 4)
        #expect(area.offset(at: Point(column: 2, row: 3), in: rect) == 12)
        #expect(area.offset(at: Point(column: 2, row: 60), in: rect) == 12)
        #expect(area.offset(movedByRows: 1, columns: 6) == 9)
        #expect(area.offset(movedByRows: -1, columns: 6) == 0)
        #expect(area.offset(movedByRows: 9, columns: 6) == area.text.count)
    }

    @Test func `nothing is drawn outside of a screen that is too small for it`() {
        for columns in 0...6 {
            for rows in 0...4 {
                var canvas = Canvas(size: Size(columns: columns, rows: rows))
                let inside = Popup(Frame(title: "Title", footer: "f"), size: Size(columns: 30, rows: 9))
                    .draw(on: &canvas, in: canvas.bounds, theme: theme)
                TextArea("some words", cursor: 4).draw(on: &canvas, in: inside, theme: theme)
                LineChart([[1, 2], [2, 1]]).draw(on: &canvas, in: inside, theme: theme)
                ListView(count: 9, selected: 3).draw(on: &canvas, in: inside, theme: theme) { _, _, _ in }
                #expect(canvas.size == Size(columns: columns, rows: rows))
            }
        }
    }
}
