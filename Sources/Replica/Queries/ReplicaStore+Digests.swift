import Hub
import SyncProtocol

extension ReplicaStore {
    /// The state digests of the scopes that the replica holds, by the scope's name, in hexadecimal: for comparing replicas.
    ///
    /// - Complexity: O(changes of the replica).
    public func stateDigests() throws -> [String: String] {
        var digests: [String: String] = [:]
        for scope in try scopes() { digests[scope.description] = Hexadecimal.encode(try stateDigest(of: scope)) }
        return digests
    }
}
