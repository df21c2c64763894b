package import CRDT
package import Hub
import SyncProtocol

/// A message as a visitor may see it.
package struct MessageView: Hashable, Sendable, Encodable {
    /// Who speaks.
    package struct Sender: Hashable, Sendable, Encodable {
        /// What the visitor has to tell apart.
        package enum Kind: String, Hashable, Sendable, Encodable {
            case you, assistant, person
        }

        /// Visitor, assistant or somebody of the team.
        package let kind: Kind
        /// The name that is shown; nil when none is.
        package let name: String?

        /// Names a sender.
        package init(kind: Kind, name: String?) {
            self.kind = kind
            self.name = name
        }
    }

    /// A file.
    package struct File: Hashable, Sendable, Encodable {
        let name: String
        let size: Int64
        /// Where it is fetched, below the widget's address.
        let path: String
    }

    /// An emoji on a message, as far as the visitor's own or the team's.
    package struct Reaction: Hashable, Sendable, Encodable {
        /// The emoji, or its short code.
        package let emoji: String
        /// How many of the team and the assistant put it.
        package let team: Int
        /// Whether the visitor put it.
        package let mine: Bool

        /// What a visitor may put on a message of others: that it helped, or that it did not.
        package static let offered: Set<String> = ["👍", "👎"]

        /// The reactions on a message, by emoji; those of other customers are left out.
        ///
        /// - Parameters:
        ///   - own: The names under which the visitor's own stand.
        ///   - shows: Whether visitors see what somebody else does.
        package static func shown(
            of message: Message, own: Set<String>, shows: (Author) -> Bool
        ) -> [Reaction] {
            var shown: [Reaction] = []
            for (emoji, group) in Dictionary(grouping: message.reactions, by: \.emoji) {
                let isMine = group.contains { $0.author.kind == .customer && own.contains($0.author.id) }
                let team = group.count { $0.author.kind != .customer && shows($0.author) }
                if isMine || team > 0 { shown.append(Reaction(emoji: emoji, team: team, mine: isMine)) }
            }
            return shown.sorted { $0.emoji < $1.emoji }
        }
    }

    /// A name that tells nothing: a keyed hash of the message's place in the log.
    package let id: String
    /// The name that the visitor's browser gave it; nil for what others wrote.
    package let client: String?
    /// Who said it.
    package let from: Sender
    /// When, in milliseconds since 1970.
    package let at: Int64
    /// Its place among the messages of the same instant, such as replies that were written offline and sent together.
    package let turn: Int
    /// Grows with every form that the message takes.
    package let revision: Int
    /// Whether its words were changed.
    package let edited: Bool
    /// Whether it was deleted or erased.
    package let deleted: Bool
    /// Its words.
    package let blocks: [RichTextView.Block]
    /// Its files.
    package let files: [File]
    /// What was put on it.
    package let reactions: [Reaction]

    /// Shows a message.
    ///
    /// - Parameters:
    ///   - turn: The place among the messages of the same instant, from 0.
    ///   - revision: How many changes have touched it.
    ///   - name: What the sender is called; not asked for the visitor.
    ///   - reactions: What was put on it; none is shown of a message that is gone.
    ///   - key: The workspace's key for outside events.
    ///   - path: Where a file can be fetched for a while.
    package init(
        _ message: Message, at instant: Instant, turn: Int, revision: Int, name: String?, reactions: [Reaction],
        key: [UInt8], path: (AttachmentReference) -> String
    ) {
        id = Self.name(of: message.id, key: key)
        let kind = message.author?.kind
        from =
            switch kind {
            case .customer: Sender(kind: .you, name: nil)
            case .ai: Sender(kind: .assistant, name: name)
            default: Sender(kind: .person, name: name)
            }
        client = kind == .customer ? message.external : nil
        at = instant.milliseconds
        self.turn = turn
        self.revision = revision
        edited = message.isEdited
        deleted = message.isDeleted || message.isErased
        blocks = deleted ? [] : RichTextView.blocks(of: message.richText)
        files =
            deleted
            ? [] : message.attachments.map { File(name: $0.name, size: $0.byteCount, path: path($0)) }
        self.reactions = deleted ? [] : reactions
    }

    /// A visitor's own message that is held until somebody has looked at it: its sender is not told apart from others.
    package init(held client: String, text: String, at now: Instant) {
        id = client
        self.client = client
        from = Sender(kind: .you, name: nil)
        at = now.milliseconds
        turn = 0
        revision = 0
        edited = false
        deleted = false
        blocks = RichTextView.blocks(of: RichText(plainText: text))
        files = []
        reactions = []
    }

    /// The name of a message outside.
    package static func name(of message: OperationID, key: [UInt8]) -> String {
        Base64URL.encode(Hash.blake2b(Array("widget message \(message)".utf8), length: 16, key: key))
    }
}
