public import Hub

/// One message of an imported conversation.
public struct ImportedMessage: Hashable, Sendable {
    /// The message's name at its source: the same on every reading of the same files.
    public var externalID: String
    /// When it was written.
    public var at: Instant
    /// True when the source gives no time and `at` is made up, only to keep the order.
    public var isTimeAssumed: Bool
    /// Who wrote it.
    public var author: ImportedAuthor
    /// The words, complete: with quoted history and signature where it is mail.
    public var text: String
    /// The words without quoted history and signature; the same as `text` where there are none.
    public var visibleText: String
    /// The words as HTML, where the source has them; not sanitized.
    public var html: String?
    /// Files that came with it.
    public var attachments: [ImportedAttachment]
    /// Votes up and down; nil when the source has none.
    public var votes: ImportedVotes?
    /// True for automatic mail: replies of machines, bounces, lists.
    public var isAutomatic: Bool
    /// Addresses that it went to (mail's To), lowercased.
    public var recipients: [String]
    /// Addresses that it went to as a copy (mail's Cc), lowercased.
    public var copyRecipients: [String]

    /// Names a message; everything else may be set afterwards.
    public init(externalID: String, at: Instant, author: ImportedAuthor, text: String) {
        self.externalID = externalID
        self.at = at
        self.author = author
        self.text = text
        visibleText = text
        isTimeAssumed = false
        attachments = []
        isAutomatic = false
        recipients = []
        copyRecipients = []
    }
}

/// Votes of readers on a message.
public struct ImportedVotes: Hashable, Sendable {
    /// Readers whom it helped.
    public var helpful: Int
    /// Readers whom it did not help.
    public var unhelpful: Int

    /// Takes both counts.
    public init(helpful: Int, unhelpful: Int) {
        self.helpful = helpful
        self.unhelpful = unhelpful
    }
}
