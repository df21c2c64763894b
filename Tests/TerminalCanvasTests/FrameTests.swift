import TestSupport
import Testing

@testable import TerminalCanvas

/// What a terminal shows after a frame, judged by libvterm.
@Suite struct FrameTests {
    @Test(arguments: RandomScreens.seeds(60))
    func `five random screens in a row look in another terminal as they do here`(seed: UInt64) {
        var screens = RandomScreens(seed: seed)
        let size = screens.size()
        let terminal = IndependentTerminal(size: size)
        terminal.feed(bytes(TerminalModes.enter))
        var shown: Canvas?
        for number in 0..<5 {
            let canvas = screens.screen(size: size, basedOn: shown)
            terminal.feed(FrameEncoder(depth: .full).frame(from: shown, to: canvas))
            shown = canvas
            let difference = differences(between: canvas, and: terminal)
            #expect(difference.isEmpty, "CANVAS_SEED=\(seed), screen \(number): \(difference.first ?? "")")
            if let cursor = canvas.cursor {
                #expect(terminal.cursor == cursor.point, "CANVAS_SEED=\(seed), screen \(number)")
            }
            #expect(terminal.state.isCursorVisible == (canvas.cursor != nil), "CANVAS_SEED=\(seed), screen \(number)")
        }
    }

    @Test(arguments: RandomScreens.seeds(60))
    func `a frame of differences and a frame of everything lead to the same screen`(seed: UInt64) {
        var screens = RandomScreens(seed: seed &+ 1000)
        let size = screens.size()
        let (inSteps, atOnce) = (IndependentTerminal(size: size), IndependentTerminal(size: size))
        let first = screens.screen(size: size, basedOn: nil)
        let second = screens.screen(size: size, basedOn: first)
        let encoder = FrameEncoder(depth: .palette)
        for terminal in [inSteps, atOnce] { terminal.feed(bytes(TerminalModes.enter)) }
        inSteps.feed(encoder.frame(from: nil, to: first))
        inSteps.feed(encoder.frame(from: first, to: second))
        atOnce.feed(encoder.frame(from: nil, to: second))
        for row in 0..<size.rows {
            for column in 0..<size.columns {
                #expect(
                    inSteps.scalars(column, row) == atOnce.scalars(column, row),
                    "CANVAS_SEED=\(seed): \(column), \(row)")
                guard !second.text(at: Point(column: column, row: row)).isEmpty else { continue }
                #expect(
                    inSteps.style(column, row) == atOnce.style(column, row), "CANVAS_SEED=\(seed): \(column), \(row)")
            }
        }
    }

    @Test func `nothing is sent when nothing changed, and only the row that did`() {
        var old = Canvas(size: Size(columns: 40, rows: 10))
        for row in 0..<10 { old.write("row \(row) of a list", at: Point(column: 0, row: row)) }
        var new = old
        let encoder = FrameEncoder(depth: .full)
        #expect(encoder.frame(from: old, to: new).isEmpty)
        new.write("ROW", at: Point(column: 0, row: 4))
        let frame = String(decoding: encoder.frame(from: old, to: new), as: UTF8.self)
        #expect(frame.contains("\u{1B}[5;1HROW"))
        #expect(!frame.contains("list") && !frame.contains("\u{1B}[2J") && !frame.contains("\u{1B}[K"))
        #expect(frame.hasPrefix("\u{1B}[?2026h") && frame.hasSuffix("\u{1B}[?2026l"))
    }

    @Test(arguments: ["👨‍👩‍👧", "❤️", "🇩🇪", "👍🏽", "क्ष", "1️⃣", "🏴‍☠️", "🫠", "e\u{301}"])
    func `after a cluster that terminals measure differently the next column is addressed`(cluster: String) {
        var canvas = Canvas(size: Size(columns: 20, rows: 1))
        let columns = canvas.write(cluster, at: Point(column: 3, row: 0))
        canvas.write("|", at: Point(column: 3 + columns, row: 0))
        let frame = String(decoding: FrameEncoder(depth: .none).frame(from: nil, to: canvas), as: UTF8.self)
        #expect(frame.contains("\(cluster)\u{1B}[1;\(4 + columns)H|"))
    }

    @Test func `cells that a terminal may have covered with a wider cluster are drawn again`() {
        var old = Canvas(size: Size(columns: 30, rows: 1))
        old.write("ab        behind", at: Point(column: 0, row: 0))
        var new = old
        new.write("👨‍👩‍👧", at: Point(column: 0, row: 0))
        let frame = String(decoding: FrameEncoder(depth: .none).frame(from: old, to: new), as: UTF8.self)
        // Three pictures at two columns each end at the sixth column.
        #expect(frame.contains("\u{1B}[1;3H" + String(repeating: " ", count: 4)))
        #expect(!frame.contains("behind"))
    }

    @Test func `colours become those that the terminal has`() {
        var canvas = Canvas(size: Size(columns: 1, rows: 1))
        canvas.write("x", at: Point(column: 0, row: 0), Style(foreground: .rgb(250, 10, 10), .bold))
        func frame(_ depth: ColourDepth) -> String {
            String(decoding: FrameEncoder(depth: depth).frame(from: nil, to: canvas), as: UTF8.self)
        }
        #expect(frame(.full).contains("\u{1B}[1;38;2;250;10;10m"))
        #expect(frame(.palette).contains("\u{1B}[1;38;5;196m"))
        #expect(frame(.sixteen).contains("\u{1B}[1;91m"))
        #expect(frame(.none).contains("\u{1B}[1mx"))
    }

    @Test(arguments: [
        (["TERM": "xterm-256color"], ColourDepth.palette),
        (["TERM": "xterm-256color", "COLORTERM": "truecolor"], .full),
        (["TERM": "xterm", "NO_COLOR": "1", "COLORTERM": "truecolor"], .none), (["TERM": "linux"], .sixteen),
        (["TERM": "xterm", "NO_COLOR": ""], .sixteen), (["TERM": "vt100"], .none),
    ])
    func `the environment says how many colours there are`(environment: [String: String], depth: ColourDepth) {
        #expect(ColourDepth(environment: environment) == depth)
    }

    @Test func `an address is passed on only when a click on it is harmless`() {
        #expect(Hyperlink.address("https://example.com/a b\u{1B}]") == "https://example.com/a%20b%1B]")
        #expect(Hyperlink.address("HTTPS://example.com/ä") == "HTTPS://example.com/%C3%A4")
        #expect(Hyperlink.address("file:///etc/passwd") == nil)
        #expect(Hyperlink.address("javascript:alert(1)") == nil)
        #expect(Hyperlink.address("https://" + String(repeating: "a", count: 3000)) == nil)
    }

    private func bytes(_ text: StaticString) -> [UInt8] { text.withUTF8Buffer { Array($0) } }

    /// Where the two disagree. Of clusters whose width is contested, only the first scalar and the look are compared.
    private func differences(between canvas: Canvas, and terminal: IndependentTerminal) -> [String] {
        var found: [String] = []
        for row in 0..<canvas.size.rows {
            var contestedEnd = 0
            for column in 0..<canvas.size.columns {
                let point = Point(column: column, row: row)
                let expected = Array(canvas.text(at: point).unicodeScalars)
                let shown = terminal.scalars(column, row)
                let isContested = expected.count > 1 || expected.first.map(Cluster.isContested) ?? false
                if isContested {
                    contestedEnd = column + width(of: canvas.text(at: point))
                    if shown.first != expected.first { found.append("\(point): \(shown) for \(expected)") }
                } else if column >= contestedEnd, shown != expected {
                    found.append("\(point): \(shown) for \(expected)")
                }
                // libvterm gives the second half of something wide no look of its own.
                if !expected.isEmpty, terminal.style(column, row) != canvas.style(at: point) {
                    found.append("\(point): \(terminal.style(column, row)) for \(canvas.style(at: point))")
                }
            }
        }
        return found
    }
}
