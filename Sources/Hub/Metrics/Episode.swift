/// One stretch of a ticket's life: from the customer's first public message, or from a reopening, to the resolution.
///
/// Made by `Hub.episodes(of:asOf:rules:returns:)`; holds facts only, so that what depends on the present is a function
/// of an instant.
public struct Episode: Hashable, Sendable {
    /// What began it.
    public enum Beginning: String, Hashable, Sendable, Codable {
        /// The ticket's first public message of the customer.
        case first
        /// A reopening within the window of the channel.
        case reopened
        /// A message after that window: a new matter, though the source kept it in one conversation.
        case followUp = "follow_up"
    }

    /// What closed it.
    public enum Closing: Hashable, Sendable {
        /// Resolved, and by whom; the quiet period resolves as `system`.
        case resolved(by: Author.Kind)
        /// Closed by the import for being old; outside all resolution figures.
        case imported
        /// The ticket was merged; the other ticket goes on with the matter.
        case merged
    }

    /// What the customer made of the AI's last answer, as judged or rated.
    enum Verdict: Hashable, Sendable { case none, yes, no }

    /// Position in the ticket, from 1.
    public let ordinal: Int
    /// What began it.
    public let beginning: Beginning
    /// When it began.
    public let start: Instant
    /// The channel on which the ticket was opened.
    public let channel: String
    /// The queue that held the ticket last during the episode; nil while it had none.
    public internal(set) var queue: String?
    /// When it was closed; nil while open.
    public internal(set) var end: Instant?
    /// What closed it; nil while open.
    public internal(set) var closing: Closing?
    /// True when the AI was on for the channel and bucket.
    public internal(set) var isAssistanceOn: Bool
    /// Why the AI was off: `channel_ai_off`, `rollout_holdout`.
    public internal(set) var assistanceReason: String?
    /// True when the ticket is marked as spam.
    public internal(set) var isSpam = false
    /// Public messages of the customer.
    public internal(set) var customerMessages = 0
    /// Those of them that no person wrote: auto-replies and bounces.
    public internal(set) var automaticMessages = 0
    /// Those of them that ask for something.
    public internal(set) var meaningfulMessages = 0
    /// The first meaningful message of the customer.
    public internal(set) var firstMeaningful: Instant?
    /// The first public reply by the AI or a teammate after it.
    public internal(set) var firstReply: Instant?
    /// The first public reply by a teammate after the hand-off, or after the first meaningful message without one.
    public internal(set) var firstHumanReply: Instant?
    /// The AI's first answer, question back or action.
    public internal(set) var involved: Instant?
    /// When a teammate first posted publicly, claimed the ticket or approved a draft.
    public internal(set) var touched: Instant?
    /// The first hand-off or takeover.
    public internal(set) var escalation: Escalation?
    /// The AI's last answer or action.
    public internal(set) var lastAnswer: Instant?
    /// True when the customer wrote a meaningful message after the AI's last answer.
    public internal(set) var isFollowedUp = false
    /// The last public message that was not automatic, or the start.
    public internal(set) var lastActivity: Instant
    /// When the episode times out unless somebody writes before.
    public internal(set) var quietDeadline: Instant
    /// Milliseconds for which the customer had the last word, up to the last event.
    public internal(set) var customerWaitMilliseconds: Int64 = 0
    /// The oldest message of the customer that nobody replied to; nil when somebody did.
    public internal(set) var waitingSince: Instant?
    /// The last rating, 1…5.
    public internal(set) var rating: Int?
    /// When the ticket was reopened after it.
    public internal(set) var reopened: Instant?
    /// When, within the retraction period, the customer came back with the matter.
    public internal(set) var returned: Instant?

    var lastAssistantRole: Event.MessageRole?
    var verdict = Verdict.none
    /// Positions in the timeline: where it starts, where its last answer and verdict stand.
    var startIndex = 0
    var lastAnswerIndex = -1
    var verdictIndex = -1

    init(
        ordinal: Int, beginning: Beginning, start: Instant, channel: String, isAssistanceOn: Bool,
        quietDeadline: Instant
    ) {
        self.ordinal = ordinal
        self.beginning = beginning
        self.start = start
        self.channel = channel
        self.isAssistanceOn = isAssistanceOn
        self.quietDeadline = quietDeadline
        lastActivity = start
    }
}

extension Episode {
    /// A hand-off from the AI to people, or a takeover by them.
    public struct Escalation: Hashable, Sendable {
        /// When.
        public let instant: Instant
        /// The hand-off as recorded; reason `human_takeover` when a teammate stepped in without one.
        public let handOff: Event.HandOff
        /// The queue that held the ticket then.
        public let queue: String?
        /// The owner that it had then.
        public let owner: String?
    }
}
