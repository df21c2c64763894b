import Assistant
import CRDT
import Hub
import Testing

/// One writer and a ticket with its public discussion; every change is accepted a second after the one before.
struct TicketWorld {
    let id = Identifier(high: 7, low: 4)
    var ticket = Document()
    var discussion = Document()
    private var number: UInt64 = 0
    private var metadata: [ChangeReference: ChangeMetadata] = [:]

    init(claimed: [String: Value] = ["plan": .string("dealer")]) {
        edit(\.ticket) { transaction in
            var draft = TicketDraft(channel: "widget", subject: "Battery")
            draft.claimed = claimed
            draft.verified = ["country": .string("NL")]
            #expect(throws: Never.self) { try Ticket.open(draft, in: &transaction) }
        }
    }

    /// Changes a document.
    mutating func edit(
        _ document: WritableKeyPath<TicketWorld, Document>, by kind: Author.Kind = .system,
        occurredSeconds: Int64? = nil, assurance: Assurance? = nil, _ body: (inout Transaction) -> Void
    ) {
        number += 1
        let time = Stamp(milliseconds: number * 1000)
        let actor = ActorID(high: 1, low: 1)
        _ = self[keyPath: document].edit(actor: actor, number: number, time: time, stamp: time, body)
        let accepted = Instant(milliseconds: Int64(number) * 1000)
        metadata[ChangeReference(actor: actor, number: number)] = ChangeMetadata(
            author: Author(kind: kind, id: "x"),
            occurred: occurredSeconds.map { Instant(milliseconds: $0 * 1000) } ?? accepted,
            accepted: accepted, assurance: assurance)
    }

    /// Posts a public message.
    @discardableResult
    mutating func say(
        _ kind: Author.Kind, _ body: String, role: Event.MessageRole = .message, isAutomatic: Bool = false,
        occurredSeconds: Int64? = nil, assurance: Assurance? = nil, attachments: [AttachmentReference] = []
    ) -> OperationID {
        var message: OperationID?
        edit(\.discussion, by: kind, occurredSeconds: occurredSeconds, assurance: assurance) { transaction in
            let draft = MessageDraft(
                author: Author(kind: kind, id: "x"), role: role, body: body, isAutomatic: isAutomatic,
                attachments: attachments)
            message = Discussion.post(draft, in: &transaction)
        }
        guard let message else { preconditionFailure("an edit runs its body") }
        return message
    }

    /// The ticket as a run sees it.
    var request: AssistantRequest {
        let history = TicketHistory(
            root: id, ticket: ticket, publicDiscussion: discussion, metadata: { metadata[$0] })
        return AssistantRequest(history, at: Instant(milliseconds: Int64(number) * 1000))
    }
}
