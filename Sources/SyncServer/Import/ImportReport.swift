import ImportFormats
import Replica

/// What an import did.
public struct ImportReport: Hashable, Sendable, Encodable {
    /// A record that was left out.
    public struct Skipped: Hashable, Sendable, Encodable {
        /// Path of the file.
        public let file: String
        /// The line or message, from 1; nil for the whole file.
        public let position: Int?
        /// The reason as a code.
        public let reason: String
        /// The reason as a sentence.
        public let explanation: String
    }

    /// How many of one kind were new, and how many were there before.
    public struct Count: Hashable, Sendable, Encodable {
        /// Written by this import.
        public internal(set) var new = 0
        /// There before, and left as they were.
        public internal(set) var known = 0

        /// Takes both.
        public init(new: Int = 0, known: Int = 0) {
            self.new = new
            self.known = known
        }
    }

    /// Conversations, each of which is a ticket.
    public internal(set) var conversations = Count()
    /// Messages.
    public internal(set) var messages = Count()
    /// Customers.
    public internal(set) var people = Count()
    /// Articles and snippets.
    public internal(set) var articles = Count()
    /// Guidance packs.
    public internal(set) var guidance = Count()
    /// Tickets resolved at the message that solved them.
    public internal(set) var solved = 0
    /// Tickets closed because they were quiet for too long.
    public internal(set) var closedAsImported = 0
    /// Attachments that were stored.
    public internal(set) var attachments = 0
    /// Changes that were sent to the log.
    public internal(set) var changes = 0
    /// Changes that the log refused; `sync why` names them.
    public internal(set) var refused = 0
    /// Records that were left out, with their reasons.
    public internal(set) var skipped: [Skipped] = []
    /// How long it took, in seconds.
    public internal(set) var seconds = 0.0

    /// New messages a second.
    public var messagesPerSecond: Double { seconds > 0 ? Double(messages.new) / seconds : 0 }

    enum CodingKeys: String, CodingKey {
        case conversations, messages, people, articles, guidance, solved, attachments, changes, refused, skipped,
            seconds
        case closedAsImported = "closed_as_imported"
    }

    mutating func take(_ content: ContentImport.Report) {
        articles = Count(new: content.articles.new, known: content.articles.known)
        guidance = Count(new: content.guidance.new, known: content.guidance.known)
        for file in content.skipped { skip(file.file, nil, file.reason, file.explanation) }
    }

    mutating func skip(_ file: String, _ position: Int?, _ reason: String, _ explanation: String) {
        skipped.append(Skipped(file: file, position: position, reason: reason, explanation: explanation))
    }
}
