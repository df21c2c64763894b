import CRDT
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol

/// What a replica holds of one conversation of a channel: the tickets that it became, one after the other, and every
/// change that came in by it.
struct InboundThread {
    /// A change that came in from outside.
    struct Known {
        let reference: ChangeReference
        let root: Identifier
        let occurred: Instant?
    }

    /// The tickets that the conversation opened, in their order.
    let roots: [Identifier]
    /// Those, and the tickets that any of them was merged into.
    let reached: [Identifier]
    /// Where the next message goes: the last ticket, or the one that it was merged into; nil for a new conversation.
    let current: RootDocuments?
    /// Changes with an external name, by it.
    let known: [[UInt8]: Known]
    /// The root that the next ticket of the conversation would have.
    let next: Identifier

    /// A ticket that was merged leads to another one; a ring of them ends here.
    private static let mergeCountMax = 16

    /// Reads a conversation. Linear in the number of changes of its tickets.
    init(_ thread: String, on channel: String, naming: KeyedNaming, in store: ReplicaStore) throws {
        func root(_ ordinal: Int) -> Identifier {
            naming.identifier(channel, "thread", thread, String(ordinal))
        }
        var roots: [Identifier] = []
        while try Self.holds(root(roots.count), in: store) { roots.append(root(roots.count)) }
        self.roots = roots
        next = root(roots.count)
        var reached = roots
        var current: RootDocuments?
        for root in roots {
            current = try store.documents(of: root)
            for _ in 0..<Self.mergeCountMax {
                guard let ticket = current,
                    let target = Ticket(id: ticket.root, document: ticket.document(ticket.root)).mergedInto,
                    try Self.holds(target, in: store)
                else { break }
                if !reached.contains(target) { reached.append(target) }
                current = try store.documents(of: target)
            }
        }
        self.reached = reached
        self.current = current
        var known: [[UInt8]: Known] = [:]
        for root in reached {
            for envelope in try Self.envelopes(of: root, in: store) {
                guard let external = envelope.external else { continue }
                known[external] = Known(reference: envelope.reference, root: root, occurred: envelope.occurred)
            }
        }
        self.known = known
    }

    /// Whether a replica holds anything of a root.
    static func holds(_ root: Identifier, in store: ReplicaStore) throws -> Bool {
        try store.database.read { db in
            let statement = try db.cachedStatement(sql: "SELECT 1 FROM change WHERE root = ? AND state <> 2 LIMIT 1")
            return try Int.fetchOne(statement, arguments: [root.data]) != nil
        }
    }

    private static func envelopes(of root: Identifier, in store: ReplicaStore) throws -> [Envelope] {
        try store.database.read { db in
            let statement = try db.cachedStatement(sql: "SELECT header FROM change WHERE root = ? AND state <> 2")
            return try Data.fetchAll(statement, arguments: [root.data]).map {
                try SealedChange(header: Array($0), content: Content.none.encoded).envelope
            }
        }
    }
}
