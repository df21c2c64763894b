public import CRDT
public import Hub

/// A public message of a teammate, the assistant or the hub on its way to the customer: what every adapter consumes.
public struct OutboundMessage: Hashable, Sendable {
    /// What the channel is asked to do.
    public enum Operation: String, Hashable, Sendable, Codable {
        /// Show it.
        case create
        /// Show other words in its place.
        case edit
        /// Take it away.
        case delete
        /// Show an emoji on it.
        case react
        /// Take an emoji away.
        case unreact

        /// Whether it is about an emoji, and not about the message's own words.
        var isReaction: Bool { self == .react || self == .unreact }
    }

    /// Identifies this message for ever: the same whenever it is sent again, so that the other side can tell.
    public let id: OperationID
    /// The ticket.
    public let ticket: Identifier
    /// The conversation's id on the channel.
    public let thread: String
    /// What is asked.
    public let operation: Operation
    /// Who wrote it.
    public let author: Author
    /// The author's name as the customer may read it; nil: the adapter's usual name for the kind.
    public let authorName: String?
    /// The words; empty for a deletion.
    public let body: RichText
    /// Its files.
    public let files: [AttachmentReference]
    /// The message that it answers: the channel's id of it where it is the customer's, else the id of ours.
    public let replyTo: String?
    /// The emoji, of a reaction; its author is `author`.
    public let emoji: String?
    /// When it was written.
    public let sent: Instant
    /// The channel's own id of it, for edits and deletions; nil while the channel has told none.
    public let external: String?
    /// The edit or deletion; nil for the message itself.
    public let revision: OperationID?

    /// Identifies what is asked: the same whenever it is asked again, and another one for every edit.
    public var delivery: String { (revision ?? id).description }

    /// Assembles a message.
    public init(
        id: OperationID, ticket: Identifier, thread: String, operation: Operation, author: Author,
        authorName: String?, body: RichText, files: [AttachmentReference] = [], replyTo: String? = nil,
        emoji: String? = nil, sent: Instant,
        external: String? = nil, revision: OperationID? = nil
    ) {
        self.id = id
        self.ticket = ticket
        self.thread = thread
        self.operation = operation
        self.author = author
        self.authorName = authorName
        self.body = body
        self.files = files
        self.replyTo = replyTo
        self.emoji = emoji
        self.sent = sent
        self.external = external
        self.revision = revision
    }
}
