/// People's words as a terminal may show them.
enum Plain {
    /// The text on one line, without anything that a terminal would obey.
    static func line(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isBreak($0) ? " " : isControl($0) ? "\u{FFFD}" : $0 }))
    }

    /// The text with its line ends, without anything else that a terminal would obey.
    static func block(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0 == "\n" ? $0 : $0 == "\t" ? " " : isControl($0) ? "\u{FFFD}" : $0 }
            )
        )
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        ["\n", "\r", "\t", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar)
    }

    /// C0, C1 and delete, and what turns the direction of text round so that it reads as something else.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0 ..< 0x20, 0x7F ... 0x9F: true
        case 0x202A ... 0x202E, 0x2066 ... 0x2069: true
        default: false
        }
    }
}
