import Foundation
import GRDB
import Hub

/// Keeps the rows for lists, figures and search true to the documents.
struct Projector {
    init(_ store: ReplicaStore, _ db: Database, now: Instant) throws {}

    /// Computes the rows of roots anew.
    func refresh(_ roots: Set<Identifier>) throws {}

    /// Removes every row of a root.
    static func remove(_ root: Data, _ db: Database) throws {}
}
