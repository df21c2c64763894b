import CRDT
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer

extension World {
    /// The invariants that cost little, after every step.
    func checkCheap() throws {
        let (head, count, last) = try log.database.read { db in
            (
                try Int64.fetchOne(db, sql: "SELECT head FROM workspace") ?? -1,
                try Int64.fetchOne(db, sql: "SELECT COUNT(*) FROM log") ?? -1,
                try Int64.fetchOne(db, sql: "SELECT IFNULL(MAX(sequence), 0) FROM log") ?? -1
            )
        }
        guard head == count, head == last else {
            throw violation("the sequence has a gap: head \(head), rows \(count)")
        }
        for node in nodes where !node.isStopped {
            guard try node.store.cursor().sequence <= UInt64(head) else {
                throw violation("the cursor of node \(node.name) is ahead of the log")
            }
        }
    }

    /// Everything that must hold once all is quiet.
    func checkQuiet() throws {
        try checkLog()
        for node in nodes.indices {
            if nodes[node].isStopped {
                try checkPurged(node)
            } else {
                try checkAgreement(node)
                try checkNothingForeign(node)
            }
            try checkNothingLost(node)
        }
        try checkForgeries()
        try checkErasures()
    }

    /// Both sequences are gapless and the chains add up.
    private func checkLog() throws {
        let sql = "SELECT scope, MIN(scope_sequence), MAX(scope_sequence), COUNT(*) FROM log GROUP BY scope"
        for row in try log.database.read({ try Row.fetchAll($0, sql: sql) }) {
            guard row[1] == 1 as Int64, row[2] as Int64 == row[3] as Int64 else {
                throw violation("scope \(row[0] as Int64) has a gap")
            }
        }
    }

    /// Caught-up replicas of a scope read the same.
    private func checkAgreement(_ node: Int) throws {
        let cursor = try nodes[node].store.cursor()
        let directory = try serverReplica.directory()
        for scope in try nodes[node].store.scopes() {
            // A grant from now on opens only a part of the scope.
            let grant = directory.users[nodes[node].store.member.user]?.grants[scope]
            guard grant?.history != .fromNow else { continue }
            let digest = try nodes[node].store.stateDigest(of: scope)
            guard try digest == serverReplica.stateDigest(of: scope) else {
                throw violation(
                    "node \(node) reads \(scope) otherwise than the server (cursor \(cursor.sequence)): "
                        + "\(try difference(nodes[node].store, serverReplica, scope))"
                )
            }
        }
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
            try String.fetchAll(db, sql: "SELECT DISTINCT scope FROM placement")
        }
        for scope in placed where !held.contains(scope) {
            throw violation("node \(node) still holds roots of \(scope)")
        }
        let granted = try serverReplica.directory().scopes(of: nodes[node].store.member.user, queues: queues)
        for scope in held where granted[Scope(scope) ?? .workspace] == nil {
            throw violation("node \(node) holds \(scope) without a grant")
        }
    }

    /// A revoked device holds nothing.
    private func checkPurged(_ node: Int) throws {
        guard try count(nodes[node].store, "SELECT COUNT(*) FROM change") == 0 else {
            throw violation("revoked node \(node) was not purged")
        }
    }

    /// What was acknowledged is in the log, and what was saved is acknowledged, parked or rescued.
    private func checkNothingLost(_ node: Int) throws {
        let member = nodes[node].store.member
        let stored = try log.database.read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT log.number FROM log JOIN actor ON actor.id = log.actor
                    WHERE actor.actor = ? AND row_kind IN (0, 2)
                    """,
                arguments: [Self.data(member.actor)]
            )
        }
        let present = Set(stored.map { UInt64($0) })
        if let missing = nodes[node].acknowledged.subtracting(present).min() {
            throw violation("change \(missing) of node \(node) was acknowledged and is gone")
        }
        let kept = try nodes[node].store.database.read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT change.number FROM change JOIN actor ON actor.id = change.actor
                    WHERE actor.actor = ? AND state = 2 UNION SELECT number FROM rescued
                    """,
                arguments: [Self.data(member.actor)]
            )
        }
        let accounted = present.union(kept.map { UInt64($0) }).union(try voided(member.actor))
        for number in 1...max(1, nodes[node].writtenCount) where nodes[node].writtenCount > 0 {
            guard accounted.contains(number) else {
                throw violation("change \(number) of node \(node) was saved and is neither sent, parked nor rescued")
            }
            guard present.contains(number) || kept.contains(Int64(number)) || isControl(number, node) else {
                throw violation("the words of change \(number) of node \(node) are gone")
            }
        }
    }

    private func isControl(_ number: UInt64, _ node: Int) -> Bool {
        // Refused placements and facts hold no words; their void is all that remains after a purge.
        let sql = "SELECT kind FROM log JOIN actor ON actor.id = log.actor WHERE actor.actor = ? AND log.number = ?"
        let kind = try? log.database.read { db in
            try Int64.fetchOne(
                db, sql: sql, arguments: [Self.data(nodes[node].store.member.actor), Int64(number)]
            )
        }
        return (kind ?? nil).map { $0 >= 32 } ?? false
    }

    private func voided(_ actor: ActorID) throws -> [UInt64] {
        try log.database.read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT log.number FROM log JOIN actor ON actor.id = log.actor WHERE actor.actor = ? AND row_kind = 3
                    """,
                arguments: [Self.data(actor)]
            )
        }.map { UInt64($0) }
    }

    private func checkForgeries() throws {
        let stored = try log.database.read {
            try Data.fetchAll($0, sql: "SELECT change_id FROM log WHERE row_kind = 0")
        }
        for id in stored where ChangeID(bytes: Array(id)).map(forgedIDs.contains) ?? false {
            throw violation("a forged change is in the log")
        }
    }

    /// What an accepted erasure names is empty on every replica.
    private func checkErasures() throws {
        let erasures = try log.database.read { db in
            try Row.fetchAll(db, sql: "SELECT header FROM log WHERE kind = 34 AND row_kind = 0")
        }
        for row in erasures {
            let change = try SealedChange(header: [UInt8](row[0] as Data), content: Content.none.encoded)
            let erasure = try ControlBody.decode(Erasure.self, from: change.envelope.structure)
            for target in erasure.targets.compactMap(\.reference) {
                for store in nodes.filter({ !$0.isStopped }).map(\.store) + [serverReplica] {
                    guard try isErased(target, in: store) else {
                        throw violation("\(target) was erased and still has its words somewhere")
                    }
                }
            }
        }
    }

    private func isErased(_ reference: ChangeReference, in store: ReplicaStore) throws -> Bool {
        let content = try store.database.read { db in
            try Data.fetchOne(
                db,
                sql: """
                    SELECT content FROM change JOIN actor ON actor.id = change.actor
                    WHERE actor.actor = ? AND change.number = ?
                    """,
                arguments: [Self.data(reference.actor), Int64(reference.number)]
            )
        }
        return content.map { $0.first == 0 } ?? true
    }

    // MARK: Reading rows

    func count(_ store: ReplicaStore, _ sql: String) throws -> Int {
        try store.database.read { try Int.fetchOne($0, sql: sql) ?? 0 }
    }

    func writtenCount(_ node: Int) throws -> UInt64 {
        try nodes[node].store.database.read { try UInt64.fetchOne($0, sql: "SELECT number FROM replica") ?? 0 }
    }

    func placedTickets(_ node: Int) throws -> [Identifier] {
        try nodes[node].store.database.read { db in
            try Data.fetchAll(db, sql: "SELECT DISTINCT root FROM change WHERE kind = 1 AND state <> 2 ORDER BY root")
        }.map(Self.identifier)
    }

    static func data(_ identifier: Identifier) -> Data {
        var writer = ByteWriter()
        writer.write(identifier)
        return Data(writer.bytes)
    }

    static func data(_ actor: ActorID) -> Data {
        var writer = ByteWriter()
        writer.write(actor)
        return Data(writer.bytes)
    }

    static func identifier(_ data: Data) throws -> Identifier {
        var reader = ByteReader(Array(data))
        return try reader.identifier()
    }

    static func actor(_ data: Data) throws -> ActorID {
        var reader = ByteReader(Array(data))
        return try reader.actor()
    }
}
