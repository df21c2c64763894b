import CRDT
import GRDB
import Hub
import Replica
import SyncProtocol
import SyncServer

// What is cheap enough to hold after every step.
extension World {
    /// Nothing is served to whom the log does not let read it.
    func checkServed(_ frames: [Frame], _ token: [UInt8]?) throws {
        guard let token, let actor = try? Tokens(secret: server.keys.tokenSecret).actor(of: token, at: serverTime),
            let device = model.directory.devices[actor]
        else { throw violation("somebody without a token is served") }
        guard device.revoked == nil, server.servesBeforeRefill || !revokedForGood.contains(actor) else {
            throw violation("a revoked device is served")
        }
        let granted = model.directory.scopes(of: device.user, queues: model.queues)
        for frame in frames {
            let scope: Scope
            switch frame {
            case .row(let row): scope = row.scope
            case .carried(_, in: let place): scope = place
            case .scopeOpen(let place, _, _, _): scope = place
            default: continue
            }
            guard granted[scope] != nil else { throw violation("rows of \(scope) are served without a grant") }
        }
    }

    /// A device moves forwards only, never beyond the log, and holds nothing of what was closed.
    mutating func checkStep(_ node: Int, _ input: SyncClient.Input) throws {
        guard !nodes[node].isStopped else { return }
        let before = nodes[node].cursor
        let cursor = try nodes[node].store.cursor()
        nodes[node].cursor = cursor
        if cursor.history == before.history, cursor.sequence < before.sequence {
            throw violation("node \(node) went back from \(before.sequence) to \(cursor.sequence)")
        }
        if cursor != before, cursor.sequence > model.head, try cursor.history == server.log.read({ try $0.history }) {
            throw violation("the cursor of node \(node) is ahead of the log")
        }
        guard cursor != before, case .response(.frames(let frames)) = input else { return }
        for case .scopeClose(let scope) in frames where cursor.scopes[scope] == nil {
            let count = try nodes[node].store.database.read { db in
                let statement = try db.cachedStatement(sql: "SELECT count(*) FROM placement WHERE scope = ?")
                return try Int.fetchOne(statement, arguments: [scope.description]) ?? 0
            }
            guard count == 0 else { throw violation("node \(node) holds \(count) roots of \(scope), which was closed") }
        }
    }
}
