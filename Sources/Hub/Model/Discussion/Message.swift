public import CRDT

/// One message of a discussion.
public struct Message: Hashable, Sendable {
    /// The record.
    public let id: OperationID
    /// Who said it; nil when the record names nobody.
    public let author: Author?
    /// What it does in the conversation.
    public let role: Event.MessageRole
    /// Whether no person wrote it.
    public let isAutomatic: Bool
    /// Its source in the canonical Markdown form as it reads now; empty when it was deleted or erased.
    public let body: String
    /// What else concurrent edits made of it, best first; empty unless edits collided.
    public let alternatives: [String]
    /// The message that it answers.
    public let replyTo: OperationID?
    /// When its source says it was sent; nil when that is the time of the change.
    public let sent: Instant?
    /// Who drafted it for the author.
    public let draftedBy: Author?
    /// Its id on its channel.
    public let external: String?
    /// Whether its words were changed after they were posted.
    public let isEdited: Bool
    /// Whether it was deleted.
    public let isDeleted: Bool
    /// Whether its words were erased from history.
    public let isErased: Bool
    /// Its attachments, in a stable order; none when it was deleted.
    public let attachments: [AttachmentReference]
    /// Its reactions, by emoji, then author.
    public let reactions: [Reaction]

    /// Reads a record of a discussion.
    public init(_ record: Record) {
        let fields = record.fields
        let facts = MessageFields(fields)
        let editable = record.editable
        let edits = editable.values(DiscussionKey.body)
        let original = fields[DiscussionKey.body]
        let current = edits.first?.value ?? original
        id = record.id
        author = facts.author
        role = facts.role
        isAutomatic = facts.isAutomatic
        isDeleted = editable.bool(DiscussionKey.deleted) ?? false
        isErased = current == .erased
        body = isDeleted ? "" : current?.string ?? ""
        alternatives = isDeleted ? [] : edits.dropFirst().compactMap(\.value.string)
        replyTo = fields[DiscussionKey.replyTo]?.string.flatMap(OperationID.init(reference:))
        sent = facts.sent
        draftedBy = fields[DiscussionKey.draftedBy]?.string.flatMap(Author.init(stored:))
        external = fields[DiscussionKey.external]?.string
        isEdited = !edits.isEmpty
        let attached = isDeleted ? [] : editable.strings(inSet: DiscussionKey.attachments)
        attachments = attached.compactMap(AttachmentReference.init(stored:))
        reactions = editable.strings(inSet: DiscussionKey.reactions).compactMap(Reaction.init(stored:))
    }

    /// Its words as rich text. Linear in the body.
    public var richText: RichText { RichText(markdown: body) }

    /// The users whom it mentions, each once, in order. Linear in the body.
    public var mentions: [String] {
        body.utf8.contains(UInt8(ascii: "@")) ? richText.mentions : []
    }
}
