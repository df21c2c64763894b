import Assistant
import CRDT
import Foundation
import Hub
import Replica
import SyncProtocol

extension Inlet {
    /// Where tickets are placed when the setting names no queue.
    private static let standardQueue = "general"

    /// Writes a new message: into the conversation's ticket, or into a new one.
    func post(
        _ message: InboundMessage, _ external: [UInt8], _ thread: InboundThread, on channel: String,
        _ policy: ChannelPolicy, at now: Instant
    ) throws -> InboundOutcome {
        let ticket = thread.current.map { Ticket(id: $0.root, document: $0.document($0.root)) }
        let isOpen = ticket.map { takes(message, $0, thread.current, policy, at: now) } ?? false
        guard isOpen || policy.takesConversations else {
            throw InboundRefusal(
                .channelIsOff, "the channel takes no new conversations; switch it on in the settings"
            )
        }
        let root = isOpen ? ticket?.id ?? thread.next : thread.next
        let files = policy.takesFiles ? try message.files.map(attach) : []
        let posted = try store.write(at: now) { writer -> OperationID? in
            if !isOpen {
                try open(root, message, on: channel, policy, followUpOf: ticket?.id, &writer)
            }
            let posted = try post(
                message, files, origin: origin(message, on: channel, external, files), root, on: channel, thread,
                &writer
            )
            if isOpen, let ticket, let posted { try answer(message, posted, ticket, on: channel, &writer) }
            return posted
        }
        guard let posted else { preconditionFailure("posting a message is a change") }
        return InboundOutcome(isOpen ? .appended : .opened, ticket: root, message: posted)
    }

    /// Whether a message still belongs to a ticket: not when it is locked, or was resolved too long ago. What says no more
    /// than thanks begins nothing however late it comes.
    private func takes(
        _ message: InboundMessage, _ ticket: Ticket, _ documents: RootDocuments?, _ policy: ChannelPolicy,
        at now: Instant
    ) -> Bool {
        guard !ticket.isLocked, ticket.mergedInto == nil else { return false }
        guard ticket.status == .resolved, message.author.kind == .customer, let documents else { return true }
        let history = TicketHistory(
            root: ticket.id, ticket: documents.document(ticket.id), metadata: { documents.metadata[$0] }
        )
        let resolved = Hub.events(of: history).last { event in
            !event.isSuperseded && (event.kind == .status(.resolved) || event.kind == .closedAsImported)
        }
        guard let resolved else { return true }
        let isLate = (message.sent ?? now).milliseconds - resolved.occurred.milliseconds > policy.reopenSeconds * 1000
        guard isLate else { return true }
        let discussion = documents.document(ticket.id.publicDiscussion)
        return !findings(message, ticket, in: discussion, isLate: true).isEmpty
    }

    private func open(
        _ root: Identifier, _ message: InboundMessage, on channel: String, _ policy: ChannelPolicy,
        followUpOf earlier: Identifier?, _ writer: inout ChangeWriter
    ) throws {
        func external(_ part: String) -> [UInt8] { naming.external(channel, part, root.description) }
        let author = message.author
        var source = message.context.source
        source.fields["conversation"] = message.thread
        var draft = TicketDraft(channel: channel, subject: message.context.subject, source: source)
        draft.priority = policy.priority
        draft.followUpOf = earlier
        draft.assistance = policy.assistance
        draft.claimed = message.context.claimed
        draft.verified = message.context.verified
        draft.recording = message.context.recording
        if author.isVerifiedCustomer {
            draft.customer = .known(person: try know(author, on: channel, &writer), company: nil)
            draft.assurance = author.assurance
        } else if author.kind == .customer {
            // A verified assurance was proved of a customer alone.
            draft.assurance = min(author.assurance, .claimed)
            if let name = author.name { draft.claimed["name"] = .string(name) }
            if let email = author.email { draft.claimed["email"] = .string(email) }
        }
        try writer.place(
            root, in: .queue(Scope.isQueue(policy.queue) ? policy.queue : Self.standardQueue),
            origin: ChangeWriter.Origin(external: external("placement"))
        )
        let facts = ChangeWriter.Origin(occurred: message.sent, external: external("facts"))
        try writer.edit(.ticket, root, root: root, origin: facts) { transaction in
            try Ticket.state(draft, in: &transaction)
        }
        let words = ChangeWriter.Origin(
            occurred: message.sent, onBehalfOf: onBehalf(of: author, on: channel), external: external("words")
        )
        try writer.edit(.ticket, root, root: root, origin: words) { transaction in
            Ticket.describe(draft, in: &transaction)
        }
    }

    private func post(
        _ message: InboundMessage, _ files: [AttachmentReference], origin: ChangeWriter.Origin, _ root: Identifier,
        on channel: String, _ thread: InboundThread, _ writer: inout ChangeWriter
    ) throws -> OperationID? {
        let discussion = root.publicDiscussion
        let document = try writer.document(discussion, root: root)
        let draft = MessageDraft(
            author: author(message.author, on: channel), body: message.body.markdown,
            replyTo: try message.replyTo.flatMap { try answered($0, in: document, message, on: channel, thread) },
            external: message.message, isAutomatic: message.isAutomatic, attachments: files
        )
        var posted: OperationID?
        try writer.edit(.discussion, discussion, root: root, origin: origin) { transaction in
            try Discussion.begin(visibility: .public, in: &transaction)
            posted = Discussion.post(draft, in: &transaction)
        }
        return posted
    }

    /// The message that one answers: by the channel's id of it, ours, or the id that the channel gave ours.
    private func answered(
        _ id: String, in document: Document, _ message: InboundMessage, on channel: String, _ thread: InboundThread
    ) throws -> OperationID? {
        if let ours = try OperationID(reference: id) ?? records.message(ofExternal: id, on: channel) {
            return Discussion.message(ours, in: document) == nil ? nil : ours
        }
        let external = naming.external(channel, "message", message.thread, id)
        guard let known = thread.known[external] else { return nil }
        return Discussion(id: known.root.publicDiscussion, document: document).messages
            .first { $0.id.change == known.reference }?.id
    }

    /// What a customer's message means for its ticket: it waits no longer, sleeps no longer, and may become known. One
    /// that says no more than thanks after the end is judged to, and leaves the ticket resolved.
    private func answer(
        _ message: InboundMessage, _ posted: OperationID, _ ticket: Ticket, on channel: String,
        _ writer: inout ChangeWriter
    ) throws {
        guard message.author.kind == .customer, !message.isAutomatic else { return }
        let discussion = try writer.document(ticket.id.publicDiscussion, root: ticket.id)
        let findings = findings(message, posted: posted, ticket, in: discussion, isLate: false)
        let opens = findings.isEmpty && (ticket.status != .open || ticket.snoozedUntil != nil)
        // A link that a teammate took back is not made again.
        let mayBecomeKnown = ticket.customer.person == nil && message.author.isVerifiedCustomer
        let person = identifier(of: message.author, on: channel)
        let becomesKnown = mayBecomeKnown && ticket.previousPerson != person
        if becomesKnown { _ = try know(message.author, on: channel, &writer) }
        guard becomesKnown || opens || !findings.isEmpty else { return }
        let origin = ChangeWriter.Origin(occurred: message.sent)
        try writer.edit(.ticket, ticket.id, root: ticket.id, origin: origin) { transaction in
            if opens, ticket.snoozedUntil != nil { Ticket.snooze(until: nil, in: &transaction) }
            if opens, ticket.status != .open { try Ticket.setStatus(.open, in: &transaction) }
            for finding in findings {
                let judgement = Event.Judgement(message: posted, finding: finding, classifier: TurnReading.classifier)
                Ticket.judge(judgement, in: &transaction)
            }
            if becomesKnown {
                try Ticket.setCustomer(
                    .known(person: person, company: nil), assurance: message.author.assurance, in: &transaction
                )
            }
        }
    }

    /// What is to be recorded of a message after the end of its matter; empty when it opens it again, or there was none.
    ///
    /// - Parameters:
    ///   - posted: The message in the discussion; nil while it is not there.
    ///   - isLate: Whether it comes too late to open its matter again.
    private func findings(
        _ message: InboundMessage, posted: OperationID? = nil, _ ticket: Ticket, in discussion: Document, isLate: Bool
    ) -> [Event.Judgement.Finding] {
        guard ticket.status == .resolved, message.files.isEmpty else { return [] }
        let earlier = Discussion(id: ticket.id.publicDiscussion, document: discussion).messages
            .last { $0.id != posted && $0.author?.kind != .customer }
        let isReply = earlier?.author?.kind == .ai && (earlier?.role == .answer || earlier?.role == .offer)
        return TurnReading.findings(afterTheEnd: message.body.plainText, isReply: isReply, isLate: isLate)
    }

    /// Makes a verified customer a person of the directory, or brings the name up to date.
    func know(
        _ author: InboundMessage.Author, on channel: String, _ writer: inout ChangeWriter
    ) throws -> Identifier {
        let root = identifier(of: author, on: channel)
        let person = Person(id: root, document: try writer.document(root, root: root))
        if person.externals.isEmpty {
            let placement = naming.external(channel, "person placement", root.description)
            try writer.place(root, in: .workspace, origin: ChangeWriter.Origin(external: placement))
        }
        let account = ExternalAccount(system: channel, id: author.id)
        var draft = PersonDraft()
        if let name = author.name, name != person.name { draft.name = name }
        if let email = author.email, !person.verifiedEmails.contains(email) { draft.verifiedEmails = [email] }
        if !person.externals.contains(account) { draft.externals = [account] }
        let origin = ChangeWriter.Origin(onBehalfOf: onBehalf(of: author, on: channel))
        try writer.edit(.person, root, root: root, origin: origin) { transaction in
            Person.write(draft, in: &transaction)
        }
        return root
    }

    func onBehalf(of author: InboundMessage.Author, on channel: String) -> OnBehalfOf {
        OnBehalfOf(
            assurance: author.assurance, kind: author.kind, id: identifier(of: author, on: channel).description
        )
    }

    private func origin(
        _ message: InboundMessage, on channel: String, _ external: [UInt8], _ files: [AttachmentReference]
    ) -> ChangeWriter.Origin {
        ChangeWriter.Origin(
            occurred: message.sent, onBehalfOf: onBehalf(of: message.author, on: channel), external: external,
            blobs: files.compactMap { Hexadecimal.decode($0.blob) }
        )
    }

    private func attach(_ file: InboundMessage.File) throws -> AttachmentReference {
        AttachmentReference(
            blob: Hexadecimal.encode(try keepBlob(file.bytes)), name: file.name, mediaType: file.mediaType,
            byteCount: Int64(file.bytes.count)
        )
    }

    /// Edits or deletes a message that is there.
    func revise(
        _ message: InboundMessage, _ known: InboundThread.Known, _ thread: InboundThread, on channel: String,
        at now: Instant
    ) throws -> InboundOutcome {
        let discussion = known.root.publicDiscussion
        let document = try store.documents(of: known.root).document(discussion)
        guard
            let current = Discussion(id: discussion, document: document).messages
                .first(where: { $0.id.change == known.reference })
        else { return InboundOutcome(.stale, ticket: known.root) }
        func outcome(_ result: InboundOutcome.Result) -> InboundOutcome {
            InboundOutcome(result, ticket: known.root, message: current.id)
        }
        switch message.operation {
        case .create, .react: preconditionFailure("what is posted or put on it is not a revision")
        case .edit(let instant):
            func name(_ instant: Instant) -> [UInt8] {
                naming.external(
                    channel, "edit", message.thread, message.message, String(instant.milliseconds)
                )
            }
            let external = name(instant)
            if thread.known[external] != nil { return outcome(.duplicate) }
            // Of several edits the latest by the channel's clock stands, in whatever order they come.
            let occurred = Dictionary(uniqueKeysWithValues: thread.known.values.map { ($0.reference, $0.occurred) })
            let last = Discussion.edits(of: current.id, in: document).dropFirst()
                .compactMap { occurred[$0.id.change] ?? nil }.max()
            guard !current.isDeleted, !current.isErased, last.map({ $0 < instant }) ?? true else {
                return outcome(.stale)
            }
            let origin = ChangeWriter.Origin(
                occurred: instant, onBehalfOf: onBehalf(of: message.author, on: channel), external: external
            )
            try store.write(at: now) { writer in
                try writer.edit(.discussion, discussion, root: known.root, origin: origin) { transaction in
                    try Discussion.edit(current.id, body: message.body.markdown, in: &transaction)
                }
            }
            return outcome(.edited)
        case .delete:
            guard !current.isDeleted else { return outcome(.duplicate) }
            let origin = ChangeWriter.Origin(
                onBehalfOf: onBehalf(of: message.author, on: channel),
                external: naming.external(channel, "delete", message.thread, message.message)
            )
            if thread.known[origin.external ?? []] != nil { return outcome(.duplicate) }
            try store.write(at: now) { writer in
                try writer.edit(.discussion, discussion, root: known.root, origin: origin) { transaction in
                    try Discussion.setDeleted(true, current.id, in: &transaction)
                }
            }
            return outcome(.deleted)
        }
    }
}
