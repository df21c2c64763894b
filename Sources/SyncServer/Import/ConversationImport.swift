import CRDT
import Hub
import ImportFormats
import Replica
import SyncProtocol

/// Turns one conversation of another system into a ticket with its public discussion.
///
/// Every change carries an external id that its source determines, so that the log takes it once, whoever imports it
/// and how often. A ticket takes a placement, a change for what figures rest on, one for its words and, where it ended,
/// one for that; a message takes one change.
struct ConversationImport {
    let conversation: ImportedConversation
    let root: Identifier
    let person: Identifier
    let queue: String
    let naming: KeyedNaming
    let blobs: BlobFolder
    let now: Instant
    /// External ids that are there already; nil when the ticket is new.
    let held: Set<[UInt8]>?
    /// What each message shows, as Markdown: made before the replica's writer is taken.
    private let bodies: [String]

    init(
        conversation: ImportedConversation, root: Identifier, person: Identifier, queue: String, naming: KeyedNaming,
        blobs: BlobFolder, now: Instant, held: Set<[UInt8]>?
    ) {
        self.conversation = conversation
        self.root = root
        self.person = person
        self.queue = queue
        self.naming = naming
        self.blobs = blobs
        self.now = now
        self.held = held
        bodies = conversation.messages.map { RichText(plainText: $0.visibleText).markdown }
    }

    /// Writes what is new.
    func write(_ writer: inout ChangeWriter, _ report: inout ImportReport) throws {
        let id = conversation.externalID
        let isNew = held == nil
        if isNew {
            try writer.place(root, in: .queue(queue), origin: origin(naming.external(id, "placement"), nil))
        }
        try writeOpening(&writer)
        for (message, body) in zip(conversation.messages, bodies) { try write(message, body, &writer, &report) }
        try writeEnd(&writer, &report)
        if isNew { report.conversations.new += 1 } else { report.conversations.known += 1 }
    }

    private func origin(
        _ external: [UInt8], _ occurred: Instant?, by author: ImportedAuthor? = nil, blobs: [[UInt8]] = []
    ) -> ChangeWriter.Origin {
        ChangeWriter.Origin(occurred: occurred, onBehalfOf: author.map(onBehalf), external: external, blobs: blobs)
    }

    /// The attribution of words that somebody wrote elsewhere: the record that is imported vouches for them. It stands
    /// in the envelope, which no erasure reaches, so it names nobody whom the workspace's key does not tell.
    private func onBehalf(of author: ImportedAuthor) -> OnBehalfOf {
        let id = isCustomer(author) ? person : naming.identifier("person", author.person.externalID)
        return OnBehalfOf(assurance: .vouched, kind: author.kind, id: id.description)
    }

    private func isCustomer(_ author: ImportedAuthor) -> Bool {
        author.kind == .customer && author.person.externalID == conversation.customer.externalID
    }

    private func isHeld(_ external: [UInt8]) -> Bool { held?.contains(external) ?? false }

    // MARK: Ticket

    private func writeOpening(_ writer: inout ChangeWriter) throws {
        let draft = draft
        let facts = naming.external(conversation.externalID, "facts")
        if !isHeld(facts) {
            try writer.edit(.ticket, root, root: root, origin: origin(facts, conversation.openedAt)) { transaction in
                try Ticket.state(draft, in: &transaction)
                if conversation.isSpam { Ticket.setSpam(true, in: &transaction) }
                if conversation.isLocked { Ticket.setLocked(true, in: &transaction) }
            }
        }
        let words = naming.external(conversation.externalID, "words")
        if !isHeld(words) {
            let customer = ImportedAuthor(person: conversation.customer, kind: .customer)
            let origin = origin(words, conversation.openedAt, by: customer)
            try writer.edit(.ticket, root, root: root, origin: origin) { transaction in
                Ticket.describe(draft, in: &transaction)
            }
        }
    }

    private var draft: TicketDraft {
        var more: [String: String] = [:]
        more["topic"] = conversation.topic
        more["platform"] = conversation.platform
        more["user_agent"] = conversation.userAgent
        more["room"] = conversation.room
        if !conversation.citedArticles.isEmpty {
            more["cited_articles"] = conversation.citedArticles.joined(separator: " ")
        }
        let source = TicketSource(
            conversation: conversation.externalID, locale: conversation.locale, product: conversation.product,
            more: more
        )
        var draft = TicketDraft(channel: conversation.channel, subject: conversation.subject, source: source)
        draft.tags = conversation.tags
        draft.customer = .known(person: person, company: nil)
        // The record that is imported says so.
        draft.assurance = .vouched
        return draft
    }

    private func writeEnd(_ writer: inout ChangeWriter, _ report: inout ImportReport) throws {
        if conversation.isEscalated == true {
            let external = naming.external(conversation.externalID, "escalated")
            if !isHeld(external) {
                let last = conversation.messages.last?.at ?? conversation.openedAt
                try writer.edit(.ticket, root, root: root, origin: origin(external, last)) { transaction in
                    Ticket.handOff(Event.HandOff(reason: .humanTakeover), in: &transaction)
                }
            }
        }
        // Whoever wrote after an ending that was imported earlier changed it on purpose, so it is made once.
        let end = naming.external(conversation.externalID, "end")
        guard !isHeld(end) else { return }
        if conversation.solved == true, let solution {
            let resolver = Resolver(kind: solution.author.kind, id: author(of: solution).id)
            try resolve(resolver, end, at: solution.at, &writer)
            report.solved += 1
        } else if let closing, closing <= now {
            try resolve(.imported, end, at: closing, &writer)
            report.closedAsImported += 1
        }
    }

    private func resolve(
        _ resolver: Resolver, _ external: [UInt8], at instant: Instant, _ writer: inout ChangeWriter
    ) throws {
        let document = try writer.document(root, root: root)
        guard Ticket(id: root, document: document).status.allows(.resolved) else { return }
        try writer.edit(.ticket, root, root: root, origin: origin(external, instant)) { transaction in
            try Ticket.setStatus(.resolved, resolver: resolver, in: &transaction)
        }
    }

    /// The message that solved it; where the source names none, the last one that the customer did not write.
    private var solution: ImportedMessage? {
        conversation.messages.first { $0.externalID == conversation.solutionMessageID }
            ?? conversation.messages.last { $0.author.kind != .customer } ?? conversation.messages.last
    }

    /// When an unsolved ticket has been quiet for long enough.
    private var closing: Instant? {
        let last = conversation.messages.last?.at ?? conversation.openedAt
        return last.advanced(bySeconds: ImportSettings.quietDays * 86_400)
    }

    // MARK: Messages

    private func write(
        _ message: ImportedMessage, _ body: String, _ writer: inout ChangeWriter, _ report: inout ImportReport
    ) throws {
        let external = naming.external(conversation.externalID, "message", message.externalID)
        guard !isHeld(external) else {
            report.messages.known += 1
            return
        }
        var attachments: [AttachmentReference] = []
        var hashes: [[UInt8]] = []
        for file in files(of: message) {
            let hash = try blobs.keep(file.bytes)
            hashes.append(hash)
            attachments.append(
                AttachmentReference(
                    blob: Hexadecimal.encode(hash), name: file.name ?? "attachment", mediaType: file.mediaType,
                    byteCount: Int64(file.bytes.count)
                )
            )
        }
        report.attachments += attachments.count
        let draft = MessageDraft(
            author: author(of: message), role: message.author.kind == .ai ? .answer : .message,
            body: body, external: message.externalID,
            isAutomatic: message.isAutomatic || message.author.kind == .system, attachments: attachments
        )
        let origin = origin(external, message.at, by: message.author, blobs: hashes)
        try writer.edit(.discussion, root.publicDiscussion, root: root, origin: origin) { transaction in
            try Discussion.begin(visibility: .public, in: &transaction)
            Discussion.post(draft, in: &transaction)
        }
        report.messages.new += 1
    }

    /// What came with a message, and its full text where only a part of that is shown, so that nothing is lost.
    private func files(of message: ImportedMessage) -> [ImportedAttachment] {
        guard message.visibleText != message.text else { return message.attachments }
        let whole = ImportedAttachment(
            name: "whole-message.txt", mediaType: "text/plain", bytes: Array(message.text.utf8)
        )
        return message.attachments + [whole]
    }

    private func author(of message: ImportedMessage) -> Author {
        let id = isCustomer(message.author) ? person.description : message.author.person.externalID
        return Author(kind: message.author.kind, id: id)
    }
}
