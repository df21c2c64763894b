public import CRDT
public import Hub

/// A ticket at one revision, as a run of the assistant sees it.
public struct AssistantRequest: Sendable {
    /// Who speaks for the team in a ticket.
    public enum Lease: String, Hashable, Sendable, Codable, CaseIterable {
        /// The assistant may.
        case assistant
        /// A person does, and the assistant is silent until they give the ticket back.
        case person
    }

    /// The ticket.
    public var ticket: Identifier
    /// The revision: the heads of the ticket's document and of its public discussion, as their history names them.
    public var revision: [String]
    /// The channel.
    public var channel: String
    /// Who speaks for the team.
    public var lease: Lease
    /// What the ticket is about.
    public var subject: String
    /// What the customer said since anybody answered, in canonical Markdown; nil when that is nothing.
    public var asked: String?
    /// What both sides said before, oldest first, in canonical Markdown.
    public var earlier: [String]
    /// How often the assistant has asked back in this episode.
    public var clarificationCount: Int
    /// How often the assistant has spoken in this episode.
    public var assistantTurnCount: Int
    /// Who asks.
    public var reader: Reader

    /// Assembles a request.
    public init(
        ticket: Identifier, revision: [String], channel: String, lease: Lease = .assistant, subject: String = "",
        asked: String?, earlier: [String] = [], clarificationCount: Int = 0, assistantTurnCount: Int = 0, reader: Reader
    ) {
        self.ticket = ticket
        self.revision = revision
        self.channel = channel
        self.lease = lease
        self.subject = subject
        self.asked = asked
        self.earlier = earlier
        self.clarificationCount = clarificationCount
        self.assistantTurnCount = assistantTurnCount
        self.reader = reader
    }

    /// Reads a ticket and its public discussion as they stand.
    ///
    /// A person has the lease where the ticket has an owner, a teammate wrote in public, or the assistant handed over.
    ///
    /// - Complexity: O(history of both documents).
    public init(
        ticket: Ticket, in document: Document, discussion: Discussion, in discussionDocument: Document,
        regions: RegionHierarchy = .none
    ) {
        let isHandedOver = ticket.log.contains { record in
            if case .handOff = record.entry { true } else { false }
        }
        let messages = discussion.messages.filter { !$0.isAutomatic && !$0.body.isEmpty }
        let isTouched = messages.contains { $0.author?.kind == .teammate }
        let spoken = messages.filter { $0.author?.kind == .ai }
        let earlierCount = (messages.lastIndex { $0.author?.kind != .customer } ?? -1) + 1
        let asked = messages[earlierCount...].map(\.body)
        self.init(
            ticket: ticket.id,
            revision: (document.heads + discussionDocument.heads).map(\.description).sorted(),
            channel: ticket.channel,
            lease: ticket.owner != nil || isTouched || isHandedOver ? .person : .assistant,
            subject: ticket.subject ?? "",
            asked: asked.isEmpty ? nil : asked.joined(separator: "\n\n"),
            earlier: messages[..<earlierCount].map(\.body),
            clarificationCount: spoken.count { $0.role == .clarify }, assistantTurnCount: spoken.count,
            reader: Reader(
                traits: AudienceTraits(verified: ticket.verified, claimed: ticket.claimed), regions: regions)
        )
    }
}
