/// The keys of a discussion's document; `schemas/documents/discussion.json` describes what they hold.
///
/// Kind of author, role and automatic messages are *names* of record fields, not values: names belong to a change's
/// structure, so response times and outcomes stand after the words, and who wrote them, are erased.
enum DiscussionKey {
    static let visibility = "visibility"
    static let owner = "owner"
    static let title = "title"
    static let participants = "participants"
    static let links = "links"
    static let messages = "messages"

    static let authorPrefix = "from_"
    static let rolePrefix = "as_"
    static let automatic = "automatic"
    static let body = "body"
    static let replyTo = "reply_to"
    static let sent = "sent"
    static let draftedBy = "drafted_by"
    static let external = "external"
    static let deleted = "deleted"
    static let attachments = "attachments"
    static let reactions = "reactions"
}
