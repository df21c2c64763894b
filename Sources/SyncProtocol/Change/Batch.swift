public import CRDT
public import Hub

/// The signed head of a batch: one Ed25519 signature over the list of its change ids.
///
/// A reader who may see only some of the changes gets the whole list and those.
public struct BatchHeader: Hashable, Sendable {
    /// The workspace.
    public let workspace: Identifier
    /// The writer of all changes.
    public let actor: ActorID
    /// The ids, in the order of the changes' numbers.
    public let ids: [ChangeID]
    /// 64 bytes by the actor's device key.
    public let signature: [UInt8]

    /// Signs a list of ids.
    public init(workspace: Identifier, actor: ActorID, ids: [ChangeID], key: SigningKey) {
        self.workspace = workspace
        self.actor = actor
        self.ids = ids
        signature = key.sign(Self.message(workspace, actor, ids), in: .batch)
    }

    /// The short hash by which stores and frames name the batch: 16 bytes.
    public var id: [UInt8] {
        Array(Hash.blake2b(Self.message(workspace, actor, ids), signature)[..<16])
    }

    /// True when the signature is by the holder of `key`; about 65 µs.
    public func isSigned(by key: PublicKey) -> Bool {
        key.verifies(signature, of: Self.message(workspace, actor, ids), in: .batch)
    }

    private static func message(_ workspace: Identifier, _ actor: ActorID, _ ids: [ChangeID]) -> [UInt8] {
        var writer = ByteWriter(capacity: 48 + ids.count * 32)
        writer.write(workspace)
        writer.write(actor)
        for id in ids { writer.write(raw: id.bytes) }
        return Hash.blake2b(writer.bytes)
    }

    /// Reads a header.
    public init(reading reader: inout ByteReader) throws(ProtocolError) {
        workspace = try reader.identifier()
        actor = try reader.actor()
        signature = try reader.raw(64)
        var ids: [ChangeID] = []
        for _ in 0..<(try reader.count(ofSize: 32)) {
            guard let id = ChangeID(bytes: try reader.raw(32)) else { throw .malformed("a change id is not 32 bytes") }
            ids.append(id)
        }
        self.ids = ids
    }

    /// Writes the header.
    public func write(to writer: inout ByteWriter) {
        writer.write(workspace)
        writer.write(actor)
        writer.write(raw: signature)
        writer.write(varint: UInt64(ids.count))
        for id in ids { writer.write(raw: id.bytes) }
    }

    /// The header's bytes, as stores keep them.
    public var encoded: [UInt8] {
        var writer = ByteWriter()
        write(to: &writer)
        return writer.bytes
    }

    /// Reads what `encoded` wrote.
    public init(encoded: [UInt8]) throws(ProtocolError) {
        var reader = ByteReader(encoded)
        try self.init(reading: &reader)
        try reader.finish()
    }
}

/// Changes of one writer under one signature: the unit of a push.
public struct Batch: Hashable, Sendable {
    /// The signed list.
    public let header: BatchHeader
    /// The changes, in the order of the list.
    public let changes: [SealedChange]

    /// Signs `changes` of one actor, in the order of their numbers.
    public init(workspace: Identifier, actor: ActorID, changes: [SealedChange], key: SigningKey) {
        header = BatchHeader(workspace: workspace, actor: actor, ids: changes.map(\.id), key: key)
        self.changes = changes
    }

    /// Puts a stored header and its changes together again.
    public init(header: BatchHeader, changes: [SealedChange]) {
        self.header = header
        self.changes = changes
    }

    init(reading reader: inout ByteReader) throws(ProtocolError) {
        header = try BatchHeader(reading: &reader)
        var changes: [SealedChange] = []
        for _ in 0..<(try reader.count(ofSize: 64)) { changes.append(try SealedChange(reading: &reader)) }
        self.changes = changes
    }

    func write(to writer: inout ByteWriter) {
        header.write(to: &writer)
        writer.write(varint: UInt64(changes.count))
        for change in changes { change.write(to: &writer) }
    }
}
