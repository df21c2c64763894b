import Hub
import Replica

extension ReplicaStore {
    /// Asks the server to send failed messages again.
    func resend(_ failed: [UndeliveredMessage], at now: Instant) throws {
        try write(at: now) { writer in
            for delivery in failed {
                try writer.edit(.ticket, delivery.ticket, root: delivery.ticket) { transaction in
                    Ticket.record(.resend(message: delivery.message, failure: delivery.entry), in: &transaction)
                }
            }
        }
    }
}
