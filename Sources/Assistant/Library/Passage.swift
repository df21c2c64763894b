import Hub

/// A piece of an article of about a hundred words that stays within one section.
struct Passage: Hashable, Sendable {
    /// The heading that it stands under; empty before the first one.
    let heading: String
    /// Its words.
    let text: String

    /// How many words a passage has before it is ended at the next line.
    static let wordCountMax = 110

    /// Cuts a body at its headings (`## …`), and sections at their lines into pieces of about `wordCountMax` words; a
    /// longer line is cut between words. O(body).
    static func cut(_ body: String) -> [Passage] {
        var passages: [Passage] = []
        var heading = ""
        var lines: [Substring] = []
        var wordCount = 0
        func finish() {
            if wordCount > 0 { passages.append(Passage(heading: heading, text: lines.joined(separator: "\n"))) }
            lines = []
            wordCount = 0
        }
        for line in body.split(separator: "\n") {
            if let title = Self.heading(of: line) {
                finish()
                heading = title
                continue
            }
            for piece in pieces(of: line) {
                let count = piece.split(separator: " ").count
                if wordCount > 0, wordCount + count > wordCountMax { finish() }
                lines.append(piece)
                wordCount += count
            }
        }
        finish()
        return passages
    }

    /// The text of a line that is a heading; nil for any other line.
    static func heading(of line: some StringProtocol) -> String? {
        let text = line.drop { $0 == "#" }
        guard line.hasPrefix("#"), text.first == " " else { return nil }
        return String(text.drop { $0 == " " })
    }

    /// A line as it is, or in pieces of `wordCountMax` words where it is longer.
    private static func pieces(of line: Substring) -> [Substring] {
        let words = line.split(separator: " ")
        guard words.count > wordCountMax else { return [line] }
        return stride(from: 0, to: words.count, by: wordCountMax).map { start in
            let part = words[start..<min(words.count, start + wordCountMax)]
            return line[part[part.startIndex].startIndex..<part[part.endIndex - 1].endIndex]
        }
    }
}
