import CRDT
import Foundation
import GRDB
import Hub
import Replica
import SyncProtocol

/// What the server's replica holds already, so that an import writes only what is new.
struct ImportHoldings {
    private let store: ReplicaStore

    init(_ store: ReplicaStore) { self.store = store }

    /// The external ids of a root's changes.
    func externals(of root: Identifier) throws -> Set<[UInt8]> {
        try store.database.read { db in
            let statement = try db.cachedStatement(sql: "SELECT header FROM change WHERE root = ?")
            let headers = try Data.fetchAll(statement, arguments: [root.data])
            return Set(
                try headers.compactMap {
                    try SealedChange(header: Array($0), content: Content.none.encoded).envelope.external
                }
            )
        }
    }
}
