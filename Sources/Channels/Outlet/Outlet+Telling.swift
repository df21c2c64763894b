import CRDT
import Foundation
public import Hub
import Replica

extension Outlet {
    /// Messages whose fate is written at a time.
    private static let toldCountMax = 500

    /// Writes into tickets' logs what became of messages, so that every replica knows.
    ///
    /// A crash at any place leaves it undone or done: what the log says already is not said again.
    ///
    /// - Returns: How many facts were new.
    @discardableResult
    public func tell(at now: Instant) throws -> Int {
        var count = 0
        while true {
            let rows = try records.untold(limit: Self.toldCountMax)
            guard !rows.isEmpty else { return count }
            for (ticket, rows) in Dictionary(grouping: rows, by: \.ticket) {
                count += try tell(rows, ticket, at: now)
            }
            try commit()
            try records.told(rows)
        }
    }

    private func tell(_ rows: [OutboundRow], _ ticket: Identifier, at now: Instant) throws -> Int {
        try store.write(at: now) { writer in
            let known = Ticket(id: ticket, document: try writer.document(ticket, root: ticket)).deliveries
            var facts: [(message: OperationID, fact: DeliveryFact)] = []
            for row in rows {
                guard let fact = row.deliveryFact else { continue }
                let before = known[row.message]
                // A failure that somebody answered has been followed by a new attempt, so this one is another.
                let isKnown = before?.fact == fact && before?.isResent != true
                guard !isKnown, before?.fact != .read else { continue }
                facts.append((row.message, fact))
            }
            guard !facts.isEmpty else { return 0 }
            try writer.edit(.ticket, ticket, root: ticket) { transaction in
                for (message, fact) in facts {
                    Ticket.record(.delivery(message: message, fact), in: &transaction)
                }
            }
            return facts.count
        }
    }
}

extension OutboundRow {
    /// What the log must say; nil: nothing.
    fileprivate var deliveryFact: DeliveryFact? {
        switch fact {
        case "delivered": .delivered
        case "read": .read
        case "failed": .failed(reason: reason ?? "")
        default: nil
        }
    }
}
