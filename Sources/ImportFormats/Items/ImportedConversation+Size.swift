// What is larger than a ticket can show: long words are shown in part and kept whole, and a record whose names alone are
// as long as a book is left out.
extension ImportedConversation {
    /// Bytes of one message that are shown; the whole text comes along as a file.
    static let shownByteCountMax = 1 << 20
    /// Bytes of ids, names, tags and a subject together, of a conversation or of one message.
    static let labelByteCountMax = 256 << 10

    /// Whether the names around the conversation, its messages aside, are short enough for a ticket.
    var hasFittingLabels: Bool {
        let labels = [
            externalID, channel, subject, room, locale, product, platform, userAgent, topic, solutionMessageID,
        ]
        return Self.fit(labels + customer.labels + tags + citedArticles)
    }

    /// Shows no more of a message than a ticket can show, and removes messages with names that are too long.
    ///
    /// - Returns: How many were removed.
    mutating func shorten() -> Int {
        let count = messages.count
        messages.removeAll { !Self.fit([$0.externalID] + $0.author.person.labels + $0.attachments.map(\.name)) }
        for index in messages.indices where messages[index].visibleText.utf8.count > Self.shownByteCountMax {
            messages[index].visibleText = Self.beginning(of: messages[index].visibleText)
        }
        return count - messages.count
    }

    private static func fit(_ labels: [String?]) -> Bool {
        labels.reduce(0) { $0 + ($1?.utf8.count ?? 0) } <= labelByteCountMax
    }

    private static func beginning(of text: String) -> String {
        var end = text.utf8.index(text.startIndex, offsetBy: shownByteCountMax)
        // Whole scalars, not characters: a single one of those may be as long as the text.
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }
}

extension ImportedPerson {
    fileprivate var labels: [String?] { [externalID, name, email] }
}
