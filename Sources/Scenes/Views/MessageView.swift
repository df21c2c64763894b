import CRDT
package import Hub
import Replica

/// A message of the transcript, as a screen shows it.
package struct MessageView: Hashable, Sendable, Codable {
    /// The beginning of the message that one answers.
    package struct Quote: Hashable, Sendable, Codable {
        package let author: String
        package let text: String
    }

    /// How far a message has come on its way to the customer.
    package struct Delivery: Hashable, Sendable, Codable {
        /// `delivered`, `read`, `failed`, or `sent_again` after it failed.
        package let state: String
        /// Why it failed, in the words of the channel.
        package let reason: String?

        init(_ delivery: MessageDelivery) {
            state = delivery.isResent ? "sent_again" : delivery.fact.name
            reason = delivery.isResent ? nil : delivery.fact.reason
        }
    }

    package let id: String
    /// Who said it, by name.
    package let author: String
    /// What they are; nil when nothing says so.
    package let authorKind: Author.Kind?
    /// Who drafted it for its author.
    package let draftedBy: String?
    /// `public`, or `internal` for a note.
    package let visibility: Visibility
    package let role: Event.MessageRole
    package let isAutomatic: Bool
    package let sent: Moment
    /// Whether the server has it.
    package let isAccepted: Bool
    package let isEdited: Bool
    package let isDeleted: Bool
    package let isErased: Bool
    /// The words, in Markdown.
    package let body: String
    /// What concurrent edits made of it beside.
    package let alternatives: [String]
    package let replyTo: Quote?
    package let attachments: [String]
    package let reactions: [String]
    package let mentionsMe: Bool
    /// Nil where the channel said nothing so far.
    package let delivery: Delivery?

    /// The words without Markdown, as a reader hears them.
    package var plainText: String { RichText(markdown: body).plainText }

    init(
        _ line: TicketDetail.Line, of lines: [OperationID: TicketDetail.Line], delivery: MessageDelivery?,
        names: Names, me: String
    ) {
        let message = line.message
        id = message.id.description
        author = line.authorName ?? names.name(of: message.author)
        authorKind = message.author?.kind
        draftedBy = message.draftedBy.map { names.name(of: $0) }
        visibility = line.visibility
        role = message.role
        isAutomatic = message.isAutomatic
        sent = Moment(line.sent)
        isAccepted = line.accepted != nil
        isEdited = message.isEdited
        isDeleted = message.isDeleted
        isErased = message.isErased
        body = message.body
        alternatives = message.alternatives
        replyTo = message.replyTo.flatMap { lines[$0] }.map { quoted in
            Quote(
                author: quoted.authorName ?? names.name(of: quoted.message.author),
                text: quoted.message.richText.plainText.prefixLine)
        }
        attachments = message.attachments.map(\.shown)
        reactions = Dictionary(grouping: message.reactions, by: \.emoji).sorted { $0.key < $1.key }.map { emoji, all in
            all.count > 1 ? "\(emoji) \(all.count)" : emoji
        }
        mentionsMe = message.mentions.contains(me)
        self.delivery = delivery.map(Delivery.init)
    }
}

/// What people are called, whoever they are.
struct Names {
    private let members: [String: String]
    private let customer: String?

    init(_ choices: Choices, _ detail: TicketDetail) {
        var names = Dictionary(choices.members.map { ($0.id, $0.name) }) { first, _ in first }
        for line in detail.lines {
            if let author = line.message.author, let name = line.authorName { names[author.id] = name }
        }
        members = names
        customer = detail.summary.customer.flatMap { $0.name ?? $0.addresses.first }
    }

    /// The name of an author, else what they are and the end of their identifier.
    func name(of author: Author?) -> String {
        guard let author else { return "somebody" }
        if let name = members[author.id] { return name }
        switch author.kind {
        case .ai: return "Assistant"
        case .customer: return customer ?? "Customer"
        case .system: return "Hub"
        case .teammate, .automation, .observer: return "\(author.kind.rawValue) \(author.id.suffix(8))"
        }
    }

    /// The name of a user, else the end of the identifier.
    func name(ofUser user: String) -> String { members[user] ?? String(user.suffix(8)) }
}
