/// Reads the primitives of the binary format from bytes that came from outside; throws instead of trapping.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private(set) var position: Int
    private let end: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
        end = bytes.endIndex
    }

    init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    /// Bytes that are left.
    var remaining: Int { end - position }

    mutating func byte() throws(CRDTError) -> UInt8 {
        guard position < end else { throw .malformed("it ends too early") }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func variable() throws(CRDTError) -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 63 || next <= 1 else { throw .malformed("a number exceeds 64 bits") }
            result |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return result }
            shift += 7
        }
    }

    /// A number of at most `limit`.
    mutating func variable(atMost limit: Int) throws(CRDTError) -> Int {
        let value = try variable()
        guard value <= UInt64(limit) else { throw .malformed("a number exceeds its limit") }
        return Int(value)
    }

    /// A count of things that take at least one byte each, so that no allocation exceeds the input.
    mutating func count() throws(CRDTError) -> Int { try variable(atMost: remaining) }

    mutating func index() throws(CRDTError) -> UInt32 { UInt32(try variable(atMost: Limit.index)) }

    mutating func signed() throws(CRDTError) -> Int64 {
        let value = try variable()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    mutating func fixed() throws(CRDTError) -> UInt64 {
        guard remaining >= 8 else { throw .malformed("it ends too early") }
        defer { position += 8 }
        return bytes.withUnsafeBytes {
            UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: position - bytes.startIndex, as: UInt64.self))
        }
    }

    mutating func actor() throws(CRDTError) -> ActorID {
        ActorID(high: try fixed(), low: try fixed())
    }

    mutating func raw(_ count: Int) throws(CRDTError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else { throw .malformed("it ends too early") }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func string() throws(CRDTError) -> String { try string(bytes: try count()) }

    mutating func string(bytes count: Int) throws(CRDTError) -> String {
        guard let text = String(checking: try raw(count)) else {
            throw .malformed("text is not UTF-8")
        }
        return text
    }

    mutating func blob() throws(CRDTError) -> [UInt8] { Array(try raw(try count())) }

    /// Throws unless everything was read.
    func finish() throws(CRDTError) {
        guard position == end else { throw .malformed("bytes follow its end") }
    }
}

/// Bounds on what one change or document may claim.
enum Limit {
    /// The largest index of an element in a change, and so the most elements a change makes.
    static let index = (1 << 31) - 1
    /// The deepest nesting of containers.
    static let depth = 64
}
