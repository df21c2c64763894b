public import CRDT
public import Hub

/// What a new person or device sends to use an invite.
public struct JoinRequest: Hashable, Sendable {
    /// The workspace.
    public let workspace: Identifier
    /// The invite.
    public let invite: Identifier
    /// The secret of the invite link.
    public let secret: [UInt8]
    /// The name to be shown; empty for another device of a known user.
    public let name: String
    /// The user's identity key.
    public let identityKey: PublicKey
    /// The device's actor and key.
    public let actor: ActorID
    /// The device's key.
    public let deviceKey: PublicKey
    /// The identity key's signature over actor and device key.
    public let deviceCertificate: [UInt8]

    /// Makes the request of a new identity and device.
    public init(
        workspace: Identifier, invite: Identifier, secret: [UInt8], name: String, identity: SigningKey,
        actor: ActorID, device: SigningKey
    ) {
        self.workspace = workspace
        self.invite = invite
        self.secret = secret
        self.name = name
        identityKey = identity.publicKey
        self.actor = actor
        deviceKey = device.publicKey
        let message = Certificate.device(workspace: workspace, actor: actor, key: device.publicKey)
        deviceCertificate = identity.sign(message, in: .device)
    }

    init(reading reader: inout ByteReader) throws(ProtocolError) {
        workspace = try reader.identifier()
        invite = try reader.identifier()
        secret = try reader.sized()
        name = try reader.string()
        let identity = PublicKey(bytes: try reader.raw(32))
        actor = try reader.actor()
        let device = PublicKey(bytes: try reader.raw(32))
        deviceCertificate = try reader.raw(64)
        guard let identity, let device else { throw .malformed("a key is not 32 bytes") }
        identityKey = identity
        deviceKey = device
    }

    func write(to writer: inout ByteWriter) {
        writer.write(workspace)
        writer.write(invite)
        writer.write(sized: secret)
        writer.write(string: name)
        writer.write(raw: identityKey.bytes)
        writer.write(actor)
        writer.write(raw: deviceKey.bytes)
        writer.write(raw: deviceCertificate)
    }
}

/// What a server answers to a join.
public struct JoinResponse: Hashable, Sendable {
    /// The user that the device belongs to.
    public let user: Identifier
    /// The root key, whose fingerprint must be the one of the invite link.
    public let rootKey: PublicKey
    /// The root key's signature over user and identity key.
    public let identityCertificate: [UInt8]

    /// Assembles an answer.
    public init(user: Identifier, rootKey: PublicKey, identityCertificate: [UInt8]) {
        self.user = user
        self.rootKey = rootKey
        self.identityCertificate = identityCertificate
    }
}

/// An invite link: `http(s)://host:port/join/<workspace>/<invite>#<root fingerprint>.<secret>`.
///
/// What stands behind `#` never reaches a server, except the secret in a join request.
public struct InviteLink: Hashable, Sendable, LosslessStringConvertible {
    /// `http://host:port` or `https://host:port`.
    public let server: String
    /// The workspace.
    public let workspace: Identifier
    /// The invite.
    public let invite: Identifier
    /// The root key's fingerprint, 32 hexadecimal digits.
    public let rootFingerprint: String
    /// 16 bytes or more.
    public let secret: [UInt8]

    /// Assembles a link.
    public init(
        server: String, workspace: Identifier, invite: Identifier, rootFingerprint: String, secret: [UInt8]
    ) {
        self.server = server
        self.workspace = workspace
        self.invite = invite
        self.rootFingerprint = rootFingerprint
        self.secret = secret
    }

    /// The link.
    public var description: String {
        "\(server)/join/\(workspace)/\(invite)#\(rootFingerprint).\(Hexadecimal.encode(secret))"
    }

    /// Reads a link; nil when it is incomplete or not of the form.
    public init?(_ description: String) {
        let halves = description.split(separator: "#", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let proofs = halves[1].split(separator: ".", omittingEmptySubsequences: false)
        var path = halves[0].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard path.count >= 6, let invite = Identifier(path.removeLast()),
            let workspace = Identifier(path.removeLast()), path.removeLast() == "join",
            path[0] == "http:" || path[0] == "https:",
            proofs.count == 2, proofs[0].count == 32, Hexadecimal.decode(String(proofs[0])) != nil,
            let secret = Hexadecimal.decode(String(proofs[1])), secret.count >= 16
        else { return nil }
        self.init(
            server: path.joined(separator: "/"), workspace: workspace, invite: invite,
            rootFingerprint: proofs[0].lowercased(), secret: secret
        )
    }
}
