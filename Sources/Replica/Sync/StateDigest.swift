import CRDT
import Foundation
import GRDB
public import Hub
public import SyncProtocol

extension ReplicaStore {
    /// A digest of what the accepted changes of a scope add up to: equal on every replica that is caught up.
    ///
    /// It covers, for each root that is placed in the scope, its placement, its number and the canonical bytes of its
    /// documents; what is not sent yet plays no part.
    ///
    /// - Returns: 32 bytes.
    /// - Complexity: O(changes of the scope).
    public func stateDigest(of scope: Scope) throws -> [UInt8] {
        var digest = ByteWriter()
        for (root, bytes) in try rootDigests(of: scope).sorted(by: { $0.key < $1.key }) {
            digest.write(root)
            digest.write(raw: bytes)
        }
        return Hash.blake2b(digest.bytes)
    }

    /// What `stateDigest` adds up, root by root: 32 bytes each.
    package func rootDigests(of scope: Scope) throws -> [Identifier: [UInt8]] {
        try database.read { db in
            let authors = Authors(try directory(db))
            let placed = try db.cachedStatement(sql: "SELECT root FROM placement WHERE scope = ?")
            let roots = try Data.fetchAll(placed, arguments: [scope.description])
            var digests: [Identifier: [UInt8]] = [:]
            for root in roots {
                let root = try Identifier(data: root)
                let documents = try RootDocuments.load(root, authors: authors, isBase: true, db)
                var digest = ByteWriter()
                digest.write(varint: documents.number ?? 0)
                for (id, entry) in documents.documents.sorted(by: { $0.key < $1.key }) {
                    digest.write(id)
                    digest.write(raw: Hash.blake2b(entry.document.canonicalBytes()))
                }
                digests[root] = Hash.blake2b(digest.bytes)
            }
            return digests
        }
    }

    /// The scopes that the replica holds.
    public func scopes() throws -> [Scope] {
        try database.read { db in
            try String.fetchAll(db.cachedStatement(sql: "SELECT name FROM scope")).compactMap(Scope.init).sorted()
        }
    }
}
