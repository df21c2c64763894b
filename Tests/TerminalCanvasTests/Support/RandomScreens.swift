import Foundation
import TestSupport

@testable import TerminalCanvas

/// Screens full of what people and attackers write.
struct RandomScreens {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// The seeds to try: `count` of them, or the one of the environment.
    static func seeds(_ count: UInt64) -> [UInt64] {
        if let text = ProcessInfo.processInfo.environment["CANVAS_SEED"], let seed = UInt64(text) { return [seed] }
        return Array(1...count)
    }

    /// Texts with all that terminals stumble over.
    static let texts = [
        "Where is my parcel?", "an order, 2 items — 40 €", "naïve café Ångström", "日本語のテキスト", "한국어 문장",
        "宅配便はどこ？ (#8812)",
        "e\u{301}e\u{301}", "q\u{308}\u{323}\u{304}",
        "Z\u{351}\u{34A}\u{36B}\u{357}\u{327}\u{325}\u{332}algo\u{335}\u{322}\u{31B}",
        "👍🏽 ok", "👨‍👩‍👧‍👦 family", "❤️ and ☎︎ and ☺", "🇩🇪🇫🇷 flags 🇨", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
        "1️⃣ 2️⃣", "שלום עולם", "مرحبا بالعالم", "क्षत्रिय हिन्दी", "ไทยที่นี่", "\u{1112}\u{1161}\u{11AB}",
        "evil \u{1B}]52;c;AAAA\u{7} \u{9B}2J \u{1B}[31m red", "\u{202E}reversed\u{202C} \u{2066}isolated\u{2069}",
        "zero\u{200B}width \u{FEFF}bom soft\u{AD}hyphen", "tab\there\r\nnew\u{85}line\u{2028}end",
        "\u{7F}\u{0}\u{8}\u{C}",
        "𝒳𝓎𝓏 🂡 🀄 🫠 🪿", "│┌─┐█▓░ ▁▂▃ ⣿⡇", "\u{E000} private \u{10FFFE}",
        String(repeating: "very long name ", count: 700),
    ]

    mutating func screen(size: Size, basedOn old: Canvas?) -> Canvas {
        // A screen often keeps most of what it showed.
        var canvas = old.map { bit(3) ? $0 : Canvas(size: size) } ?? Canvas(size: size)
        for _ in 0..<Int.random(in: 1...20, using: &random) {
            let point = Point(
                column: Int.random(in: -6..<size.columns, using: &random),
                row: Int.random(in: -1..<size.rows, using: &random)
            )
            let clip = bit(2) ? nil : rect(size)
            switch Int.random(in: 0..<8, using: &random) {
            case 0: canvas.fill(rect(size), style())
            case 1: canvas.clear(rect(size))
            default:
                let link = bit(4) ? "https://example.com/\(Int.random(in: 0..<3, using: &random))" : nil
                canvas.write(text(), at: point, in: clip, style(), link: link)
            }
        }
        canvas.cursor =
            bit(2)
            ? Canvas.Cursor(
                Point(
                    column: Int.random(in: 0..<size.columns, using: &random),
                    row: Int.random(in: 0..<size.rows, using: &random)
                )) : nil
        return canvas
    }

    mutating func size() -> Size {
        Size(columns: Int.random(in: 1...60, using: &random), rows: Int.random(in: 1...16, using: &random))
    }

    private mutating func text() -> String {
        let words = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            Self.texts.randomElement(using: &random) ?? ""
        }
        let text = words.joined(separator: bit(2) ? "" : " ")
        // Cut anywhere, so that marks, joiners and selectors stand at the start.
        let start = Int.random(in: 0..<8, using: &random)
        return String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(bit(2) ? start : 0)))
    }

    private mutating func bit(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

    private mutating func rect(_ size: Size) -> Rect {
        Rect(
            column: Int.random(in: -2..<size.columns, using: &random),
            row: Int.random(in: -2..<size.rows, using: &random),
            columns: Int.random(in: 0...size.columns, using: &random),
            rows: Int.random(in: 0...size.rows, using: &random)
        )
    }

    private mutating func style() -> Style {
        // Faint letters are left out: libvterm 0.1 does not know them.
        let attributes: [Style.Attributes] = [.bold, .italic, .underline, .reverse, .strikethrough]
        return Style(
            foreground: colour(), background: colour(),
            bit(2) ? attributes.randomElement(using: &random) ?? [] : []
        )
    }

    private mutating func colour() -> Colour? {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .standard
        case 1: .palette(UInt8.random(in: 0...255, using: &random))
        case 2: .rgb(UInt8.random(in: 0...255, using: &random), 7, UInt8.random(in: 0...255, using: &random))
        default: nil
        }
    }
}
