import Hub

/// Subjects for conversations whose source has none.
enum Subject {
    private static let charactersMax = 80

    /// The first line with words of the first message that has one, cut at a word's end.
    static func summary(of messages: [ImportedMessage]) -> String {
        let asked = messages.first { $0.author.kind == .customer && !$0.visibleText.allSatisfy(\.isWhitespace) }
        let text = (asked ?? messages.first)?.visibleText ?? ""
        let line = text.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) } ?? ""
        let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard words.count > charactersMax else { return words }
        let cut = words.prefix(charactersMax)
        let whole = cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut
        return whole + "…"
    }
}
