public import Hub

/// A piece of a file on its way to the server, which takes the pieces of one file in order.
public struct BlobPiece: Hashable, Sendable {
    /// The hash of the whole file (BLAKE2b-256).
    public let hash: [UInt8]
    /// The size of the whole file in bytes.
    public let byteCount: UInt64
    /// Where the piece begins.
    public let offset: UInt64
    /// The piece; empty to ask how much the server holds.
    public let bytes: [UInt8]

    /// The largest piece, in bytes.
    public static let byteCountMax = 1 << 20

    /// Cuts a piece.
    public init(hash: [UInt8], byteCount: UInt64, offset: UInt64, bytes: [UInt8]) {
        self.hash = hash
        self.byteCount = byteCount
        self.offset = offset
        self.bytes = bytes
    }

    func write(to writer: inout ByteWriter) {
        writer.write(raw: hash)
        writer.write(varint: byteCount)
        writer.write(varint: offset)
        writer.write(sized: bytes)
    }

    init(reading reader: inout ByteReader) throws(ProtocolError) {
        hash = try reader.raw(Hash.byteCount)
        byteCount = try reader.varint()
        offset = try reader.varint()
        bytes = try reader.sized()
        guard bytes.count <= Self.byteCountMax, offset <= byteCount, UInt64(bytes.count) <= byteCount - offset else {
            throw .malformed("a piece of a file is not a part of it")
        }
    }
}

/// Asks for a piece of a file. A root whose changes refer to it is named with it, because whoever may read those may
/// read the file, and nobody else.
public struct BlobQuestion: Hashable, Sendable {
    /// The root.
    public let root: Identifier
    /// The hash of the whole file.
    public let hash: [UInt8]
    /// Where the piece begins.
    public let offset: UInt64

    /// Asks for what begins at `offset`.
    public init(root: Identifier, hash: [UInt8], offset: UInt64) {
        self.root = root
        self.hash = hash
        self.offset = offset
    }

    func write(to writer: inout ByteWriter) {
        writer.write(root)
        writer.write(raw: hash)
        writer.write(varint: offset)
    }

    init(reading reader: inout ByteReader) throws(ProtocolError) {
        root = try reader.identifier()
        hash = try reader.raw(Hash.byteCount)
        offset = try reader.varint()
    }
}
