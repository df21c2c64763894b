import GRDB

extension ReplicaStore {
    /// What this replica wrote and the server has not taken.
    public struct UnsentSummary: Hashable, Sendable {
        /// Changes that wait to be sent.
        public let pendingCount: Int
        /// Refused changes, kept for their author.
        public let parkedCount: Int
    }

    /// Whether anything waits to be sent.
    public func hasUnsent() throws -> Bool {
        try database.read { db in
            try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM change WHERE state <> 0 AND state = 1)")) ?? false
        }
    }

    /// Counts what waits and what was refused. O(unsent).
    public func unsentSummary() throws -> UnsentSummary {
        try database.read { db in
            func count(_ state: ChangeState) throws -> Int {
                // `state <> 0` lets the index of unsent changes serve.
                let sql = "SELECT count(*) FROM change WHERE state = ? AND state <> 0"
                return try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [state.rawValue]) ?? 0
            }
            return UnsentSummary(pendingCount: try count(.pending), parkedCount: try count(.parked))
        }
    }
}
