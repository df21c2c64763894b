import CRDT
import Foundation
import GRDB
public import Hub
import Replica
import SyncProtocol
import Synchronization

extension Outlet {
    /// Conversations of one channel that are sent to at a time.
    private static let parallelCountMax = 16

    /// Sends what is due: one message of a conversation at a time and in order, several conversations at once.
    ///
    /// - Returns: How many attempts were made.
    @discardableResult
    public func deliver(now: @escaping @Sendable () -> Instant) async throws -> Int {
        let due = try records.due(at: now(), limit: Self.parallelCountMax)
        let rows = due.filter { row in underWay.withLock { $0.insert(row.id).inserted } }
        guard !rows.isEmpty else { return 0 }
        defer { underWay.withLock { $0.subtract(rows.map(\.id)) } }
        let adapters = try adapters()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for row in rows {
                let adapter = adapters.first { $0.channel == row.channel && $0.departure == .pushed }
                group.addTask { try await self.attempt(row, adapter, now) }
            }
            try await group.waitForAll()
        }
        return rows.count
    }

    private func attempt(
        _ row: OutboundRow, _ adapter: (any ChannelAdapter)?, _ now: @Sendable () -> Instant
    ) async throws {
        guard let adapter else { return try records.fail(row, reason: "channel_removed") }
        let message: OutboundMessage
        switch try prepare(row, adapter.capabilities) {
        case .send(let prepared): message = prepared
        case .drop: return try records.drop(row)
        case .fail(let reason): return try giveUp(row, reason)
        }
        try records.begin(row)
        switch await adapter.send(message) {
        // An emoji is no message, so the answer names none.
        case .accepted(let external): try records.accept(row, external: row.operation.isReaction ? nil : external)
        case .rejected(let reason): try giveUp(row, reason)
        case .postponed(let reason, let seconds): try postpone(row, reason, seconds, at: now())
        case .uncertain(let reason):
            if adapter.capabilities.deduplicates {
                try postpone(row, reason, nil, at: now())
            } else {
                try giveUp(row, "uncertain: \(reason)")
            }
        }
    }

    private func postpone(_ row: OutboundRow, _ reason: String, _ seconds: Int?, at now: Instant) throws {
        let next = RetryLadder.next(
            afterAttempt: row.attemptCount + 1, first: row.first, askedSeconds: seconds, at: now, jitter: jitter()
        )
        if let next {
            try records.postpone(row, until: next, reason: reason)
        } else {
            try giveUp(row, "gave up after 24 hours: \(reason)")
        }
    }

    /// A message that will not arrive is somebody's to decide about; an emoji that will not is nobody's.
    func giveUp(_ row: OutboundRow, _ reason: String) throws {
        if row.operation.isReaction { try records.drop(row) } else { try records.fail(row, reason: reason) }
    }

    private enum Preparation {
        case send(OutboundMessage)
        case drop
        case fail(String)
    }

    /// The message as it reads now, or why it is not sent.
    private func prepare(_ row: OutboundRow, _ capabilities: ChannelCapabilities) throws -> Preparation {
        let documents = try store.documents(of: row.ticket)
        let discussion = Discussion(
            id: row.ticket.publicDiscussion, document: documents.document(row.ticket.publicDiscussion)
        )
        let ticket = Ticket(id: row.ticket, document: documents.document(row.ticket))
        guard let message = discussion.messages.first(where: { $0.id == row.message }), let author = message.author,
            !message.isErased
        else { return .drop }
        let earlier = try records.outbound(of: row.message).filter { $0.id < row.id && !$0.operation.isReaction }
        let policy = ChannelPolicy(
            of: ticket.channel, channels: try store.settings(.channels).settings,
            assistant: try store.settings(.assistant).settings
        )
        guard let thread = ticket.source.conversation else { return .fail("no_conversation") }
        if row.operation.isReaction {
            return try prepareReaction(row, message, ticket, thread, documents, capabilities, policy)
        }
        let wasAccepted = earlier.contains { $0.state == .accepted || $0.external != nil }
        var operation = row.operation
        if operation == .create, wasAccepted, row.cause != row.message {
            // Sending again what arrived means to bring it up to date.
            operation = message.isDeleted ? .delete : .edit
        }
        switch operation {
        case .create: if message.isDeleted { return .drop }
        case .edit: guard wasAccepted, capabilities.edit, !message.isDeleted else { return .drop }
        case .delete: guard wasAccepted, capabilities.delete else { return .drop }
        case .react, .unreact: preconditionFailure("an emoji is prepared by itself")
        }
        guard author.kind == .ai ? policy.sendsAssistant : policy.sendsPeople else {
            return .fail("replies_switched_off")
        }
        let outbound = OutboundMessage(
            id: message.id, ticket: ticket.id, thread: thread, operation: operation, author: author,
            authorName: try name(of: author), body: operation == .delete ? RichText() : message.richText,
            files: policy.takesFiles ? message.attachments : [],
            replyTo: message.replyTo.flatMap { id in discussion.messages.first { $0.id == id } }
                .map { $0.external ?? $0.id.description },
            sent: message.sent ?? documents.metadata[message.id.change]?.occurred ?? row.first,
            external: earlier.last { $0.operation == .create && $0.external != nil }?.external,
            revision: operation == .create ? nil : row.cause
        )
        if let problem = capabilities.problem(with: outbound.text(in: capabilities.format), files: outbound.files) {
            return .fail(problem.code)
        }
        return .send(outbound)
    }

    /// An emoji on a message of the customer's, or on one of ours that the channel has.
    private func prepareReaction(
        _ row: OutboundRow, _ message: Message, _ ticket: Ticket, _ thread: String, _ documents: RootDocuments,
        _ capabilities: ChannelCapabilities, _ policy: ChannelPolicy
    ) throws -> Preparation {
        let document = documents.document(ticket.id.publicDiscussion)
        let effects = document.operations(of: row.cause.change).compactMap(Discussion.effect(of:))
        let sent = try records.outbound(of: row.message).first { $0.operation == .create && $0.external != nil }
        let external = message.author?.kind == .customer ? message.external : sent?.external
        for case .reacted(_, let reaction, let isOn, by: row.cause) in effects {
            guard capabilities.react, policy.takesReactions, !message.isDeleted,
                reaction.author.kind == .ai ? policy.sendsAssistant : policy.sendsPeople
            else { return .drop }
            return .send(
                OutboundMessage(
                    id: message.id, ticket: ticket.id, thread: thread, operation: isOn ? .react : .unreact,
                    author: reaction.author, authorName: try name(of: reaction.author), body: RichText(),
                    emoji: reaction.emoji, sent: documents.metadata[row.cause.change]?.occurred ?? row.first,
                    external: external, revision: row.cause
                ))
        }
        return .drop
    }

    /// What the customer reads as the name of a teammate; nil for whoever has none of their own.
    func name(of author: Author) throws -> String? {
        guard author.kind == .teammate else { return nil }
        return try store.database.read { db in
            try String.fetchOne(db, sql: "SELECT name FROM member WHERE id = ?", arguments: [author.id])
        }
    }
}
