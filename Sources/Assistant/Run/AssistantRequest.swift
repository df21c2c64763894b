public import CRDT
public import Hub

/// A ticket at one revision, as a run of the assistant sees it.
public struct AssistantRequest: Sendable {
    /// The ticket.
    public var ticket: Identifier
    /// The revision: the heads of the ticket's document and of its public discussion, as their history names them.
    public var revision: [String]
    /// The channel.
    public var channel: String
    /// Who speaks for the team.
    public var lease: Lease
    /// Whether the ticket takes part: it is no spam, is not locked and was not merged into another.
    public var isInReach: Bool
    /// What the ticket is about.
    public var subject: String
    /// The customer's messages that nobody has decided about, oldest first.
    public var turn: [OperationID]
    /// What they say, in canonical Markdown; nil when that is nothing.
    public var asked: String?
    /// What both sides said before in this episode, oldest first, in canonical Markdown.
    public var earlier: [String]
    /// The messages of this episode that somebody wrote, oldest first, those of the turn included.
    public var conversation: [Line]
    /// How often the assistant has asked back in this episode.
    public var clarificationCount: Int
    /// How often the assistant has spoken in this episode.
    public var assistantTurnCount: Int
    /// Who asks.
    public var reader: Reader
    /// The language that the channel says the customer has, as BCP 47.
    public var locale: String?
    /// A name of the customer that stays the same, by which rollouts deal.
    public var customer: String
    /// Whether the assistant was on when the episode began; nil when nobody recorded that.
    public var assistance: Bool?
    /// When the newest message of the turn occurred.
    public var asOf: Instant?
    /// When the newest message of the turn was accepted; nil while it is not sent.
    public var accepted: Instant?

    /// A message of the conversation.
    public struct Line: Hashable, Sendable {
        /// The message.
        public let message: OperationID
        /// What kind of author wrote it.
        public let author: Author.Kind
        /// What it does.
        public let role: Event.MessageRole
        /// What it says, in canonical Markdown.
        public let body: String

        /// Describes a message.
        public init(message: OperationID, author: Author.Kind, role: Event.MessageRole = .message, body: String) {
            self.message = message
            self.author = author
            self.role = role
            self.body = body
        }
    }

    /// Assembles a request.
    public init(
        ticket: Identifier, revision: [String], channel: String, lease: Lease = .assistant, isInReach: Bool = true,
        subject: String = "", turn: [OperationID] = [], asked: String?, earlier: [String] = [],
        conversation: [Line] = [], clarificationCount: Int = 0, assistantTurnCount: Int = 0, reader: Reader,
        locale: String? = nil, customer: String = "", assistance: Bool? = nil, asOf: Instant? = nil,
        accepted: Instant? = nil
    ) {
        self.ticket = ticket
        self.revision = revision
        self.channel = channel
        self.lease = lease
        self.isInReach = isInReach
        self.subject = subject
        self.turn = turn
        self.asked = asked
        self.earlier = earlier
        self.conversation = conversation
        self.clarificationCount = clarificationCount
        self.assistantTurnCount = assistantTurnCount
        self.reader = reader
        self.locale = locale
        self.customer = customer
        self.assistance = assistance
        self.asOf = asOf
        self.accepted = accepted
    }

    /// What the assistant said in this episode, oldest first.
    var spoken: [Line] { conversation.filter { $0.author == .ai } }
}
