import Hub

/// One mail, read.
struct Mail {
    /// Message-ID without angle brackets; a hash of the whole mail when it has none.
    var id: String
    /// Ids of the mails that it answers, oldest first.
    var references: [String]
    var subject: String
    var from: MailAddress?
    var to: [MailAddress]
    var copies: [MailAddress]
    /// When it was sent; nil when no header says.
    var sentAt: Instant?
    var isAutomatic: Bool
    /// The program that wrote it.
    var userAgent: String?
    var text: String
    var html: String?
    var attachments: [ImportedAttachment]
}

/// A mail address with the name that stands beside it.
struct MailAddress: Hashable {
    /// Lowercased.
    var address: String
    var name: String?

    /// The part after the last at sign; nil when there is none.
    var domain: Substring? { address.lastIndex(of: "@").map { address[address.index(after: $0)...] } }
}

/// What the first pass keeps of a mail, to find its thread.
struct MailSummary {
    var record: RecordReference
    var id: String
    var references: [String]
    var subject: MailSubject
    var sender: String?
    var recipients: [String]
    var sentAt: Instant?
}
