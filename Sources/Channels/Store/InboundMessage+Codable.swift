import CRDT
import Hub

/// The form in which a message waits on the server: it never leaves it, and is not the form of any channel.
extension InboundMessage: Codable {
    private struct Stored: Codable {
        var thread: String
        var message: String
        var operation: String
        var edited: Int64?
        var emoji: String?
        var author: Author
        var body: String
        var files: [File]
        var replyTo: String?
        var sent: Int64?
        var isAutomatic: Bool
        var subject: String?
        var source: [String: String]
        var claimed: [String: JSONScalar]
        var verified: [String: JSONScalar]
        var recording: RecordingLink?
    }

    /// Writes the form.
    public func encode(to encoder: any Encoder) throws {
        var operationName = "create"
        var edited: Int64?
        var emoji: String?
        switch operation {
        case .create: break
        case .edit(let instant): (operationName, edited) = ("edit", instant.milliseconds)
        case .delete: operationName = "delete"
        case .react(let sign, let isOn): (operationName, emoji) = (isOn ? "react" : "unreact", sign)
        }
        try Stored(
            thread: thread, message: message, operation: operationName, edited: edited, emoji: emoji,
            author: author,
            body: body.markdown, files: files, replyTo: replyTo, sent: sent?.milliseconds, isAutomatic: isAutomatic,
            subject: context.subject, source: context.source.fields,
            claimed: context.claimed.compactMapValues(JSONScalar.init),
            verified: context.verified.compactMapValues(JSONScalar.init), recording: context.recording
        ).encode(to: encoder)
    }

    /// Reads the form.
    public init(from decoder: any Decoder) throws {
        let stored = try Stored(from: decoder)
        let operation: Operation =
            switch stored.operation {
            case "edit": .edit(at: Instant(milliseconds: stored.edited ?? 0))
            case "delete": .delete
            case "react", "unreact": .react(stored.emoji ?? "", isOn: stored.operation == "react")
            default: .create
            }
        self.init(
            thread: stored.thread, message: stored.message, operation: operation, author: stored.author,
            body: RichText(markdown: stored.body), files: stored.files, replyTo: stored.replyTo,
            sent: stored.sent.map(Instant.init(milliseconds:)), isAutomatic: stored.isAutomatic,
            context: Context(
                subject: stored.subject, source: TicketSource(more: stored.source),
                claimed: stored.claimed.mapValues(\.value), verified: stored.verified.mapValues(\.value),
                recording: stored.recording
            )
        )
    }
}
