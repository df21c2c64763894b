/// Appends the primitives of the binary format to a buffer.
struct ByteWriter {
    /// What was written.
    private(set) var bytes: [UInt8] = []

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    /// LEB128: seven bits a byte, lowest first.
    mutating func variable(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func variable(_ value: Int) { variable(UInt64(value)) }
    mutating func variable(_ value: UInt32) { variable(UInt64(value)) }

    /// Zigzag, then LEB128.
    mutating func signed(_ value: Int64) { variable(UInt64(bitPattern: value << 1 ^ value >> 63)) }

    /// Eight bytes, big-endian.
    mutating func fixed(_ value: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func actor(_ actor: ActorID) {
        fixed(actor.high)
        fixed(actor.low)
    }

    mutating func raw(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// A length in bytes, then the bytes.
    mutating func string(_ text: String) {
        variable(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    /// A length, then the bytes.
    mutating func blob(_ more: [UInt8]) {
        variable(more.count)
        bytes.append(contentsOf: more)
    }
}
