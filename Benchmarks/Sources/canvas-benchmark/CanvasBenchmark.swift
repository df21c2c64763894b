import Foundation
import TerminalCanvas

/// Measures what a frame costs before it is written: drawing cells, comparing, encoding. Prints one JSON object.
@main
enum CanvasBenchmark {
    private static let size = Size(columns: 200, rows: 50)
    private static let rounds = 400

    static func main() throws {
        let encoder = FrameEncoder(depth: .full)
        // Every cell differs from the last frame in its letter and both colours: the worst that can be asked for.
        let frames = (0..<4).map { number in screen(colours: true, seed: number) }
        let texts = (0..<4).map { number in screen(colours: false, seed: number) }
        var bytes = 0
        var figures: [String: Double] = [:]
        func measure(_ name: String, _ body: (Int) -> Int) {
            var times: [Double] = []
            for round in 0..<rounds {
                let clock = ContinuousClock()
                let start = clock.now
                bytes = body(round)
                times.append((clock.now - start) / .milliseconds(1))
            }
            times.sort()
            figures[name + "_p50_ms"] = times[rounds / 2]
            figures[name + "_p95_ms"] = times[rounds * 95 / 100]
            figures[name + "_bytes"] = Double(bytes)
        }
        measure("draw_every_cell") { screen(colours: true, seed: $0).size.rows }
        measure("repaint_every_cell") { encoder.frame(from: frames[$0 % 4], to: frames[($0 + 1) % 4]).count }
        measure("repaint_text") { encoder.frame(from: texts[$0 % 4], to: texts[($0 + 1) % 4]).count }
        var changed = texts[0]
        changed.fill(Rect(column: 0, row: 20, columns: 200, rows: 1), Theme(background: .dark).selection)
        measure("one_row") {
            encoder.frame(from: $0 % 2 == 0 ? texts[0] : changed, to: $0 % 2 == 0 ? changed : texts[0]).count
        }
        measure("nothing") { _ in encoder.frame(from: texts[0], to: texts[0]).count }
        measure("draw_and_one_row") { round in
            var canvas = screen(colours: false, seed: 0)
            canvas.fill(Rect(column: 0, row: round % 50, columns: 200, rows: 1), Theme(background: .dark).selection)
            return encoder.frame(from: texts[0], to: canvas).count
        }
        let data = try JSONSerialization.data(withJSONObject: figures, options: [.sortedKeys, .prettyPrinted])
        print(String(decoding: data, as: UTF8.self))
    }

    /// A screen full of text; with `colours`, each cell in colours of its own.
    private static func screen(colours: Bool, seed: Int) -> Canvas {
        var canvas = Canvas(size: size)
        let words = [
            "where is my parcel, order 8812? ", "naïve café — 40 €, ", "日本語のテキスト, ", "e\u{301}te\u{301}, ", "👍🏽 👨‍👩‍👧 ok, ",
        ]
        for row in 0..<size.rows {
            if colours {
                for column in 0..<size.columns {
                    let number = row * size.columns + column + seed * 7
                    let style = Style(
                        foreground: .rgb(UInt8(number % 251), UInt8(number % 241), UInt8(seed % 4 * 60)),
                        background: .rgb(UInt8(number % 239), UInt8(number % 233), 9)
                    )
                    let letter = String(Unicode.Scalar(UInt8(33 + number % 90)))
                    canvas.write(letter, at: Point(column: column, row: row), style)
                }
            } else {
                let word = words[(row + seed) % words.count]
                canvas.write(String(repeating: word, count: 20), at: Point(column: 0, row: row))
            }
        }
        return canvas
    }
}
