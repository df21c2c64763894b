import CRDT
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer

// What must hold once all is quiet.
extension World {
    func checkQuiet() throws {
        for node in nodes.indices {
            if nodes[node].isStopped {
                try checkPurged(node)
            } else {
                try checkAgreement(node)
                try checkNothingForeign(node)
            }
            try checkNothingLost(node)
        }
        for node in nodes where try node.store.mustShred() {
            throw violation("node \(node.name) forgot to shred what was deleted")
        }
        try checkAcknowledged()
        try checkErasures()
        for actor in revokedForGood where model.directory.devices[actor]?.revoked == nil {
            throw violation("device \(actor) was revoked and came back to life")
        }
        if hasAssistant { try checkAssistant() }
        try checkProjections()
    }

    /// Caught-up replicas of a scope read the same.
    private func checkAgreement(_ node: Int) throws {
        let store = nodes[node].store
        let held = try store.scopes()
        let granted = model.directory.scopes(of: store.member.user, queues: model.queues)
        guard Set(held) == Set(granted.keys) else {
            throw violation("node \(node) holds the scopes \(held) and may read \(granted.keys.sorted())")
        }
        for scope in held {
            let mine = try store.rootDigests(of: scope)
            var theirs = try server.replica.rootDigests(of: scope)
            if let grant = granted[scope], grant.history == .fromNow {
                // Such a grant opens what was placed since, and shows nothing else, unless the member's role, which an
                // administrator may have lost, opens the scope whole.
                let since = try placedSince(grant.sequence)
                guard since.isSubset(of: Set(mine.keys).union(Set(since).subtracting(theirs.keys))) else {
                    throw violation("node \(node) lacks roots that were placed in \(scope) after its grant")
                }
                theirs = theirs.filter { mine[$0.key] != nil }
            }
            guard mine == theirs else {
                throw violation(
                    "node \(node) reads \(scope) otherwise than the server (cursor \(nodes[node].cursor.sequence)): "
                        + "\(try difference(store, server.replica, scope))"
                )
            }
        }
    }

    private func placedSince(_ sequence: UInt64) throws -> Set<Identifier> {
        let roots = try server.log.database.read { db in
            try Data.fetchAll(
                db.cachedStatement(sql: "SELECT root FROM placement WHERE since > ?"), arguments: [Int64(sequence)]
            )
        }
        return Set(try roots.map(Self.identifier))
    }

    /// The rows of a scope that two replicas do not share, for the report of a violation.
    private func difference(_ left: ReplicaStore, _ right: ReplicaStore, _ scope: Scope) throws -> String {
        let sql = """
            SELECT hex(root) || ' ' || sequence || ' ' || number || ' ' || stamp || ' ' || hex(substr(content, 1, 1))
            FROM change WHERE state = 0 AND root IN (SELECT root FROM placement WHERE scope = ?)
            """
        let arguments: StatementArguments = [scope.description]
        let one = Set(try left.database.read { try String.fetchAll($0, sql: sql, arguments: arguments) })
        let other = Set(try right.database.read { try String.fetchAll($0, sql: sql, arguments: arguments) })
        return "only here \(one.subtracting(other).sorted()), only there \(other.subtracting(one).sorted())"
    }

    /// Nothing of a scope that the member may not read is on the device.
    private func checkNothingForeign(_ node: Int) throws {
        let held = Set(try nodes[node].store.scopes().map(\.description))
        let placed = try nodes[node].store.database.read { db in
            try String.fetchAll(db.cachedStatement(sql: "SELECT DISTINCT scope FROM placement"))
        }
        for scope in placed where !held.contains(scope) {
            throw violation("node \(node) still holds roots of \(scope)")
        }
        let loose = try nodes[node].store.database.read { db in
            let sql = "SELECT count(*) FROM change WHERE state = 0 AND root NOT IN (SELECT root FROM placement)"
            return try Int.fetchOne(db.cachedStatement(sql: sql)) ?? 0
        }
        guard loose == 0 else { throw violation("node \(node) holds \(loose) changes that belong nowhere") }
    }

    /// A revoked device holds nothing.
    private func checkPurged(_ node: Int) throws {
        let count = try nodes[node].store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM change") }
        guard count == 0 else { throw violation("revoked node \(node) was not purged") }
    }

    /// What was saved is in the log, or kept with its words as refused or rescued.
    private func checkNothingLost(_ node: Int) throws {
        let kept = try kept(by: node)
        let missing = nodes[node].work.saved.filter { id in
            !model.accepted.contains(id) && !kept.contains(id) && !(nodes[node].isRevoked && isExcused(id))
        }
        guard missing.isEmpty else {
            let numbers = nodes[node].work.ids.filter { missing.contains($0.value) }.keys.sorted()
            throw violation("changes \(numbers) of node \(node) were saved and are not in the log, parked or rescued")
        }
    }

    /// What a replica shows to its owner as refused, lost or rescued.
    private func kept(by node: Int) throws -> Set<ChangeID> {
        let rows = try nodes[node].store.database.read { db in
            let sql = "SELECT header, content FROM change WHERE state = 2 UNION ALL SELECT header, content FROM rescued"
            return try Row.fetchAll(db.cachedStatement(sql: sql))
        }
        return try Set(
            rows.map { try SealedChange(header: [UInt8]($0[0] as Data), content: [UInt8]($0[1] as Data)).id })
    }

    /// Whether a restored log lacks a change that nobody who is still a member held under a receipt.
    private func isExcused(_ id: ChangeID) -> Bool {
        lost[id].map { $0.allSatisfy { nodes[$0].isRevoked } } ?? false
    }

    /// What was acknowledged is in the log; after a restoration, as far as somebody held it under a receipt, or where it
    /// does not fit any more (others moved the root, a copy of the device used the number) its author is shown it.
    private func checkAcknowledged() throws {
        for (id, node) in acknowledged where !model.accepted.contains(id) && !isExcused(id) {
            if server.isRestored, try kept(by: node).contains(id) { continue }
            throw violation("\(id) of node \(node) was acknowledged and is gone")
        }
    }

    /// What an accepted erasure names is empty in the log and on every replica.
    private func checkErasures() throws {
        let replicas =
            nodes.indices.filter { !nodes[$0].isStopped }.map { ("node \($0)", nodes[$0].store) }
            + [("the server", server.replica)]
        for target in model.erased {
            for (holder, store) in replicas {
                guard try isErased(target, "change", in: store.database) else {
                    throw violation("\(target) was erased and \(holder) has its words")
                }
            }
            guard try isErased(target, "log", in: server.log.database) else {
                throw violation("\(target) was erased and has its words in the log")
            }
        }
    }

    private func isErased(_ reference: ChangeReference, _ table: String, in database: any DatabaseReader) throws -> Bool
    {
        let content = try database.read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT content FROM \(table) WHERE actor = (SELECT id FROM actor WHERE actor = ?) AND number = ?
                    """
            )
            return try Data.fetchOne(statement, arguments: [Self.data(reference.actor), Int64(reference.number)])
        }
        return content.map { $0.first == 0 } ?? true
    }

    /// The rows for lists and search are what the documents say. Costly, so in a few worlds only.
    private func checkProjections() throws {
        guard seed.isMultiple(of: 8), let node = nodes.first(where: { !$0.isStopped }) else { return }
        guard try node.store.verifyProjections(at: Instant(milliseconds: now)) else {
            throw violation("the projections of node \(node.name) are not what its documents say")
        }
    }
}
