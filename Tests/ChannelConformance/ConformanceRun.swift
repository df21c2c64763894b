import CRDT
import Channels
import Hub
import Replica

/// One rule's way through a channel.
struct ConformanceRun: Sendable {
    let channel: any ChannelUnderTest
    let rule: String

    /// Fails the rule unless something holds.
    func expect(_ holds: Bool, _ otherwise: String) throws {
        guard holds else { throw NonConformance(description: "\(rule): \(otherwise)") }
    }

    /// A customer's message in the channel's first conversation.
    func message(
        _ name: String, _ words: String = "Where is my parcel?", thread: String = "thread-1",
        operation: InboundMessage.Operation = .create, author: InboundMessage.Author? = nil
    ) -> InboundMessage {
        InboundMessage(
            thread: thread, message: name, operation: operation,
            author: author ?? InboundMessage.Author(id: "customer-1", assurance: .claimed, name: "Mira"),
            body: RichText(plainText: words)
        )
    }

    /// Says a message and gives the ticket that it reached.
    func opened(_ name: String = "first", thread: String = "thread-1") async throws -> Identifier {
        let outcome = try await channel.say(message(name, thread: thread))
        guard let ticket = outcome.ticket else {
            throw NonConformance(description: "\(rule): a message that is taken has no ticket")
        }
        return ticket
    }

    /// Posts in the name of the team or the assistant.
    func post(
        _ words: String, in ticket: Identifier, visibility: Visibility = .public, kind: AuthorKind = .teammate
    ) async throws -> OperationID {
        let author = Author(kind: kind, id: channel.store.member.user.description)
        let discussion = visibility == .public ? ticket.publicDiscussion : ticket.internalDiscussion
        let posted = try await channel.write { writer -> OperationID? in
            var message: OperationID?
            try writer.edit(.discussion, discussion, root: ticket) { transaction in
                try Discussion.begin(visibility: visibility, in: &transaction)
                message = Discussion.post(MessageDraft(author: author, body: words), in: &transaction)
            }
            return message
        }
        guard let posted else { throw NonConformance(description: "\(rule): nothing was posted") }
        return posted
    }

    /// Changes a ticket's public discussion in the name of the team.
    func edit(_ ticket: Identifier, _ body: @Sendable (inout Transaction) throws -> Void) async throws {
        try await channel.write { writer in
            _ = try writer.edit(.discussion, ticket.publicDiscussion, root: ticket, body)
        }
    }

    /// The public messages of a ticket.
    func messages(of ticket: Identifier) throws -> [Message] {
        let id = ticket.publicDiscussion
        return Discussion(id: id, document: try channel.store.documents(of: ticket).document(id)).messages
    }

    /// A ticket as it reads now.
    func ticket(_ id: Identifier) throws -> Ticket {
        Ticket(id: id, document: try channel.store.documents(of: id).document(id))
    }

    /// What the customer's end shows once nothing is under way.
    func shown(in thread: String = "thread-1") async throws -> [ShownMessage] {
        try await channel.settle()
        return try await channel.shown(in: thread)
    }
}
