import GRDB
public import Hub

extension ReplicaStore {
    /// Everything that the replica holds of a root, unsent work included; empty when it holds nothing.
    ///
    /// - Complexity: O(changes of the root and of the directory).
    public func documents(of root: Identifier) throws -> RootDocuments {
        try database.read { db in try RootDocuments.load(root, authors: Authors(directory(db)), db) }
    }
}
