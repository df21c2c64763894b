/// People's words as a terminal may show them.
package enum Plain {
    /// The text on one line, without anything that a terminal would obey.
    package static func line(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { isBreak($0) ? " " : isControl($0) ? "\u{FFFD}" : $0 }))
    }

    /// The text with its line ends, without anything else that a terminal would obey.
    package static func block(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0 == "\n" ? $0 : $0 == "\t" ? " " : isControl($0) ? "\u{FFFD}" : $0 }
            )
        )
    }

    /// JSON with everything escaped that a terminal would obey; it means the same as before.
    package static func json(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHiddenInJSON) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isHiddenInJSON(scalar) {
                let digits = String(scalar.value, radix: 16)
                result.append(
                    contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// Such a scalar stands inside of strings only: between them JSON has nothing but ASCII, and C0 is escaped already.
    private static func isHiddenInJSON(_ scalar: Unicode.Scalar) -> Bool { scalar.value > 0x7E && isControl(scalar) }

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
