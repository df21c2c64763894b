import CRDT
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer

extension World {
    /// The network heals; everybody gets a bounded number of steps to become quiet without writing anything new.
    mutating func heal() throws {
        note("the network heals")
        for node in nodes.indices {
            nodes[node].partition = .none
            nodes[node].wakeAt = 0
        }
        server.skewMilliseconds = 0
        late = []
        for _ in 0..<World.healingStepCountMax {
            step += 1
            now += 1000
            var isQuiet = true
            for node in nodes.indices where !nodes[node].isStopped {
                if case .idle = nodes[node].wire, try isQuietNode(node) { continue }
                isQuiet = false
                nodes[node].wakeAt = 0
                try move(node, isLossy: false)
            }
            if isQuiet {
                guard try server.catchUp(at: serverTime) else { throw violation("the server's replica is not served") }
                guard try !hasAssistant || letAssistantRest() else { continue }
                try followLog()
                if try nodes.indices.allSatisfy({ try nodes[$0].isStopped || isQuietNode($0) }) { return }
            }
        }
        throw violation(
            "after healing, the queues do not drain within \(World.healingStepCountMax) steps: \(try waiting())"
        )
    }

    /// What still waits, for the report of a violation.
    private func waiting() throws -> String {
        let state = try server.log.read { try $0.state }
        return try nodes.filter { !$0.isStopped }.map { node in
            let rows = try node.store.database.read { db in
                try Row.fetchAll(db, sql: "SELECT number, kind, state, hex(root) FROM change WHERE state IN (1, 3)")
            }
            return "node \(node.name) at \(node.cursor.sequence) of \(model.head): "
                + rows.map { "\($0)" }.joined(separator: " ")
        }.joined(separator: "; ") + "; the log is \(state)"
    }

    private func isQuietNode(_ node: Int) throws -> Bool {
        let cursor = nodes[node].cursor
        guard cursor.sequence == model.head, cursor.scopes.values.allSatisfy({ $0.backfill == nil }),
            nodes[node].driver.isCaughtUp
        else { return false }
        return try nodes[node].store.database.read { db in
            let sql = "SELECT EXISTS (SELECT 1 FROM change WHERE state <> 0 AND state IN (1, 3))"
            return try Bool.fetchOne(db.cachedStatement(sql: sql)) != true
        }
    }
}
