import CRDT
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol

/// Erases the assistant's traces that are older than the workspace keeps them, by the erasures that every replica, backup
/// and search index follows. What was decided, when, how surely and on which articles is not part of a trace and stays.
final class TraceRetention {
    private let replica: ServerReplica
    /// Up to which number of each of the server's devices the changes were looked through.
    private var looked: [ActorID: Int64] = [:]

    /// How many changes are looked through before something is written.
    private static let changeCountMax = 5000
    private static let secondsPerDay: Int64 = 86_400

    /// Begins on a server's replica.
    init(_ replica: ServerReplica) { self.replica = replica }

    /// Erases what is due.
    ///
    /// - Returns: How many traces were erased.
    /// - Complexity: O(what the server has written in tickets since the last time); at first all that it ever has.
    func erase(at now: Instant) throws -> Int {
        // A restored log serves nobody until it has what it lost.
        guard try replica.log.read({ try $0.state }) == "open" else { return 0 }
        let days = try replica.store.settings(.retention).settings["retention.traces_days"].integer ?? 0
        guard days > 0 else { return 0 }
        let oldest = now.advanced(bySeconds: -days * Self.secondsPerDay)
        var count = 0
        for device in try replica.store.directory().devices where device.value.user == replica.store.member.user {
            while let due = try due(of: device.key, before: oldest) {
                guard !due.traces.isEmpty else {
                    looked[device.key] = due.last
                    continue
                }
                // One transaction, because each writes the files anew.
                try replica.store.write(at: now, isAction: false) { writer in
                    for (root, changes) in due.traces.sorted(by: { $0.key < $1.key }) {
                        try writer.erase(changes, root: root, reason: "retention")
                    }
                }
                try replica.catchUp(now: { now })
                looked[device.key] = due.last
                count += due.traces.values.reduce(0) { $0 + $1.count }
            }
        }
        return count
    }

    /// The next traces of a device that the log took before an instant and that still have their words, by ticket, and up
    /// to which number that was looked; nil when all were.
    private func due(
        of device: ActorID, before oldest: Instant
    ) throws -> (traces: [Identifier: [ChangeReference]], last: Int64)? {
        let rows = try replica.store.database.read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT number, header, substr(content, 1, 1) = x'00' FROM change
                    WHERE actor = (SELECT id FROM actor WHERE actor = ?) AND number > ? AND state = 0 AND kind = ?
                        AND received < ?
                    ORDER BY number LIMIT ?
                    """
            )
            let arguments: StatementArguments = [
                device.data, looked[device] ?? 0, ChangeKind(.ticket).rawValue, oldest.milliseconds,
                Self.changeCountMax,
            ]
            return try Row.fetchAll(statement, arguments: arguments)
        }
        guard let last = rows.last?[0] as Int64? else { return nil }
        var candidates: [Identifier: [ChangeReference]] = [:]
        for row in rows where row[2] == false {
            let header = [UInt8](row[1] as Data)
            let envelope = try SealedChange(header: header, content: Content.none.encoded).envelope
            guard envelope.onBehalfOf?.author == .assistant else { continue }
            candidates[envelope.root, default: []].append(envelope.reference)
        }
        var traces: [Identifier: [ChangeReference]] = [:]
        for (root, changes) in candidates {
            let document = try replica.store.documents(of: root).document(root)
            let held = changes.filter { change in
                document.operations(of: change).contains { Hub.isAssistantsNote($0, in: .ticket) }
            }
            if !held.isEmpty { traces[root] = held }
        }
        return (traces, last)
    }
}
