import CRDT
import Hub
import Replica
import Scenes
import SyncProtocol

/// Writes what a teammate does to one ticket: the one way for commands and for the full screen.
struct TicketActions {
    let store: ReplicaStore
    let attached: AttachedFiles
    let ticket: Identifier

    /// The author that this replica's own words have.
    private var author: Author { Author(kind: .teammate, id: store.member.user.description) }

    /// Writes actions together: all of them or none.
    ///
    /// - Throws: `ReplicaError` and `HubError` when the ticket, as this replica sees it, does not allow it.
    func write(_ actions: [TicketAction], at now: Instant) throws {
        // Queues are looked up first: while something is written nothing else reads.
        for action in actions { try attached.check(action.files, of: ticket) }
        let prepared = try actions.map { (action: $0, scope: try scope(of: $0)) }
        try store.write(at: now) { writer in
            for (action, scope) in prepared { try perform(action, scope, &writer) }
        }
    }

    /// The queue that an action places the ticket in; nil where it stays.
    private func scope(of action: TicketAction) throws -> Scope? {
        switch action {
        case .escalate(_, let queue): try store.queue(named: queue, isNew: false)
        case .move(let queue, let isNew): try store.queue(named: queue, isNew: isNew)
        default: nil
        }
    }

    private func perform(_ action: TicketAction, _ scope: Scope?, _ writer: inout ChangeWriter) throws {
        if let scope { try writer.place(ticket, in: scope) }
        switch action {
        case .reply(let words, let replyTo, let outcome, let files):
            try post(words, files, .public, replyTo: replyTo, &writer)
            try end(outcome, &writer)
        case .edit(let message, let words, let outcome):
            try change(message, to: words, &writer)
            try end(outcome, &writer)
        case .react(let message, let emoji, let isOn): try react(emoji, isOn, message, &writer)
        case .note(let words, let replyTo, let files):
            try post(words, files, .internal, replyTo: replyTo, &writer)
        case .assign(let owner): try edit(&writer) { Ticket.assign(to: owner, in: &$0) }
        case .status(let status): try set(status, &writer)
        case .snooze(let until): try snooze(until, &writer)
        case .escalate(let reason, let queue):
            try edit(&writer) { transaction in
                Ticket.handOff(Event.HandOff(reason: reason, destination: queue), in: &transaction)
            }
        case .returnToAssistant: try edit(&writer) { Ticket.returnLease(in: &$0) }
        case .judge(let message, let isRight):
            let judgement = Event.Judgement(
                message: message, finding: isRight ? .right : .wrong, classifier: "teammate")
            try edit(&writer) { Ticket.judge(judgement, in: &$0) }
        case .move: break
        case .merge(let target): try merge(into: target, &writer)
        case .priority(let priority): try edit(&writer) { Ticket.setPriority(priority, in: &$0) }
        }
    }

    private func edit(
        _ writer: inout ChangeWriter, _ body: (inout Transaction) throws -> Void
    ) throws {
        try writer.edit(.ticket, ticket, root: ticket, body)
    }

    private func state(_ writer: inout ChangeWriter) throws -> Ticket {
        Ticket(id: ticket, document: try writer.document(ticket, root: ticket))
    }

    /// Posts a message to one of the ticket's own discussions.
    private func post(
        _ words: String, _ files: [AttachmentReference], _ visibility: Visibility, replyTo: OperationID?,
        _ writer: inout ChangeWriter
    ) throws {
        // A file says enough by itself.
        if !words.isEmpty || files.isEmpty { try WordsOptions.check(words) }
        let state = try state(&writer)
        guard state.mergedInto == nil else {
            throw ReplicaError.invalidInput("the ticket was merged into another one; write in that one")
        }
        guard visibility != .public || !state.isLocked else {
            throw ReplicaError.invalidInput("the ticket is locked and takes no further messages; write a note instead")
        }
        let discussion = visibility == .public ? ticket.publicDiscussion : ticket.internalDiscussion
        let draft = MessageDraft(author: author, body: words, replyTo: replyTo, attachments: files)
        let origin = ChangeWriter.Origin(blobs: files.compactMap { Hexadecimal.decode($0.blob) })
        try writer.edit(.discussion, discussion, root: ticket, origin: origin) { transaction in
            try Discussion.begin(visibility: visibility, in: &transaction)
            Discussion.post(draft, in: &transaction)
        }
    }

    /// Changes the words of a reply.
    private func change(_ message: OperationID, to words: String, _ writer: inout ChangeWriter) throws {
        try WordsOptions.check(words)
        let discussion = ticket.publicDiscussion
        guard Discussion.message(message, in: try writer.document(discussion, root: ticket)) != nil else {
            throw ReplicaError.notFound("the ticket has no such message; `conv-agent show --json` lists them")
        }
        try writer.edit(.discussion, discussion, root: ticket) { transaction in
            try Discussion.edit(message, body: words, in: &transaction)
        }
    }

    /// Puts this person's emoji on a message, or takes it back.
    private func react(_ emoji: String, _ isOn: Bool, _ message: OperationID, _ writer: inout ChangeWriter) throws {
        let reaction = Reaction(emoji: emoji, author: author)
        try writer.edit(.discussion, ticket.publicDiscussion, root: ticket) { transaction in
            if isOn {
                try Discussion.react(reaction, to: message, in: &transaction)
            } else {
                try Discussion.unreact(reaction, from: message, in: &transaction)
            }
        }
    }

    /// Merges the ticket into another one, or takes that back.
    private func merge(into target: Identifier?, _ writer: inout ChangeWriter) throws {
        if let target, Ticket(id: target, document: try writer.document(target, root: target)).mergedInto != nil {
            throw ReplicaError.invalidInput(
                "the other ticket was merged itself; merge into the one that it lives on in")
        }
        try edit(&writer) { try Ticket.merge(ticket, into: target, in: &$0) }
    }

    /// What becomes of the ticket behind a message.
    private func end(_ outcome: TicketAction.Outcome, _ writer: inout ChangeWriter) throws {
        switch outcome {
        case .none: break
        case .pending: try awaitCustomer(&writer)
        case .resolved: try set(.resolved, &writer)
        }
    }

    /// Sets the status; who resolves is remembered.
    private func set(_ status: TicketStatus, _ writer: inout ChangeWriter) throws {
        let resolver = status == .resolved ? Resolver(kind: .teammate, id: author.id) : nil
        try edit(&writer) { try Ticket.setStatus(status, resolver: resolver, in: &$0) }
    }

    /// Waits for the customer; a resolved ticket is opened again first, as the order of statuses asks.
    private func awaitCustomer(_ writer: inout ChangeWriter) throws {
        if try state(&writer).status == .resolved { try set(.open, &writer) }
        try set(.pending, &writer)
    }

    private func snooze(_ until: Instant?, _ writer: inout ChangeWriter) throws {
        guard try until == nil || state(&writer).status != .resolved else {
            throw ReplicaError.invalidInput("a resolved ticket cannot be snoozed; set it to open or pending first")
        }
        try edit(&writer) { Ticket.snooze(until: until, in: &$0) }
    }
}
