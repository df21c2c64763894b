import CRDT
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol

/// What has changed in a replica since it was looked at last.
struct AssistantFeed {
    private let store: ReplicaStore

    /// What is new.
    struct News {
        /// Up to where it was looked.
        let sequence: UInt64
        /// Tickets with changes, those that were active of late.
        var tickets: [Identifier] = []
        /// Whether articles or guidance changed.
        var hasContent = false
        /// Whether settings changed.
        var hasSettings = false
        /// Whether there is more behind it.
        let hasMore: Bool
    }

    init(_ store: ReplicaStore) { self.store = store }

    /// Up to where the replica has everything.
    func sequence() throws -> UInt64 { try store.cursor().sequence }

    /// The tickets that were active since an instant, the first first; history that is imported never is.
    func ticketsActive(since oldest: Instant) throws -> [Identifier] {
        try store.database.read { db in
            let sql = "SELECT id FROM ticket_list WHERE updated >= ? ORDER BY updated, id"
            return try Data.fetchAll(db, sql: sql, arguments: [oldest.milliseconds]).map(Identifier.init(data:))
        }
    }

    /// The tickets in which the server wrote for the assistant since an instant, unsent work included. O(what the server
    /// has written since).
    func ticketsWritten(since oldest: Instant) throws -> Set<Identifier> {
        let devices = try store.directory().devices.filter { $0.value.user == store.member.user }.keys
        return try store.database.read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT header FROM change WHERE actor = (SELECT id FROM actor WHERE actor = ?)
                    ORDER BY number DESC
                    """
            )
            var tickets: Set<Identifier> = []
            for device in devices {
                let rows = try Row.fetchCursor(statement, arguments: [device.data])
                // A device's clock only goes forward, and never behind the time of writing.
                while let row = try rows.next() {
                    let header = [UInt8](row[0] as Data)
                    let envelope = try SealedChange(header: header, content: Content.none.encoded).envelope
                    guard Int64(clamping: envelope.time.milliseconds) >= oldest.milliseconds else { break }
                    guard envelope.onBehalfOf?.author == .assistant, envelope.kind.document == .ticket else { continue }
                    tickets.insert(envelope.root)
                }
            }
            return tickets
        }
    }

    /// What came after a sequence, at most so many changes of it. O(changes that came).
    func news(after sequence: UInt64, countMax: Int, activeSince oldest: Instant) throws -> News {
        let head = try self.sequence()
        let end = min(head, sequence + UInt64(countMax))
        return try store.database.read { db in
            var news = News(sequence: end, hasMore: end < head)
            let changed = try db.cachedStatement(
                sql: """
                    SELECT DISTINCT root, kind FROM change
                    WHERE sequence > ? AND sequence <= ? AND batch IS NOT NULL AND kind < 32
                    """
            )
            let isActive = try db.cachedStatement(
                sql: "SELECT updated >= ? FROM root JOIN ticket USING (row) WHERE root.id = ?")
            var seen: Set<Identifier> = []
            let rows = try Row.fetchAll(changed, arguments: [Int64(clamping: sequence), Int64(clamping: end)])
            for row in rows {
                switch ChangeKind(rawValue: row[1]).document {
                case .article, .guidance: news.hasContent = true
                case .settings: news.hasSettings = true
                case .ticket, .discussion:
                    let data: Data = row[0]
                    guard try Bool.fetchOne(isActive, arguments: [oldest.milliseconds, data]) == true else { continue }
                    let ticket = try Identifier(data: data)
                    if seen.insert(ticket).inserted { news.tickets.append(ticket) }
                default: continue
                }
            }
            return news
        }
    }
}
