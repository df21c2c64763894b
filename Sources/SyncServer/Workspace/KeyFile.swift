import CRDT
import Foundation
import Hub
import SyncProtocol

/// The secrets of a workspace folder, as they stand in `keys/keys.json`: bytes in hexadecimal.
struct KeyFile: Codable {
    /// Says how to read the rest.
    var version = 1
    let root: String
    let identity: String
    let registrar: String
    let tokenSecret: String
    let externalKey: String
    let registrarActor: String
    let user: Identifier
    let replica: String
    let replicaActor: String

    enum CodingKeys: String, CodingKey {
        case version, root, identity, registrar, user, replica
        case tokenSecret = "token_secret"
        case externalKey = "external_key"
        case registrarActor = "registrar_actor"
        case replicaActor = "replica_actor"
    }

    /// Collects what is to be kept.
    init(_ keys: ServerKeys, replica: SigningKey, actor: ActorID) {
        root = Hexadecimal.encode(keys.root.seed)
        identity = Hexadecimal.encode(keys.identity.seed)
        registrar = Hexadecimal.encode(keys.registrar.seed)
        tokenSecret = Hexadecimal.encode(keys.tokenSecret)
        externalKey = Hexadecimal.encode(keys.externalKey)
        registrarActor = keys.registrarActor.description
        user = keys.user
        self.replica = Hexadecimal.encode(replica.seed)
        replicaActor = actor.description
    }

    /// The server's keys; nil when one is not of its form.
    var keys: ServerKeys? {
        guard let root = Self.key(root), let identity = Self.key(identity), let registrar = Self.key(registrar),
            let tokenSecret = Hexadecimal.decode(tokenSecret), tokenSecret.count == 32,
            let externalKey = Hexadecimal.decode(externalKey), externalKey.count == 32,
            let actor = ActorID(hexadecimal: registrarActor)
        else { return nil }
        return ServerKeys(
            root: root, identity: identity, registrar: registrar, tokenSecret: tokenSecret, externalKey: externalKey,
            registrarActor: actor, user: user
        )
    }

    /// The device of the server's own replica; nil when it is not of its form.
    var device: (actor: ActorID, key: SigningKey)? {
        guard let actor = ActorID(hexadecimal: replicaActor), let key = Self.key(replica) else { return nil }
        return (actor, key)
    }

    private static func key(_ text: String) -> SigningKey? { Hexadecimal.decode(text).flatMap(SigningKey.init(seed:)) }
}
