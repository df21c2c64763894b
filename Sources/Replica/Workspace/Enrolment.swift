public import CRDT
public import Hub
public import SyncProtocol

/// Uses an invite link: makes the keys of a new device, has the server admit it, and checks what the server answers.
///
/// Asking again with the same keys is answered like the first time, so an answer that was lost costs nobody the invite.
public struct Enrolment: Sendable {
    let link: InviteLink
    private let name: String
    let actor: ActorID
    let device: SigningKey
    let identity: SigningKey

    /// Prepares the enrolment of a new person, or of another device of the person whose identity key is given.
    ///
    /// - Parameters:
    ///   - identity: Nil for a new person, whose key is made here.
    ///   - generator: Cryptographically secure outside of simulations.
    public init(
        _ link: InviteLink, name: String, identity: SigningKey? = nil, using generator: inout some RandomNumberGenerator
    ) {
        self.link = link
        self.name = name
        actor = ActorID(high: generator.next(), low: generator.next())
        device = SigningKey(using: &generator)
        self.identity = identity ?? SigningKey(using: &generator)
    }

    /// The enrolment that was asked for before, with its keys.
    init(_ link: InviteLink, name: String, actor: ActorID, device: SigningKey, identity: SigningKey) {
        self.link = link
        self.name = name
        self.actor = actor
        self.device = device
        self.identity = identity
    }

    /// What to ask the server.
    public var request: Request {
        .join(
            JoinRequest(
                workspace: link.workspace, invite: link.invite, secret: link.secret, name: name, identity: identity,
                actor: actor, device: device
            )
        )
    }

    /// What to keep of the server's answer.
    ///
    /// - Throws: `ProtocolError` when the server refuses, or is not the one that the link names; nothing was kept then.
    public func device(from response: Response) throws -> DeviceFile {
        switch response {
        case .failure(let error): throw error
        case .joined(let joined): return try device(from: joined)
        case .hello, .authenticated, .enrolled, .outcomes, .frames, .repaired, .noted, .held, .piece, .writing:
            throw ProtocolError(.malformed, "the server answered something else than was asked; check the link")
        }
    }

    private func device(from joined: JoinResponse) throws(ProtocolError) -> DeviceFile {
        guard joined.rootKey.fingerprint == link.rootFingerprint else {
            throw ProtocolError(
                .rootMismatch, "the server is not the one that the invite names; ask who invited you before you go on"
            )
        }
        let message = Certificate.identity(workspace: link.workspace, user: joined.user, key: identity.publicKey)
        guard joined.rootKey.verifies(joined.identityCertificate, of: message, in: .identity) else {
            throw ProtocolError(.badSignature, "the server's certificate is not by the workspace's root key")
        }
        return DeviceFile(
            server: link.server, workspace: link.workspace, user: joined.user, actor: actor, device: device,
            identity: identity, rootFingerprint: link.rootFingerprint
        )
    }
}
