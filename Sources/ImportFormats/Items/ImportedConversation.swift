public import Hub

/// A conversation as its source tells it, before the hub makes a ticket of it.
public struct ImportedConversation: Hashable, Sendable {
    /// The conversation's name at its source: the same on every reading of the same files.
    public var externalID: String
    /// The channel's kind: `widget`, `email`, `slack`, `api`.
    public var channel: String
    /// The shared room that the conversation was held in; nil when the channel has none.
    public var room: String?
    /// The subject; the first words of the first message when the source has none.
    public var subject: String
    /// The customer's language and region (BCP 47).
    public var locale: String?
    /// The product that it is about.
    public var product: String?
    /// The customer's platform.
    public var platform: String?
    /// The customer's program, as it names itself.
    public var userAgent: String?
    /// When it was opened: the source's own time, otherwise the time of its first message.
    public var openedAt: Instant
    /// Who asked.
    public var customer: ImportedPerson
    /// Tags in the source's order.
    public var tags: [String]
    /// The topic that the source filed it under.
    public var topic: String?
    /// True when the source marks it as spam.
    public var isSpam: Bool
    /// True when the source closed it to further messages.
    public var isLocked: Bool
    /// Whether it was solved; nil when the source does not say.
    public var solved: Bool?
    /// External id of the message that solved it.
    public var solutionMessageID: String?
    /// Names of the articles that were cited in it.
    public var citedArticles: [String]
    /// Whether the AI handed it to people; nil when the source does not say.
    public var isEscalated: Bool?
    /// The messages by time; messages of one time in the source's order.
    public var messages: [ImportedMessage]

    /// Names a conversation; everything else may be set afterwards.
    public init(
        externalID: String, channel: String, subject: String, openedAt: Instant, customer: ImportedPerson,
        messages: [ImportedMessage] = []
    ) {
        self.externalID = externalID
        self.channel = channel
        self.subject = subject
        self.openedAt = openedAt
        self.customer = customer
        self.messages = messages
        tags = []
        isSpam = false
        isLocked = false
        citedArticles = []
    }
}
