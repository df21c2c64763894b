public import CRDT
public import Hub

/// What certificates sign: the chain from the workspace's root key over a user's identity key to a device's key.
public enum Certificate {
    /// The message by which the root key vouches for a user's identity key.
    public static func identity(workspace: Identifier, user: Identifier, key: PublicKey) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(workspace)
        writer.write(user)
        writer.write(raw: key.bytes)
        return writer.bytes
    }

    /// The message by which an identity key vouches for a device's key.
    public static func device(workspace: Identifier, actor: ActorID, key: PublicKey) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(workspace)
        writer.write(actor)
        writer.write(raw: key.bytes)
        return writer.bytes
    }
}
