public import CRDT

/// What a message is posted with.
public struct MessageDraft: Hashable, Sendable {
    /// Who says it.
    public var author: Author
    /// What it does in the conversation.
    public var role: Event.MessageRole
    /// Its source, in the canonical Markdown form.
    public var body: String
    /// The message that it answers.
    public var replyTo: OperationID?
    /// When its source says it was sent; only with a grant to ingest or import, and only if that differs from the time
    /// of the change.
    public var sent: Instant?
    /// Who drafted what the author sends, such as the AI.
    public var draftedBy: Author?
    /// The message's id on its channel.
    public var external: String?
    /// Whether no person wrote it: a greeting, an acknowledgement, an auto-reply, a bounce.
    public var isAutomatic: Bool
    /// Its attachments.
    public var attachments: [AttachmentReference]

    /// Starts a draft of plain words.
    public init(
        author: Author, role: Event.MessageRole = .message, body: String, replyTo: OperationID? = nil,
        sent: Instant? = nil, draftedBy: Author? = nil, external: String? = nil, isAutomatic: Bool = false,
        attachments: [AttachmentReference] = []
    ) {
        self.author = author
        self.role = role
        self.body = body
        self.replyTo = replyTo
        self.sent = sent
        self.draftedBy = draftedBy
        self.external = external
        self.isAutomatic = isAutomatic
        self.attachments = attachments
    }

    /// The immutable fields of the record; the attachments are a set of it.
    var fields: [String: Value] {
        var fields: [String: Value] = [DiscussionKey.body: .string(body)]
        fields[DiscussionKey.authorPrefix + author.kind.rawValue] = .string(author.id)
        if role != .message { fields[DiscussionKey.rolePrefix + role.rawValue] = .bool(true) }
        if isAutomatic { fields[DiscussionKey.automatic] = .bool(true) }
        fields[DiscussionKey.replyTo] = replyTo.map { .string($0.description) }
        fields[DiscussionKey.sent] = sent.map { .integer($0.milliseconds) }
        fields[DiscussionKey.draftedBy] = draftedBy.map { .string($0.stored) }
        fields[DiscussionKey.external] = external.map(Value.string)
        return fields
    }
}
