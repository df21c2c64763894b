/// People's words as a terminal may show them.
enum Plain {
    /// The text on one line, without anything that a terminal would obey.
    static func line(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { isBreak($0) ? " " : isControl($0) ? "\u{FFFD}" : $0 }))
    }

    /// The text with its line ends, without anything else that a terminal would obey.
    static func block(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0 == "\n" ? $0 : $0 == "\t" ? " " : isControl($0) ? "\u{FFFD}" : $0 }
            )
        )
    }

    /// How many columns a line takes: two for wide East Asian letters and pictures, none for marks.
    static func width(of line: String) -> Int {
        line.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : width(of: $1)) }
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        ["\n", "\r", "\t", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar)
    }

    /// C0, C1 and delete, and what turns the direction of text round so that it reads as something else.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F: true
        case 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
