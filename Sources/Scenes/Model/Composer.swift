package import CRDT
package import Hub

/// What somebody is writing for a ticket: kept on disk while they write, so that nothing typed is lost.
package struct Draft: Hashable, Sendable, Codable {
    /// Whom it is for.
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The customer reads it.
        case reply
        /// The team alone reads it.
        case note
    }

    /// The ticket.
    package let ticket: String
    /// Whom it is for.
    package var kind: Kind
    /// The words, in Markdown.
    package var text: String
    /// The message that it answers, as the document names it.
    package var replyTo: String?
    /// What is attached; nil for nothing.
    package var files: [AttachmentReference]?
    /// When it was sent and has been held back since; nil while it is being written.
    package var sent: Moment?

    /// Describes a draft.
    package init(
        ticket: Identifier, kind: Kind, text: String, replyTo: OperationID? = nil,
        files: [AttachmentReference] = []
    ) {
        self.ticket = ticket.description
        self.kind = kind
        self.text = text
        self.replyTo = replyTo?.description
        self.files = files.isEmpty ? nil : files
    }
}

/// The text that is being written.
package struct Composer: Hashable, Sendable {
    /// The ticket that it is for.
    package let ticket: Identifier
    /// What people call that ticket.
    package let name: String
    /// Whom it is for.
    package var kind: Draft.Kind
    /// The words.
    package var field: TextField
    /// The message that it answers.
    package var replyTo: OperationID?
    /// What is attached.
    package var files: [AttachmentReference] = []

    /// What is kept of it.
    package var draft: Draft {
        Draft(ticket: ticket, kind: kind, text: field.text, replyTo: replyTo, files: files)
    }
}

/// A message that was sent and is held back for a few seconds, so that it can be taken back.
package struct HeldMessage: Hashable, Sendable {
    /// The ticket.
    package let ticket: Identifier
    /// What people call that ticket.
    package let name: String
    /// What will be written.
    package let action: TicketAction
    /// The draft that it goes back to.
    package let draft: Draft
    /// When it is written.
    package let due: Instant

    /// For how many seconds messages are held back.
    package static let seconds: Int64 = 5
}
