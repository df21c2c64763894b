/// Finds what is new in a message's text, such as a mail's: the words without the history that it quotes and without the signature.
///
/// A rule of thumb, as no standard marks either. Nothing is lost by it, since the whole text is kept beside, and when
/// everything would go, everything stays.
public enum VisibleReply {
    /// The visible part of a text without notation. O(text).
    public static func visiblePart(of text: String) -> String {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            ReplyLine(Substring(line))
        }
        var kept: [Substring] = []
        var hasWords = false
        var index = 0
        while index < lines.count {
            let line = lines[index]
            if line.isQuoted {
                index += 1
            } else if let end = ReplyBoundary.attributionEnd(in: lines, at: index) {
                // Below an attribution stands either a marked quote, which may be answered in between, or an unmarked
                // one, which goes on to the end.
                let next = lines[end...].first { !$0.isBlank }
                if next?.isQuoted == true || next == nil {
                    index = end
                } else if hasWords {
                    break
                } else {
                    kept.append(line.text)
                    hasWords = true
                    index += 1
                }
            } else if hasWords, ReplyBoundary.endsReply(in: lines, at: index) {
                break
            } else {
                kept.append(line.text)
                hasWords = hasWords || !line.isBlank
                index += 1
            }
        }
        let visible = kept.joined(separator: "\n").trimmingBlanks
        return visible.isEmpty ? text.trimmingBlanks : visible
    }
}

/// A line of a mail with what is asked about it more than once.
struct ReplyLine {
    let text: Substring
    /// Without blanks at the ends, and without the marks of bold type that plain text is given.
    let trimmed: String
    let isBlank: Bool
    let isQuoted: Bool

    init(_ text: Substring) {
        self.text = text
        trimmed = text.trimmingBlanks
        isBlank = trimmed.isEmpty
        isQuoted = trimmed.hasPrefix(">")
    }
}
