public import CRDT
import GRDB
public import Hub
public import SyncProtocol

/// States facts of the directory in the name of the server, all or nothing.
public struct Registrar {
    private let log: LogStore
    private let now: Instant
    private var randomness: any RandomNumberGenerator
    private var facts: [(fact: DirectoryFact, name: String)] = []

    /// Collects facts for a log.
    public init(_ log: LogStore, at now: Instant) {
        self.log = log
        self.now = now
        randomness = log.randomness()
    }

    /// Adds a fact; `name` is what people call the user or device.
    public mutating func state(_ fact: DirectoryFact, name: String = "") { facts.append((fact, name)) }

    /// Appends the facts as one action.
    ///
    /// - Throws: `ProtocolError` when one is not acceptable; none is in force then.
    public mutating func commit() throws {
        let registrar = log.keys.registrarActor
        // The registrar's counter moves with every ticket that is opened, so read and append meet in a retry.
        while true {
            let first = try log.read { try $0.number(of: registrar) } + 1
            let action = Identifier(at: now, using: &randomness)
            let changes = facts.enumerated().map { index, entry in
                seal(entry.fact, entry.name, ChangeReference(actor: registrar, number: first + UInt64(index)), action)
            }
            let batch = Batch(workspace: log.workspace, actor: registrar, changes: changes, key: log.keys.registrar)
            guard let outcomes = try log.append([batch], at: now).first?.get() else { return }
            var mustRetry = false
            for outcome in outcomes {
                switch outcome.result {
                case .accepted: continue
                case .parked(let code, let explanation):
                    throw ProtocolError(ProtocolError.Code(rawValue: code) ?? .malformed, explanation)
                case .duplicate, .equivocation, .gap: mustRetry = true
                }
            }
            if !mustRetry { return }
        }
    }

    private mutating func seal(
        _ fact: DirectoryFact, _ name: String, _ reference: ChangeReference, _ action: Identifier
    ) -> SealedChange {
        let salt = Content.salt(using: &randomness)
        return SealedChange(
            Envelope(
                kind: .directory, workspace: log.workspace, root: log.workspace, document: log.workspace,
                reference: reference, previous: nil, time: Stamp(milliseconds: UInt64(clamping: now.milliseconds)),
                action: action, structure: ControlBody.encode(fact),
                content: .present(salt: salt, bytes: Array(name.utf8))
            )
        )
    }

    /// Founds the workspace: its root key, the user that the server is, the device that keeps the log, and the device
    /// of the server's own replica.
    public static func found(
        _ log: LogStore, name: String, replica: ActorID, replicaKey: PublicKey, at now: Instant
    ) throws {
        let keys = log.keys
        let identity = Certificate.identity(workspace: log.workspace, user: keys.user, key: keys.identity.publicKey)
        var registrar = Registrar(log, at: now)
        registrar.state(
            .founded(rootKey: Hexadecimal.encode(keys.root.publicKey.bytes), server: keys.user), name: name
        )
        registrar.state(
            .user(
                keys.user, role: .owner, identityKey: Hexadecimal.encode(keys.identity.publicKey.bytes),
                certificate: Hexadecimal.encode(keys.root.sign(identity, in: .identity))
            ), name: name
        )
        for (actor, key) in [(keys.registrarActor, keys.registrar.publicKey), (replica, replicaKey)] {
            registrar.stateDevice(actor, key, name: name)
        }
        registrar.state(.special(keys.user, [.ingest, .import]))
        try registrar.commit()
    }

    /// Enrols another device for the server's own replica: after a restoration the numbers that the old one has used are
    /// not known.
    package static func enrolReplica(
        _ log: LogStore, name: String, replica: ActorID, replicaKey: PublicKey, at now: Instant
    ) throws {
        var registrar = Registrar(log, at: now)
        registrar.stateDevice(replica, replicaKey, name: name)
        try registrar.commit()
    }

    private mutating func stateDevice(_ actor: ActorID, _ key: PublicKey, name: String) {
        let message = Certificate.device(workspace: log.workspace, actor: actor, key: key)
        state(
            .device(
                actor: actor.description, user: log.keys.user, key: Hexadecimal.encode(key.bytes),
                certificate: Hexadecimal.encode(log.keys.identity.sign(message, in: .device))
            ), name: name
        )
    }

    /// Makes an invite and returns its secret, which is kept nowhere.
    public static func invite(
        _ log: LogStore, role: Role, scopes: [Scope], user: Identifier? = nil, expires: Instant, at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) throws -> (invite: Identifier, secret: [UInt8]) {
        let secret = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let invite = InviteFact(
            id: Identifier(at: now, using: &generator), secretHash: Hexadecimal.encode(Hash.blake2b(secret)),
            role: role, scopes: scopes, user: user, expires: expires
        )
        var registrar = Registrar(log, at: now)
        registrar.state(.invited(invite))
        try registrar.commit()
        return (invite.id, secret)
    }
}
