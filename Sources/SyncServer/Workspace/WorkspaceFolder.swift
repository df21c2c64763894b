public import CRDT
import Foundation
import GRDB
public import Hub
public import Replica
public import SyncProtocol
import Widget

/// The folder that holds one workspace on a server.
///
/// | Name | Holds |
/// |---|---|
/// | `server.json` | name, workspace, addresses |
/// | `log.sqlite` | the log: durable, the one thing that must never be lost |
/// | `replica.sqlite` | the server's own replica: can be computed again from the log |
/// | `channels.sqlite` | what channels have under way: durable |
/// | `blobs/` | attachments by hash |
/// | `keys/` | secrets; only the owner may read them |
public struct WorkspaceFolder: Sendable {
    /// The folder.
    public let path: String
    /// What `server.json` says.
    public let description: WorkspaceDescription
    /// The secrets.
    public let keys: ServerKeys
    /// The device of the server's own replica.
    public let device: (actor: ActorID, key: SigningKey)

    /// The log's file.
    public var logPath: String { "\(path)/log.sqlite" }
    /// The file of the server's own replica.
    public var replicaPath: String { "\(path)/replica.sqlite" }
    /// The folder of the attachments.
    public var blobsPath: String { "\(path)/blobs" }
    /// The file with the secrets.
    public var keyPath: String { Self.keyPath(path) }
    /// The file of what channels have under way.
    public var channelsPath: String { "\(path)/channels.sqlite" }
    /// The file with the secrets of custom channels.
    public var channelKeysPath: String { "\(path)/keys/channels.json" }
    /// The file with the description.
    public var descriptionPath: String { Self.descriptionPath(path) }

    /// The file with the secrets by which sites sign their users' identities.
    var identitySecretsPath: String { "\(path)/keys/\(IdentitySecrets.fileName)" }
    /// What `server.json` says now: a running server notes its address there.
    var describedNow: WorkspaceDescription {
        let data = FileManager.default.contents(atPath: descriptionPath)
        return data.flatMap { try? JSONDecoder().decode(WorkspaceDescription.self, from: $0) } ?? description
    }

    private static func keyPath(_ path: String) -> String { "\(path)/keys/keys.json" }
    private static func descriptionPath(_ path: String) -> String { "\(path)/server.json" }

    /// Opens a folder that holds a workspace.
    ///
    /// - Throws: `ServerError.noWorkspace`, `damagedKeys` or `damagedFile`.
    public init(opening path: String) throws {
        let path = Self.normalized(path)
        guard FileManager.default.fileExists(atPath: Self.descriptionPath(path)) else {
            throw ServerError.noWorkspace(path: path)
        }
        guard let data = FileManager.default.contents(atPath: Self.descriptionPath(path)),
            let description = try? JSONDecoder().decode(WorkspaceDescription.self, from: data)
        else {
            throw ServerError.damagedFile(
                path: Self.descriptionPath(path),
                explanation: "it is not JSON of the form that `init` writes; restore it"
            )
        }
        guard let secrets = FileManager.default.contents(atPath: Self.keyPath(path)),
            let file = try? JSONDecoder().decode(KeyFile.self, from: secrets), let keys = file.keys,
            let device = file.device
        else { throw ServerError.damagedKeys(path: Self.keyPath(path)) }
        self.init(path: path, description: description, keys: keys, device: device)
    }

    private init(
        path: String, description: WorkspaceDescription, keys: ServerKeys, device: (actor: ActorID, key: SigningKey)
    ) {
        self.path = path
        self.description = description
        self.keys = keys
        self.device = device
    }

    /// Makes a workspace in an empty or new folder and founds it.
    ///
    /// - Parameters:
    ///   - address: How members will reach the server; nil when that is not known yet.
    ///   - generator: Cryptographically secure outside of tests.
    /// - Throws: `ServerError.workspaceExists` when the folder holds anything.
    public static func create(
        at path: String, name: String, address: String? = nil, now: Instant,
        using generator: inout some RandomNumberGenerator
    ) throws -> WorkspaceFolder {
        let path = normalized(path)
        let description = try WorkspaceDescription(
            name: name, workspace: Identifier(at: now, using: &generator), publicAddress: address
        )
        guard !name.isEmpty, name.utf8.count <= 200 else {
            throw ServerError.invalidInput("a workspace's name has 1 to 200 bytes; choose another with --name")
        }
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
        )
        guard try FileManager.default.contentsOfDirectory(atPath: path).isEmpty else {
            throw ServerError.workspaceExists(path: path)
        }
        let keys = ServerKeys(at: now, using: &generator)
        let device = (
            actor: ActorID(high: generator.next(), low: generator.next()), key: SigningKey(using: &generator)
        )
        let folder = WorkspaceFolder(path: path, description: description, keys: keys, device: device)
        try PrivateFile.makeFolder("\(path)/keys")
        try PrivateFile.makeFolder(folder.blobsPath)
        try folder.writeKeys()
        let log = try LogStore.open(
            path: folder.logPath, workspace: description.workspace, keys: keys,
            history: Identifier(at: now, using: &generator)
        )
        try Registrar.found(log, name: name, replica: device.actor, replicaKey: device.key.publicKey, at: now)
        // The description comes last: a folder without it holds no workspace.
        try folder.writeDescription()
        return folder
    }

    /// The same folder with a changed description, which is on disk when this returns.
    public func describing(_ change: (inout WorkspaceDescription) throws -> Void) throws -> WorkspaceFolder {
        var description = description
        try change(&description)
        guard description != self.description else { return self }
        let changed = WorkspaceFolder(path: path, description: description, keys: keys, device: device)
        try changed.writeDescription()
        return changed
    }

    /// The same folder with a new device for the server's own replica, enrolled in the log.
    func withNewDevice(_ log: LogStore, at now: Instant) throws -> WorkspaceFolder {
        var randomness = SystemRandomNumberGenerator()
        let device = (
            actor: ActorID(high: randomness.next(), low: randomness.next()), key: SigningKey(using: &randomness)
        )
        let changed = WorkspaceFolder(path: path, description: description, keys: keys, device: device)
        try changed.writeKeys()
        try Registrar.enrolReplica(
            log, name: description.name, replica: device.actor, replicaKey: device.key.publicKey, at: now
        )
        return changed
    }

    private func writeKeys() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let file = KeyFile(keys, replica: device.key, actor: device.actor)
        try PrivateFile.write(Array(try encoder.encode(file)), to: keyPath)
    }

    private func writeDescription() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try PrivateFile.write(Array(try encoder.encode(description)), to: descriptionPath, mode: 0o644)
    }

    private static func normalized(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }
}
