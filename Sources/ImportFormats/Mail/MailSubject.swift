import Hub

/// A subject without the marks that replying and forwarding put before it.
struct MailSubject: Hashable {
    /// The words, lowercased, each blank one space.
    let words: String
    /// True when there was a mark.
    let isReply: Bool

    /// The marks of the usual mail programs in their languages.
    private static let marks: Set<String> = [
        "re", "fw", "fwd", "aw", "wg", "sv", "vs", "vb", "antw", "odp", "res", "enc", "rv", "tr", "ynt", "ilt", "r",
        "i",
        "doorst", "回复", "转发", "答复", "返信", "转寄",
    ]

    init(_ subject: String) {
        var rest = Substring(subject.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased())
        var isReply = false
        while let colon = rest.firstIndex(where: { $0 == ":" || $0 == "：" }) {
            var mark = rest[..<colon]
            // "Re[2]:" and "Re(3):" count replies.
            if let bracket = mark.firstIndex(where: { $0 == "[" || $0 == "(" }) { mark = mark[..<bracket] }
            guard Self.marks.contains(mark.trimmingBlanks) else { break }
            isReply = true
            rest = rest[rest.index(after: colon)...].drop(while: \.isWhitespace)
        }
        words = String(rest)
        self.isReply = isReply
    }
}
