import CRDT
import Foundation
import GRDB
public import Hub
import SyncProtocol

/// What a customer may see of a ticket: its public discussion, as far as the server has accepted it.
///
/// The internal discussion is not even read for it.
public struct PublicConversation: Sendable {
    /// A message.
    public struct Line: Hashable, Sendable {
        /// The message as it reads now.
        public let message: Message
        /// When it was sent.
        public let sent: Instant
        /// The log's sequence at which it was posted.
        public let posted: UInt64
        /// The log's sequence at which it came to read as it does.
        public let changed: UInt64
        /// How many changes have touched it.
        public let revision: Int
        /// What the team calls its author; nil when nothing says so.
        public let authorName: String?
    }

    /// The ticket.
    public let ticket: Ticket
    /// The messages by the sequence at which they came to read as they do.
    public let lines: [Line]
}

extension ReplicaStore {
    /// The newest log sequence of each root's changes; roots that nothing was accepted of are left out.
    public func newestSequences(of roots: [Identifier]) throws -> [Identifier: UInt64] {
        try database.read { db in
            let statement = try db.cachedStatement(sql: "SELECT max(sequence) FROM change WHERE root = ? AND state = 0")
            var sequences: [Identifier: UInt64] = [:]
            for root in roots { sequences[root] = try UInt64.fetchOne(statement, arguments: [root.data]) }
            return sequences
        }
    }

    /// What a customer may see of a ticket; nil when this replica does not hold it.
    ///
    /// - Complexity: O(changes of the ticket and of the directory).
    public func publicConversation(of root: Identifier) throws -> PublicConversation? {
        try database.read { db in
            let documents = try RootDocuments.load(root, authors: Authors(directory(db)), isBase: true, db)
            guard documents.documents[root]?.kind == .ticket else { return nil }
            let document = documents.document(root.publicDiscussion)
            let sequences = try Self.sequences(of: root, db)
            let touches = Discussion.touches(in: document)
            var names = try PeopleNames(db)
            let lines = try Discussion(id: root.publicDiscussion, document: document).messages.map { message in
                let places = (touches[message.id] ?? []).flatMap { sequences[$0] ?? [] }
                return PublicConversation.Line(
                    message: message, sent: documents.sent(message),
                    posted: sequences[message.id.change]?.first ?? 0, changed: places.max() ?? 0,
                    revision: places.count, authorName: try message.author.flatMap { try names.name(of: $0) })
            }
            return PublicConversation(
                ticket: Ticket(id: root, document: documents.document(root)),
                lines: lines.sorted { ($0.changed, $0.message.id) < ($1.changed, $1.message.id) })
        }
    }

    /// Where each accepted change of a root stands in the log, and where it was erased.
    private static func sequences(of root: Identifier, _ db: Database) throws -> [ChangeReference: [UInt64]] {
        let sql = """
            SELECT actor.actor, number, sequence, kind, header, content FROM change JOIN actor ON actor.id = change.actor
            WHERE root = ? AND state = 0 ORDER BY sequence
            """
        var sequences: [ChangeReference: [UInt64]] = [:]
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [root.data])
        while let row = try rows.next() {
            let sequence: UInt64 = row[2]
            guard ChangeKind(rawValue: row[3]) == .erasure else {
                let reference = ChangeReference(actor: try ActorID(data: row[0]), number: row[1])
                sequences[reference, default: []].append(sequence)
                continue
            }
            let change = try SealedChange(header: [UInt8](row[4] as Data), content: [UInt8](row[5] as Data))
            let erasure = try ControlBody.decode(Erasure.self, from: change.envelope.structure)
            for target in erasure.targets.compactMap(\.reference) { sequences[target, default: []].append(sequence) }
        }
        return sequences
    }
}
