public import CRDT

extension Discussion {
    /// Begins a discussion, or does nothing when it was begun with the same visibility: a ticket's discussions are begun
    /// by whoever posts first, concurrently too.
    ///
    /// - Throws: `private_not_available` for a private one; `visibility_is_fixed` when it was begun otherwise.
    public static func begin(
        visibility: Visibility, owner: String? = nil, title: String? = nil, in transaction: inout Transaction
    ) throws(HubError) {
        guard visibility != .private else {
            throw HubError(
                .privateNotAvailable, "private threads are not available yet; write an internal note instead"
            )
        }
        let current = transaction.root.value(DiscussionKey.visibility)
        if current == .string(visibility.rawValue) { return }
        // What was erased with the first message is said again.
        guard current == .null || current == .erased else {
            throw HubError(
                .visibilityIsFixed, "a discussion keeps the visibility it was made with; begin another one instead"
            )
        }
        transaction.root.set(DiscussionKey.visibility, .string(visibility.rawValue))
        if let owner { transaction.root.set(DiscussionKey.owner, .string(owner)) }
        if let title { transaction.root.set(DiscussionKey.title, .string(title)) }
    }

    /// Posts a message and returns its id. Its author becomes a participant at the first message.
    @discardableResult
    public static func post(_ draft: MessageDraft, in transaction: inout Transaction) -> OperationID {
        let key = draft.author.stored
        if transaction.root.map(DiscussionKey.participants).value(key) == .null,
            let role = Participant.Role(ofAuthor: draft.author.kind)
        {
            transaction.root.map(DiscussionKey.participants).set(key, .string(role.rawValue))
        }
        let messages = transaction.records(DiscussionKey.messages)
        let message = messages.append(draft.fields)
        for attachment in draft.attachments {
            messages.record(message).set(DiscussionKey.attachments).insert(.string(attachment.stored))
        }
        return message
    }

    /// Replaces a message's words; the old ones stay in the history.
    ///
    /// - Throws: `not_found` when the message is not here; `message_is_deleted`.
    public static func edit(
        _ message: OperationID, body: String, in transaction: inout Transaction
    ) throws(HubError) {
        let editable = try editable(message, in: transaction)
        guard editable.value(DiscussionKey.deleted) != .bool(true) else {
            throw HubError(.messageIsDeleted, "the message was deleted; restore it before changing its words")
        }
        editable.set(DiscussionKey.body, .string(body))
    }

    /// Deletes a message, or restores it: it keeps its place and its replies.
    ///
    /// - Throws: `not_found` when the message is not here.
    public static func setDeleted(
        _ isDeleted: Bool, _ message: OperationID, in transaction: inout Transaction
    ) throws(HubError) {
        try editable(message, in: transaction).set(DiscussionKey.deleted, isDeleted ? .bool(true) : .null)
    }

    /// Attaches a file to a message.
    ///
    /// - Throws: `not_found` when the message is not here.
    public static func attach(
        _ attachment: AttachmentReference, to message: OperationID, in transaction: inout Transaction
    ) throws(HubError) {
        try editable(message, in: transaction).set(DiscussionKey.attachments).insert(.string(attachment.stored))
    }

    /// Puts a reaction on a message.
    ///
    /// - Throws: `not_found` when the message is not here.
    public static func react(
        _ reaction: Reaction, to message: OperationID, in transaction: inout Transaction
    ) throws(HubError) {
        try editable(message, in: transaction).set(DiscussionKey.reactions).insert(.string(reaction.stored))
    }

    /// Takes a reaction back.
    ///
    /// - Throws: `not_found` when the message is not here.
    public static func unreact(
        _ reaction: Reaction, from message: OperationID, in transaction: inout Transaction
    ) throws(HubError) {
        try editable(message, in: transaction).set(DiscussionKey.reactions).remove(.string(reaction.stored))
    }

    private static func editable(
        _ message: OperationID, in transaction: borrowing Transaction
    ) throws(HubError) -> MapEditor {
        let messages = transaction.records(DiscussionKey.messages)
        guard messages.view.record(message) != nil else {
            throw HubError(.notFound, "the discussion has no such message; sync first, or look at its messages again")
        }
        return messages.record(message)
    }

    /// Adds a participant, or changes what they take part as.
    public static func setParticipant(_ participant: Participant, in transaction: inout Transaction) {
        transaction.root.map(DiscussionKey.participants)
            .set(participant.author.stored, .string(participant.role.rawValue))
    }

    /// Takes a participant off the list; their messages stay.
    public static func removeParticipant(_ author: Author, in transaction: inout Transaction) {
        transaction.root.map(DiscussionKey.participants).remove(author.stored)
    }

    /// Shows the discussion under a thing.
    public static func link(_ link: DiscussionLink, in transaction: inout Transaction) {
        transaction.root.set(DiscussionKey.links).insert(.string(link.stored))
    }

    /// Takes it from there; deletes nothing.
    public static func unlink(_ link: DiscussionLink, in transaction: inout Transaction) {
        transaction.root.set(DiscussionKey.links).remove(.string(link.stored))
    }

    /// Renames it.
    public static func setTitle(_ title: String?, in transaction: inout Transaction) {
        transaction.root.set(DiscussionKey.title, Value(title))
    }
}

extension Participant.Role {
    /// What somebody of a kind takes part as when nobody said otherwise; nil for those who are nobody.
    init?(ofAuthor kind: Author.Kind) {
        switch kind {
        case .customer: self = .requester
        case .teammate: self = .teammate
        case .ai: self = .ai
        case .observer: self = .observer
        case .system, .automation: return nil
        }
    }
}
