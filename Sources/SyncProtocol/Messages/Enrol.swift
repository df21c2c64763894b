public import CRDT
public import Hub

/// How a device that was copied becomes a new incarnation: the one it was before asks, with its token, and the user's
/// identity key vouches for the new one.
public struct EnrolRequest: Hashable, Sendable {
    /// The new incarnation.
    public let actor: ActorID
    /// Its key.
    public let deviceKey: PublicKey
    /// The identity key's signature over actor and device key.
    public let deviceCertificate: [UInt8]

    /// Vouches for a new incarnation.
    public init(workspace: Identifier, actor: ActorID, device: SigningKey, identity: SigningKey) {
        self.actor = actor
        deviceKey = device.publicKey
        let message = Certificate.device(workspace: workspace, actor: actor, key: device.publicKey)
        deviceCertificate = identity.sign(message, in: .device)
    }

    init(reading reader: inout ByteReader) throws(ProtocolError) {
        actor = try reader.actor()
        guard let key = PublicKey(bytes: try reader.raw(32)) else { throw .malformed("a key is not 32 bytes") }
        deviceKey = key
        deviceCertificate = try reader.raw(64)
    }

    func write(to writer: inout ByteWriter) {
        writer.write(actor)
        writer.write(raw: deviceKey.bytes)
        writer.write(raw: deviceCertificate)
    }
}
