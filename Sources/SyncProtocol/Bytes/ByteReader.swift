public import CRDT
public import Hub

/// Reads what `ByteWriter` writes; every length is checked against what is there before anything is allocated.
public struct ByteReader: Sendable {
    /// The bytes that are read from.
    public let bytes: [UInt8]
    /// The offset of the next byte.
    public private(set) var position: Int
    /// One past the last byte that may be read.
    public let end: Int

    /// Reads `bytes` from the first to the last.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
        end = bytes.count
    }

    /// True when nothing is left.
    public var isAtEnd: Bool { position == end }
    /// How many bytes are left.
    public var remaining: Int { end - position }

    private mutating func advance(_ count: Int) throws(ProtocolError) -> Int {
        guard count >= 0, count <= remaining else { throw .malformed("a message ends too early") }
        defer { position += count }
        return position
    }

    /// Reads one byte.
    public mutating func byte() throws(ProtocolError) -> UInt8 { bytes[try advance(1)] }

    /// Reads an unsigned varint; more than 64 bits are refused.
    public mutating func varint() throws(ProtocolError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            let part = UInt64(next & 0x7F)
            guard shift < 63 || (shift == 63 && part <= 1) else { throw .malformed("a number is out of range") }
            value |= part << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    /// Reads a number of a change or a sequence of a log: at most 2^63 - 1, so that stores can keep it and its successor
    /// is a number as well.
    public mutating func counter() throws(ProtocolError) -> UInt64 {
        let value = try varint()
        guard value <= UInt64(Int64.max) else { throw .malformed("a number is out of range") }
        return value
    }

    /// Reads a varint that counts things of at least `size` bytes each, so that it cannot exceed what is left.
    public mutating func count(ofSize size: Int = 1) throws(ProtocolError) -> Int {
        let value = try varint()
        guard value <= UInt64(remaining / max(1, size)) else { throw .malformed("a length is longer than its message") }
        return Int(value)
    }

    /// Reads eight bytes, big-endian.
    public mutating func fixed() throws(ProtocolError) -> UInt64 {
        let start = try advance(8)
        var value: UInt64 = 0
        for offset in start..<start + 8 { value = value << 8 | UInt64(bytes[offset]) }
        return value
    }

    /// Reads `count` bytes.
    public mutating func raw(_ count: Int) throws(ProtocolError) -> [UInt8] {
        let start = try advance(count)
        return Array(bytes[start..<start + count])
    }

    /// Reads a length and as many bytes.
    public mutating func sized() throws(ProtocolError) -> [UInt8] { try raw(try count()) }

    /// Reads a length and as many bytes of valid UTF-8.
    public mutating func string() throws(ProtocolError) -> String {
        guard let string = String(validating: try sized(), as: UTF8.self) else {
            throw .malformed("a text is not valid UTF-8")
        }
        return string
    }

    /// Reads the 16 bytes of an identifier.
    public mutating func identifier() throws(ProtocolError) -> Identifier {
        Identifier(high: try fixed(), low: try fixed())
    }

    /// Reads the 16 bytes of an actor.
    public mutating func actor() throws(ProtocolError) -> ActorID { ActorID(high: try fixed(), low: try fixed()) }

    /// Reads an actor and a number.
    public mutating func reference() throws(ProtocolError) -> ChangeReference {
        ChangeReference(actor: try actor(), number: try counter())
    }

    /// Throws unless everything was read.
    public func finish() throws(ProtocolError) {
        guard isAtEnd else { throw .malformed("a message has bytes behind its end") }
    }
}
