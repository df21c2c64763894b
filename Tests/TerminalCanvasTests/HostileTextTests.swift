import TestSupport
import Testing

@testable import TerminalCanvas

/// Customers' words in cells: whatever they are, the terminal obeys none of them.
@Suite struct HostileTextTests {
    private func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x61C: true
        default: false
        }
    }

    @Test func `no scalar of Unicode reaches a cell as something to obey, and each takes the columns it says`() {
        for value in 0...UInt32(0x10FFFF) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let cluster = Cluster(scalar)
            if cluster.scalars.contains(where: isObeyed) { Issue.record("U+\(String(value, radix: 16))") }
            if cluster.scalars.isEmpty != (cluster.columns == 0) { Issue.record("U+\(String(value, radix: 16))") }
        }
    }

    @Test(arguments: RandomScreens.seeds(200))
    func `random text reaches a frame without anything to obey`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var canvas = Canvas(size: Size(columns: 30, rows: 4))
        for row in 0..<4 {
            var text = String.UnicodeScalarView()
            for _ in 0..<60 {
                let range: ClosedRange<UInt32> =
                    [0...0xFF, 0x300...0x36F, 0x2000...0x20FF, 0xFE00...0xFE0F, 0x1F000...0x1FAFF, 0...0x10FFFF]
                    .randomElement(using: &random) ?? 0...0
                if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) { text.append(scalar) }
            }
            canvas.write(String(text), at: Point(column: 0, row: row))
        }
        let obeyed = canvas.text.unicodeScalars.filter { $0 != "\n" && isObeyed($0) }
        #expect(obeyed.isEmpty, "CANVAS_SEED=\(seed)")
        // Besides what the encoder sends there is no escape: each is the start of one of its few sequences.
        let frame = String(decoding: FrameEncoder(depth: .none).frame(from: nil, to: canvas), as: UTF8.self)
        for sequence in frame.unicodeScalars.split(separator: "\u{1B}").dropFirst(frame.hasPrefix("\u{1B}") ? 0 : 1) {
            let isKnown = sequence.first == "[" && sequence.dropFirst().contains { "Hhmlq".unicodeScalars.contains($0) }
            #expect(isKnown, "CANVAS_SEED=\(seed): \(String(sequence))")
        }
    }

    @Test func `a cluster carries no more marks than fit into its line`() {
        let zalgo = "Z" + String(repeating: "\u{351}", count: 500)
        var canvas = Canvas(size: Size(columns: 4, rows: 1))
        #expect(canvas.write(zalgo + "a", at: Point(column: 0, row: 0)) == 2)
        #expect(canvas.text(at: Point(column: 0, row: 0)).unicodeScalars.count == 1 + Cluster.marksMax)
        #expect(canvas.text(at: Point(column: 1, row: 0)) == "a")
    }

    @Test func `a name of ten thousand characters is cut where its place ends`() {
        let name = String(repeating: "宅", count: 10_000)
        var canvas = Canvas(size: Size(columns: 20, rows: 2))
        canvas.write(TextLine(name), in: Rect(column: 2, row: 0, columns: 8, rows: 1))
        #expect(canvas.text == "  宅宅宅…\n\n")
        #expect(truncated(name, to: 7) == "宅宅宅…")
        #expect(truncated("short", to: 5) == "short")
        #expect(truncated("longer", to: 5) == "long…")
        #expect(truncated("a", to: 0) == "")
    }

    @Test func `a mark without a letter stands on a circle, and a controlling character on a sign`() {
        var canvas = Canvas(size: Size(columns: 12, rows: 1))
        canvas.write("\u{301}a\u{1B}[2J\u{9B}b\u{202E}c\t.", at: Point(column: 0, row: 0))
        #expect(canvas.text == "\u{25CC}\u{301}a\u{FFFD}[2J\u{FFFD}b\u{FFFD}c .\n")
    }
}
