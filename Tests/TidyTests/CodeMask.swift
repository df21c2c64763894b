/// Blanks comments and string literals out of Swift text, and keeps every line break where it was.
enum CodeMask {
    /// The text with each byte of a comment or string literal turned into a space.
    ///
    /// An interpolation is blanked with its literal: the rules look for calls that do not hide in one. Regular
    /// expression literals are left as code.
    static func blank(_ text: String) -> String {
        var scanner = Scanner(bytes: Array(text.utf8))
        scanner.run()
        return String(decoding: scanner.bytes, as: UTF8.self)
    }

    private struct Scanner {
        var bytes: [UInt8]
        var position = 0

        mutating func run() {
            while position < bytes.count {
                if starts("//") {
                    while position < bytes.count, bytes[position] != newline { blankOne() }
                } else if starts("/*") {
                    blankBlockComment()
                } else if let pounds = poundsBeforeQuote() {
                    blankString(pounds: pounds)
                } else {
                    position += 1
                }
            }
        }

        private let newline = UInt8(ascii: "\n")
        private let quote = UInt8(ascii: "\"")
        private let pound = UInt8(ascii: "#")

        init(bytes: [UInt8]) { self.bytes = bytes }

        private func starts(_ prefix: StaticString, at offset: Int = 0) -> Bool {
            let start = position + offset
            guard start + prefix.utf8CodeUnitCount <= bytes.count else { return false }
            return (0..<prefix.utf8CodeUnitCount).allSatisfy { bytes[start + $0] == prefix.utf8Start[$0] }
        }

        private mutating func blankOne() {
            if position < bytes.count, bytes[position] != newline { bytes[position] = UInt8(ascii: " ") }
            position += 1
        }

        private mutating func blank(_ count: Int) {
            for _ in 0..<count { blankOne() }
        }

        private mutating func blankBlockComment() {
            var depth = 0
            repeat {
                if starts("/*") {
                    depth += 1
                    blank(2)
                } else if starts("*/") {
                    depth -= 1
                    blank(2)
                } else {
                    blankOne()
                }
            } while depth > 0 && position < bytes.count
        }

        /// The number of `#` before a quote that starts here; nil when no string literal starts here.
        private func poundsBeforeQuote() -> Int? {
            var end = position
            while end < bytes.count, bytes[end] == pound { end += 1 }
            return end < bytes.count && bytes[end] == quote ? end - position : nil
        }

        private func pounds(after offset: Int) -> Int {
            var count = 0
            while position + offset + count < bytes.count, bytes[position + offset + count] == pound { count += 1 }
            return count
        }

        private mutating func blankString(pounds expected: Int) {
            blank(expected)
            let isMultiline = starts("\"\"\"")
            let quotes = isMultiline ? 3 : 1
            blank(quotes)
            while position < bytes.count {
                if !isMultiline, bytes[position] == newline { return }
                if bytes[position] == UInt8(ascii: "\\"), pounds(after: 1) >= expected {
                    blank(1 + expected)
                    if position < bytes.count, bytes[position] == UInt8(ascii: "(") {
                        blankInterpolation()
                    } else {
                        blankOne()
                    }
                } else if bytes[position] == quote, !isMultiline || starts("\"\"\""), pounds(after: quotes) >= expected
                {
                    blank(quotes + expected)
                    return
                } else {
                    blankOne()
                }
            }
        }

        private mutating func blankInterpolation() {
            var depth = 0
            repeat {
                if let pounds = poundsBeforeQuote() {
                    blankString(pounds: pounds)
                    continue
                }
                if bytes[position] == UInt8(ascii: "(") { depth += 1 }
                if bytes[position] == UInt8(ascii: ")") { depth -= 1 }
                blankOne()
            } while depth > 0 && position < bytes.count
        }
    }
}
