public import CRDT
import Foundation
import GRDB
public import Hub
import SyncProtocol

/// A message to a customer that did not arrive, and that nobody has asked to send again since.
public struct UndeliveredMessage: Hashable, Sendable {
    /// The message.
    public let message: OperationID
    /// The entry of the ticket's log that says so; asking to send it again names it.
    public let entry: OperationID
    /// The ticket.
    public let ticket: Identifier
    /// What people call the ticket.
    public let ticketName: String
    /// The channel.
    public let channel: String
    /// Why it did not arrive, as the channel said.
    public let reason: String
    /// When it was known.
    public let failed: Instant
}

extension ReplicaStore {
    /// The messages that did not arrive, the latest first. Linear in their number.
    public func undelivered() throws -> [UndeliveredMessage] {
        try database.read { db in
            let sql = """
                SELECT undelivered.message, undelivered.entry, undelivered.reason, undelivered.failed, root.id,
                    ticket.number, ticket.handle, label.text
                FROM undelivered JOIN ticket USING (row) JOIN root USING (row)
                JOIN ticket_list ON ticket_list.updated = ticket.updated AND ticket_list.id = root.id
                JOIN label ON label.id = ticket_list.channel
                ORDER BY undelivered.failed DESC, undelivered.entry DESC
                """
            return try Row.fetchAll(db, sql: sql).compactMap { row in
                guard let message = OperationID(reference: row[0]), let entry = OperationID(reference: row[1]) else {
                    return nil
                }
                let number: Int64? = row[5]
                let ticket = try Identifier(data: row[4])
                return UndeliveredMessage(
                    message: message, entry: entry, ticket: ticket,
                    ticketName: number.map(Ticket.shown(number:)) ?? Ticket.handle(of: ticket), channel: row[7],
                    reason: row[2],
                    failed: Instant(milliseconds: row[3])
                )
            }
        }
    }
}
