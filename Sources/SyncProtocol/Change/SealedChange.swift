public import CRDT

/// An envelope in its two stored halves, with its id: what a log row holds and a frame carries.
///
/// The *header* is everything but the content; signatures reach it through the id. The *content* is salt and words, and
/// can be dropped by an erasure without touching the rest.
public struct SealedChange: Hashable, Sendable {
    /// The envelope.
    public let envelope: Envelope
    /// The encoded envelope without its content.
    public let header: [UInt8]
    /// The content address.
    public let id: ChangeID

    /// Encodes `envelope` and computes its id.
    public init(_ envelope: Envelope) {
        self.envelope = envelope
        header = envelope.encodedHeader()
        id = Self.identify(header, envelope.content)
    }

    /// Decodes a stored change: its header, and its content as `encodedContent` wrote it.
    public init(header: [UInt8], content: [UInt8]) throws(ProtocolError) {
        var reader = ByteReader(content)
        let section = try Content(reading: &reader)
        try reader.finish()
        try self.init(header: header, content: section)
    }

    private init(header: [UInt8], content: Content) throws(ProtocolError) {
        envelope = try Envelope(header: header, content: content)
        self.header = header
        id = Self.identify(header, content)
    }

    /// Reads a change from a message: sized header, then content.
    public init(reading reader: inout ByteReader) throws(ProtocolError) {
        let header = try reader.sized()
        try self.init(header: header, content: try Content(reading: &reader))
    }

    /// Writes sized header, then content.
    public func write(to writer: inout ByteWriter) {
        writer.write(sized: header)
        envelope.content.write(to: &writer)
    }

    /// The content section as it is stored beside the header.
    public var encodedContent: [UInt8] { envelope.content.encoded }

    /// The writer and its counter.
    public var reference: ChangeReference { envelope.reference }

    /// The same change with its words dropped; the id stays.
    public var erasing: SealedChange {
        var envelope = envelope
        envelope.content = envelope.content.erasing
        return SealedChange(envelope)
    }

    private static let domain = Array("conversations change v1".utf8)

    private static func identify(_ header: [UInt8], _ content: Content) -> ChangeID {
        let hash = Hash.blake2b(domain, header, content.hash)
        guard let id = ChangeID(bytes: hash) else { preconditionFailure("a full hash is 32 bytes") }
        return id
    }
}

extension Envelope {
    /// Decodes a stored change whose id nobody asks for, which spares its hash.
    package init(header: [UInt8], encodedContent: [UInt8]) throws(ProtocolError) {
        var reader = ByteReader(encodedContent)
        let content = try Content(reading: &reader)
        try reader.finish()
        try self.init(header: header, content: content)
    }
}

extension Content {
    init(reading reader: inout ByteReader) throws(ProtocolError) {
        switch try reader.byte() {
        case 0: self = .erased(hash: try reader.raw(Hash.byteCount))
        case 1: self = .present(salt: try reader.raw(Self.saltByteCount), bytes: try reader.sized())
        default: throw .malformed("a content section is of an unknown form")
        }
    }

    /// The section's bytes, as stores keep them.
    public var encoded: [UInt8] {
        var writer = ByteWriter()
        write(to: &writer)
        return writer.bytes
    }

    func write(to writer: inout ByteWriter) {
        switch self {
        case .erased(let hash):
            writer.write(byte: 0)
            writer.write(raw: hash)
        case .present(let salt, let bytes):
            writer.write(byte: 1)
            writer.write(raw: salt)
            writer.write(sized: bytes)
        }
    }
}
