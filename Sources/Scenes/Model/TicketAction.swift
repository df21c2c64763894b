package import CRDT
package import Hub

/// What a teammate can do to a ticket: the same value for a key press and for a command on the command line.
package enum TicketAction: Hashable, Sendable {
    /// What becomes of the ticket with a reply.
    package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nothing.
        case none
        /// It waits for the customer.
        case pending
        /// It is resolved.
        case resolved
    }

    /// Writes to the customer.
    case reply(String, replyTo: OperationID?, then: Outcome, files: [AttachmentReference] = [])
    /// Changes the words of a message to the customer.
    case edit(OperationID, to: String, then: Outcome)
    /// Puts an emoji on a message to or from the customer, or takes it back.
    case react(OperationID, emoji: String, isOn: Bool)
    /// Writes to the team.
    case note(String, replyTo: OperationID?, files: [AttachmentReference] = [])
    /// Makes a teammate the owner; nil: nobody.
    case assign(String?)
    /// Sets the status.
    case status(TicketStatus)
    /// Hides it until an instant; nil wakes it.
    case snooze(Instant?)
    /// Hands it over to a queue, with the reason.
    case escalate(FallbackReason, queue: String)
    /// Gives the conversation back to the assistant.
    case returnToAssistant
    /// Says whether what the assistant said in a message was right.
    case judge(OperationID, isRight: Bool)
    /// Places it in a queue; `isNew` where nothing here knows the queue so far.
    case move(queue: String, isNew: Bool = false)
    /// Merges it into another one; nil takes that back.
    case merge(into: Identifier?)
    /// Sets how urgent it is.
    case priority(Priority)

    /// What is attached to the message that it writes.
    package var files: [AttachmentReference] {
        switch self {
        case .reply(_, _, _, let files), .note(_, _, let files): files
        default: []
        }
    }
}
