import CRDT
public import Hub
import Replica
import SyncProtocol

/// How a workspace stands, with who belongs to it: for whoever has the folder.
public struct StatusReport: Sendable, Encodable {
    /// A member.
    public struct Member: Sendable, Encodable {
        /// The user.
        public let user: Identifier
        /// What people call them; nil when the name was erased.
        public let name: String?
        /// The role.
        public let role: Role
        /// The granted scopes, ascending.
        public let scopes: [String]
        /// Devices that may sync.
        public let devices: [String]
        /// Devices that were revoked.
        public let revokedDevices: [String]

        enum CodingKeys: String, CodingKey {
            case user, name, role, scopes, devices
            case revokedDevices = "revoked_devices"
        }
    }

    /// The folder.
    public let folder: String
    /// The workspace's name.
    public let name: String
    /// How members reach the server; nil when that is not known yet.
    public let address: String?
    /// The log and the server's own replica.
    public let status: WorkspaceStatus
    /// The members by name.
    public let members: [Member]
    /// For each scope of the server's replica a hash of what its accepted changes add up to; nil when not asked for.
    public let digests: [String: String]?

    /// Reads how things stand in a folder.
    ///
    /// - Complexity: with digests O(changes of the workspace).
    public init(_ folder: WorkspaceFolder, hasDigests: Bool = false) throws {
        let replica = try folder.openReplicaOfServer()
        self.folder = folder.path
        name = folder.description.name
        address = folder.description.address
        status = try WorkspaceStatus(replica)
        digests = hasDigests ? try replica.store.stateDigests() : nil
        let log = replica.log
        members = try log.read { snapshot in
            let directory = try log.directories.current(at: try snapshot.directorySequence, in: snapshot)
            return try directory.users.map { id, user in
                let devices = directory.devices.filter { $0.value.user == id }
                func names(_ isRevoked: Bool) -> [String] {
                    devices.filter { ($0.value.revoked != nil) == isRevoked }.keys.sorted().map(\.description)
                }
                return Member(
                    user: id, name: try snapshot.words(of: user.source), role: user.role,
                    scopes: user.grants.keys.sorted().map(\.description), devices: names(false),
                    revokedDevices: names(true)
                )
            }
        }.sorted { ($0.name ?? "", $0.user) < ($1.name ?? "", $1.user) }
    }
}
