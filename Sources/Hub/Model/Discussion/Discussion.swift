public import CRDT

/// A thread of messages: under a ticket, or on its own and embedded by links. A read view of its document.
public struct Discussion: Hashable, Sendable {
    /// The discussion's identifier.
    public let id: Identifier
    /// Who reads it; nil while its first change has not arrived.
    public let visibility: Visibility?
    /// Who made it and manages it.
    public let owner: String?
    /// What it is about; a ticket's own discussions have none.
    public let title: String?
    /// Who takes part, by kind and id.
    public let participants: [Participant]
    /// Where else it is shown, in a stable order.
    public let links: [DiscussionLink]
    /// The messages, in the document's order. A transcript shows them by the time they occurred.
    public let messages: [Message]

    /// Reads a discussion's document. Linear in the number of messages.
    public init(id: Identifier, document: Document) {
        let root = document.root
        self.id = id
        visibility = id.ownVisibility ?? root.string(DiscussionKey.visibility).flatMap(Visibility.init)
        owner = root.string(DiscussionKey.owner)
        title = root.string(DiscussionKey.title)
        let roles = root.map(DiscussionKey.participants)
        participants = roles.keys.compactMap { key in
            guard
                let author = Author(stored: key),
                let role = roles.string(key).flatMap(Participant.Role.init)
            else { return nil }
            return Participant(author, role: role)
        }
        links = root.strings(inSet: DiscussionKey.links).compactMap(DiscussionLink.init(stored:))
        messages = root.records(DiscussionKey.messages).records.map(Message.init)
    }

    /// Reads one message; nil when it is not here. O(log messages).
    public static func message(_ id: OperationID, in document: Document) -> Message? {
        document.records(DiscussionKey.messages).record(id).map(Message.init)
    }
}

extension Identifier {
    /// The visibility that the identifier of a ticket's own discussion implies; nil for any other.
    public var ownVisibility: Visibility? {
        switch low & 3 {
        case 1: .public
        case 2: .internal
        default: nil
        }
    }
}
