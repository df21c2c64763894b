import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

/// A message of ours on its way out, as the file keeps it.
struct OutboundRow {
    /// How far it is.
    enum State: String {
        /// Waits for its turn, or to be tried again.
        case queued
        /// Is being sent; after a crash nobody knows whether it was.
        case sending
        /// The channel has it.
        case accepted
        /// It will not be sent again by itself.
        case failed
        /// It need not be sent any more.
        case dropped
    }

    let id: Int64
    let channel: String
    let ticket: Identifier
    let message: OperationID
    let operation: OutboundMessage.Operation
    /// The operation that asked for it.
    let cause: OperationID
    let state: State
    let attemptCount: Int
    let first: Instant
    let external: String?
    let reason: String?
    /// What the log must say of it.
    let fact: String?

    static let columns =
        "id, channel, ticket, message, operation, cause, state, attempt_count, first_at, external, reason, fact"

    /// Reads the columns above.
    init?(_ row: Row) throws {
        guard let message = OperationID(reference: row[3]), let cause = OperationID(reference: row[5]),
            let operation = OutboundMessage.Operation(rawValue: row[4]), let state = State(rawValue: row[6])
        else { return nil }
        id = row[0]
        channel = row[1]
        ticket = try Identifier(data: row[2])
        self.message = message
        self.operation = operation
        self.cause = cause
        self.state = state
        attemptCount = row[7]
        first = Instant(milliseconds: row[8])
        external = row[9]
        reason = row[10]
        fact = row[11]
    }
}
