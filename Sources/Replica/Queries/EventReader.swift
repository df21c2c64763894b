import CRDT
import Foundation
import GRDB
import Hub
import SyncProtocol

/// Reads events from their rows.
struct EventReader {
    private let db: Database
    private let actors: [Int64: ActorID]

    init(_ db: Database) throws {
        self.db = db
        var actors: [Int64: ActorID] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT id, actor FROM actor")
        while let row = try rows.next() { actors[row[0]] = try ActorID(data: row[1]) }
        self.actors = actors
    }

    /// The events of a ticket by (`occurred`, `id`).
    func events(of root: Int64) throws -> [Event] {
        let sql = "SELECT \(EventRow.columns) FROM event WHERE row = ? ORDER BY ordinal"
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [root])
        var events: [Event] = []
        while let row = try rows.next() {
            if let event = try EventRow.event(row, from: 0, actors: actors) { events.append(event) }
        }
        return events
    }

    /// Calls `body` with the events of every ticket, tickets in the order of their rows.
    func forEachTicket(_ body: (Int64, [Event]) throws -> Void) throws {
        let sql = "SELECT row, \(EventRow.columns) FROM event ORDER BY row, ordinal"
        let rows = try Row.fetchCursor(db, sql: sql)
        var current: Int64?
        var events: [Event] = []
        while let row = try rows.next() {
            let root: Int64 = row[0]
            if root != current {
                if let current { try body(current, events) }
                current = root
                events.removeAll(keepingCapacity: true)
            }
            if let event = try EventRow.event(row, from: 1, actors: actors) { events.append(event) }
        }
        if let current { try body(current, events) }
    }
}
