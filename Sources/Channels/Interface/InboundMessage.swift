public import CRDT
public import Hub

/// One message that came in on a channel, its edit or its deletion: what every adapter emits.
///
/// An adapter has checked who sent it (signature, secret, mail authentication) before it makes one. Everything in it is
/// still outside input: the inlet bounds it, neutralises it and decides what becomes of it.
public struct InboundMessage: Sendable {
    /// Somebody on the channel's side.
    public struct Author: Hashable, Sendable, Codable {
        /// The channel's own id of the person; 1 to 512 bytes.
        public var id: String
        /// What they are to the conversation: customer, teammate, observer or automation.
        public var kind: AuthorKind
        /// How sure the channel is that they are who they seem to be. A verified customer becomes a person of the
        /// directory; everybody else stays a claim, and is never mistaken for the verified person with the same id.
        public var assurance: Assurance
        /// The name as shown; cut off after 200 scalars.
        public var name: String?
        /// A mail address: of a verified customer it counts as verified.
        public var email: String?

        /// Names somebody.
        public init(
            id: String, kind: AuthorKind = .customer, assurance: Assurance, name: String? = nil,
            email: String? = nil
        ) {
            self.id = id
            self.kind = kind
            self.assurance = assurance
            self.name = name
            self.email = email
        }
    }

    /// A file that came with it.
    public struct File: Hashable, Sendable, Codable {
        /// The name as its sender gave it.
        public var name: String
        /// The media type as declared.
        public var mediaType: String
        /// The content.
        public var bytes: [UInt8]
        /// Where the content is to be fetched before the inlet gets the message; nil when it is here.
        public var source: String?

        /// Takes a file.
        public init(name: String, mediaType: String, bytes: [UInt8], source: String? = nil) {
            self.name = name
            self.mediaType = mediaType
            self.bytes = bytes
            self.source = source
        }
    }

    /// What the message does.
    public enum Operation: Hashable, Sendable {
        /// Posts it.
        case create
        /// Replaces its words, at the channel's time; of several edits the latest counts, whatever order they come in.
        case edit(at: Instant)
        /// Deletes it.
        case delete
        /// Puts an emoji on it in the author's name, or takes it back.
        case react(String, isOn: Bool)
    }

    /// What the channel knows of a conversation; read when it opens a ticket.
    public struct Context: Sendable {
        /// What it is about, if the channel has subjects.
        public var subject: String?
        /// Language, product, page, and fields of the channel's own.
        public var source: TicketSource
        /// What the customer or their browser says about them: geography, device.
        public var claimed: [String: Value]
        /// What the channel proved about them.
        public var verified: [String: Value]
        /// The recording of their session.
        public var recording: RecordingLink?

        /// Starts with nothing known.
        public init(
            subject: String? = nil, source: TicketSource = TicketSource(), claimed: [String: Value] = [:],
            verified: [String: Value] = [:], recording: RecordingLink? = nil
        ) {
            self.subject = subject
            self.source = source
            self.claimed = claimed
            self.verified = verified
            self.recording = recording
        }
    }

    /// The conversation's id on the channel; 1 to 512 bytes.
    public var thread: String
    /// The message's id, unique within the conversation; 1 to 512 bytes.
    public var message: String
    /// What it does.
    public var operation: Operation
    /// Who wrote it.
    public var author: Author
    /// Its words; mentions in it are made plain text.
    public var body: RichText
    /// Its files.
    public var files: [File]
    /// The message that it answers: an id of the channel's, or one of an `OutboundMessage`.
    public var replyTo: String?
    /// When it was sent by the channel's clock; nil: now. A time in the future counts as now.
    public var sent: Instant?
    /// Whether no person wrote it: an auto-reply, a bounce. Such a message reopens nothing.
    public var isAutomatic: Bool
    /// What is known of the conversation.
    public var context: Context

    /// Takes a message.
    public init(
        thread: String, message: String, operation: Operation = .create, author: Author, body: RichText,
        files: [File] = [], replyTo: String? = nil, sent: Instant? = nil, isAutomatic: Bool = false,
        context: Context = Context()
    ) {
        self.thread = thread
        self.message = message
        self.operation = operation
        self.author = author
        self.body = body
        self.files = files
        self.replyTo = replyTo
        self.sent = sent
        self.isAutomatic = isAutomatic
        self.context = context
    }
}

/// The kinds of authors, by a name that `InboundMessage.Author` does not hide.
public typealias AuthorKind = Author.Kind
