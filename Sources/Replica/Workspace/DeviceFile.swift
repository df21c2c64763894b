public import CRDT
import Foundation
public import Hub
public import SyncProtocol

/// Who a device is: the file `device.json` of a replica's folder, which holds the secrets of the user and the device.
public struct DeviceFile: Hashable, Sendable, Codable {
    /// The layout of the file.
    public var version = 1
    /// `http://host:port` or `https://host:port` of the server.
    public var server: String
    /// The workspace.
    public var workspace: Identifier
    /// The user.
    public var user: Identifier
    /// The device incarnation, in hexadecimal.
    public var actor: String
    /// The seed of the device's key, in hexadecimal.
    public var deviceSeed: String
    /// The seed of the user's identity key, which vouches for further devices, in hexadecimal.
    public var identitySeed: String
    /// The fingerprint of the root key that the invite link named.
    public var rootFingerprint: String
    /// Whether the server knows the incarnation; a new one is enrolled when there is a network.
    public var isEnrolled = true
    /// The incarnations that the device was before, oldest first: what they have written and not sent still goes out
    /// under their names.
    public var earlier: [Incarnation] = []
    /// Where the incarnation writes, as `DevicePlace` names it; nil until the replica is opened for the first time.
    var place: String?

    /// A device incarnation that the folder was before.
    public struct Incarnation: Hashable, Sendable, Codable {
        /// The actor, in hexadecimal.
        public var actor: String
        /// The seed of its key, in hexadecimal.
        public var deviceSeed: String
        /// Whether the server knows it.
        public var isEnrolled: Bool

        enum CodingKeys: String, CodingKey {
            case actor
            case deviceSeed = "device_seed"
            case isEnrolled = "enrolled"
        }
    }

    enum CodingKeys: String, CodingKey {
        case version, server, workspace, user, actor, earlier, place
        case isEnrolled = "enrolled"
        case deviceSeed = "device_seed"
        case identitySeed = "identity_seed"
        case rootFingerprint = "root_fingerprint"
    }

    /// Describes a device.
    public init(
        server: String, workspace: Identifier, user: Identifier, actor: ActorID, device: SigningKey,
        identity: SigningKey, rootFingerprint: String
    ) {
        self.server = server
        self.workspace = workspace
        self.user = user
        self.actor = actor.description
        deviceSeed = Hexadecimal.encode(device.seed)
        identitySeed = Hexadecimal.encode(identity.seed)
        self.rootFingerprint = rootFingerprint
    }

    /// Reads the file.
    ///
    /// - Throws: `ReplicaError.damagedFile`.
    public init(path: String) throws {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw ReplicaError.damagedFile(
                path: path, explanation: "it cannot be read; check its owner and permissions")
        }
        do {
            self = try JSONDecoder().decode(DeviceFile.self, from: data)
            _ = try (member(), deviceKey(), identityKey(), earlierKeys())
        } catch {
            throw ReplicaError.damagedFile(
                path: path,
                explanation: "it does not describe a device; put a copy back, or run `conv-agent rescue`, which keeps "
                    + "what was not sent and makes room to join again"
            )
        }
    }

    /// Writes the file anew, readable by its owner alone; a crash leaves the old one or the new one.
    public func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let bytes = [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
        try PrivateFile.write(bytes, to: path)
    }

    /// Who the replica belongs to.
    public func member() throws -> ReplicaStore.Member {
        guard let actor = ActorID(hexadecimal: actor) else { throw malformed }
        return ReplicaStore.Member(workspace: workspace, user: user, actor: actor, rootFingerprint: rootFingerprint)
    }

    /// The device's key.
    public func deviceKey() throws -> SigningKey { try key(deviceSeed) }
    /// The user's identity key.
    public func identityKey() throws -> SigningKey { try key(identitySeed) }

    /// The actors and keys of the incarnations before, oldest first.
    public func earlierKeys() throws -> [(actor: ActorID, key: SigningKey)] {
        try earlier.map { incarnation in
            guard let actor = ActorID(hexadecimal: incarnation.actor) else { throw malformed }
            return (actor, try key(incarnation.deviceSeed))
        }
    }

    /// The same device as a new incarnation, which the server does not know yet.
    func reincarnated(at place: String, using generator: inout some RandomNumberGenerator) -> DeviceFile {
        var device = self
        device.earlier.append(Incarnation(actor: actor, deviceSeed: deviceSeed, isEnrolled: isEnrolled))
        device.actor = ActorID(high: generator.next(), low: generator.next()).description
        device.deviceSeed = Hexadecimal.encode(SigningKey(using: &generator).seed)
        device.isEnrolled = false
        device.place = place
        return device
    }

    private func key(_ seed: String) throws -> SigningKey {
        guard let bytes = Hexadecimal.decode(seed), let key = SigningKey(seed: bytes) else { throw malformed }
        return key
    }

    private var malformed: ReplicaError {
        .damagedFile(path: "device.json", explanation: "an actor or a key is not of its length")
    }
}
