internal import CRDT

extension Hub {
    /// The events of a ticket's life, by (`occurred`, `id`).
    ///
    /// A function of the accepted changes alone: the order in which they arrived plays no part. A write that lost to a
    /// concurrent one gives an event marked superseded. Erased words keep their event wherever structure still tells
    /// what happened. Linear in the number of changes, apart from sorting.
    public static func events(of history: TicketHistory) -> [Event] {
        var events: [Event] = []
        for change in history.ticket.changes() {
            guard let metadata = history.metadata(change.reference) else { continue }
            let operations = history.ticket.operations(of: change.reference)
            for operation in operations {
                appendTicketEvent(of: operation, among: operations, in: history.ticket, metadata, to: &events)
            }
        }
        if let discussion = history.publicDiscussion {
            appendMessages(of: discussion, isPublic: true, history.metadata, to: &events)
        }
        if let discussion = history.internalDiscussion {
            appendMessages(of: discussion, isPublic: false, history.metadata, to: &events)
        }
        for placement in history.placements {
            events.append(Event(id: placement.id, placement.metadata, kind: .queued(scope: placement.scope)))
        }
        events.sort { ($0.occurred, $0.id) < ($1.occurred, $1.id) }
        return events
    }

    private static func appendTicketEvent(
        of operation: Operation, among operations: [Operation], in document: Document, _ metadata: ChangeMetadata,
        to events: inout [Event]
    ) {
        switch operation {
        case .set(let container, let key, let value, let id) where container.steps.isEmpty:
            guard var kind = kind(ofTicketRegister: key, value) else { return }
            var author = metadata.author
            if kind == .status(.resolved), let resolver = resolver(in: operations) {
                if resolver == .imported { kind = .closedAsImported }
                author = Author(kind: resolver.kind, id: resolver.id)
            }
            events.append(
                Event(
                    id: id, occurred: metadata.occurred, accepted: metadata.accepted, author: author,
                    action: metadata.action, isSuperseded: document.isSuperseded(id), kind: kind
                )
            )
        case .append(let container, let record, let fields):
            guard
                container.steps.count == 1, container.steps[0].name == .key(TicketKey.log),
                let kind = TicketLogEntry(fields: fields)?.eventKind
            else { return }
            events.append(Event(id: record, metadata, kind: kind))
        default: return
        }
    }

    /// The resolver that the change which resolved a ticket names.
    private static func resolver(in operations: [Operation]) -> Resolver? {
        for case .set(let container, TicketKey.resolver, let value, _) in operations where container.steps.isEmpty {
            return value.string.flatMap(Resolver.init(stored:))
        }
        return nil
    }

    private static func kind(ofTicketRegister key: String, _ value: Value) -> Event.Kind? {
        switch key {
        case TicketKey.channel: .opened(channel: value.string ?? "")
        case TicketKey.status: value.string.flatMap(TicketStatus.init).map { .status($0) }
        case TicketKey.snoozedUntil: value == .erased ? nil : .snoozed(until: value.instant)
        case TicketKey.owner: value == .erased ? nil : .assigned(owner: value.string)
        case TicketKey.priority: Ticket.priority(value).map { .priority($0) }
        case TicketKey.segment: value == .erased ? nil : .segment(value.string)
        case TicketKey.spam: value == .erased ? nil : .spam(value.bool ?? false)
        case TicketKey.mergedInto: value == .erased ? nil : .merged(into: value.identifier)
        default: nil
        }
    }

    private static func appendMessages(
        of discussion: Document, isPublic: Bool, _ metadata: (ChangeReference) -> ChangeMetadata?,
        to events: inout [Event]
    ) {
        for change in discussion.changes() {
            guard let metadata = metadata(change.reference) else { continue }
            for operation in discussion.operations(of: change.reference) {
                guard
                    case .append(let container, let record, let fields) = operation, container.steps.count == 1,
                    container.steps[0].name == .key(DiscussionKey.messages)
                else { continue }
                let facts = MessageFields(fields)
                let kind: Event.Kind =
                    isPublic
                    ? .message(
                        Event.MessageFact(message: record, role: facts.role, isAutomatic: facts.isAutomatic)
                    )
                    : .note(message: record)
                events.append(
                    Event(
                        id: record, occurred: facts.sent ?? metadata.occurred, accepted: metadata.accepted,
                        author: facts.author(orElse: metadata.author), action: metadata.action, kind: kind
                    )
                )
            }
        }
    }
}

extension Event {
    init(id: OperationID, _ metadata: ChangeMetadata, isSuperseded: Bool = false, kind: Kind) {
        self.init(
            id: id, occurred: metadata.occurred, accepted: metadata.accepted, author: metadata.author,
            action: metadata.action, isSuperseded: isSuperseded, kind: kind
        )
    }
}

extension MessageFields {
    /// The author, with the envelope's id where the record's own was erased.
    func author(orElse fallback: Author) -> Author {
        guard let author else { return fallback }
        guard author.id.isEmpty else { return author }
        return Author(kind: author.kind, id: fallback.kind == author.kind ? fallback.id : "")
    }
}

extension TicketLogEntry {
    /// What the entry is as an event; nil for what only the assistant asks about, and for how a message travels.
    var eventKind: Event.Kind? {
        switch self {
        case .handOff(let handOff, _): .handedOff(handOff)
        case .judgement(let judgement): .judged(judgement)
        case .rating(let rating): .rated(rating)
        case .draftApproved: .draftApproved
        case .assistance(let isOn, let reason): .assistance(isOn: isOn, reason: reason)
        case .assistantFailed(let reason): .assistantFailed(reason: reason)
        case .sameIssue(let ticket): .linkedAsSameIssue(with: ticket)
        case .leaseReturned: .leaseReturned
        case .decided, .delivery, .resend: nil
        }
    }
}
