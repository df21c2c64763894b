/// Cuts text into paragraphs.
enum Paragraphs {
    /// The paragraphs of a text in order: what blank lines part. O(text).
    static func cut(_ text: String) -> [String] {
        var paragraphs: [String] = []
        var lines: [Substring] = []
        func finish() {
            if !lines.isEmpty { paragraphs.append(lines.joined(separator: "\n")) }
            lines = []
        }
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.allSatisfy(\.isWhitespace) { finish() } else { lines.append(line) }
        }
        finish()
        return paragraphs
    }
}
