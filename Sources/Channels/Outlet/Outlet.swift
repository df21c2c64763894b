import CRDT
import Foundation
import GRDB
public import Hub
public import Replica
import SyncProtocol
import Synchronization

/// Brings what the team and the assistant write to customers out on their channels, and keeps account of it.
///
/// Everything under way stands in the channels' file before it is sent, so that a crash loses nothing. A channel that
/// deduplicates is asked again until it answers; for any other a lost answer is a failure, and a person decides. What
/// agents must know (delivered, read, failed) becomes a fact of the ticket's log, once; attempts do not.
public final class Outlet: Sendable {
    let store: ReplicaStore
    let records: ChannelStore
    let adapters: @Sendable () throws -> [any ChannelAdapter]
    let commit: @Sendable () throws -> Void
    let jitter: @Sendable () -> Double
    let underWay = Mutex<Set<Int64>>([])

    /// Prepares an outlet.
    ///
    /// - Parameters:
    ///   - store: The server's own replica.
    ///   - records: What channels have under way.
    ///   - adapters: The channels that there are now; asked whenever something is to be sent.
    ///   - commit: Brings what was written into the log, and returns when it is on disk there.
    ///   - jitter: Gives 0…1, by chance outside of tests.
    public init(
        _ store: ReplicaStore, records: ChannelStore, adapters: @escaping @Sendable () throws -> [any ChannelAdapter],
        commit: @escaping @Sendable () throws -> Void,
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.store = store
        self.records = records
        self.adapters = adapters
        self.commit = commit
        self.jitter = jitter
    }

    /// When the next attempt is due; nil when nothing waits.
    public func nextDue() throws -> Instant? { try records.nextDue() }

    /// Takes up what a crash interrupted; called once, before anything is sent.
    public func recover(at now: Instant) throws {
        let adapters = try adapters()
        for row in try records.interrupted() {
            let adapter = adapters.first { $0.channel == row.channel }
            if adapter?.capabilities.deduplicates ?? true {
                try records.postpone(row, until: now, reason: "interrupted")
            } else {
                try records.fail(row, reason: "uncertain")
            }
        }
    }

    /// Takes what a channel says became of messages of ours.
    ///
    /// - Returns: For each receipt nil, or why it is not taken.
    /// - Throws: What the database throws. What is taken is on disk when this returns; the log says it after `tell`.
    public func take(
        _ receipts: [DeliveryReceipt], on channel: String, at now: Instant
    ) throws -> [InboundRefusal?] {
        try receipts.map { receipt in
            if try records.note(receipt, on: channel, at: now) { return nil }
            guard case .message(let message) = receipt.subject else { return nil }
            guard let ticket = try ticket(of: message, on: channel) else {
                return InboundRefusal(
                    .unknownMessage, "no message of this name was sent on the channel; give it as it was sent"
                )
            }
            let pulled = ChannelStore.Wanted(
                channel: channel, ticket: ticket, message: message, operation: .create, cause: message
            )
            try records.enterPulled(pulled, at: now)
            _ = try records.note(receipt, on: channel, at: now)
            return nil
        }
    }

    /// The ticket of a public message that is ours; nil when there is no such message on the channel.
    private func ticket(of message: OperationID, on channel: String) throws -> Identifier? {
        let root = try store.database.read { db in
            let sql = """
                SELECT root FROM change WHERE actor = (SELECT id FROM actor WHERE actor = ?) AND number = ?
                    AND state IN (0, 3)
                """
            let arguments: StatementArguments = [message.change.actor.data, Int64(clamping: message.change.number)]
            return try Data.fetchOne(db, sql: sql, arguments: arguments).map { try Identifier(data: $0) }
        }
        guard let root else { return nil }
        let documents = try store.documents(of: root)
        guard Ticket(id: root, document: documents.document(root)).channel == channel,
            let found = Discussion.message(message, in: documents.document(root.publicDiscussion)),
            let kind = found.author?.kind, kind != .customer, kind != .observer
        else { return nil }
        return root
    }
}
