/// Appends the primitives of the binary format to a buffer, which keeps its room when it is emptied.
struct ByteWriter: Sendable {
    /// Room for what most changes take, so that the buffer is not moved while they are written.
    private static let firstCapacity = 96

    private var buffer: [UInt8] = []
    /// How many bytes were written.
    private(set) var count = 0

    /// What was written.
    var bytes: [UInt8] { count == buffer.count ? buffer : Array(buffer[..<count]) }
    /// What was written, without a copy.
    var slice: ArraySlice<UInt8> { buffer[..<count] }

    /// Forgets everything but the room it took.
    mutating func removeAll() { count = 0 }

    mutating func byte(_ value: UInt8) {
        if count < buffer.count {
            buffer[count] = value
        } else {
            if buffer.isEmpty { buffer.reserveCapacity(Self.firstCapacity) }
            buffer.append(value)
        }
        count += 1
    }

    /// LEB128: seven bits a byte, lowest first.
    mutating func variable(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            byte(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        byte(UInt8(truncatingIfNeeded: rest))
    }

    mutating func variable(_ value: Int) { variable(UInt64(value)) }
    mutating func variable(_ value: UInt32) { variable(UInt64(value)) }

    /// Zigzag, then LEB128.
    mutating func signed(_ value: Int64) { variable(UInt64(bitPattern: value << 1 ^ value >> 63)) }

    /// Eight bytes, big-endian.
    mutating func fixed(_ value: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) { byte(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func actor(_ actor: ActorID) {
        fixed(actor.high)
        fixed(actor.low)
    }

    mutating func raw(_ more: some Collection<UInt8>) {
        if count == buffer.count {
            buffer.append(contentsOf: more)
            count = buffer.count
        } else {
            for value in more { byte(value) }
        }
    }

    /// A length in bytes, then the bytes.
    mutating func string(_ text: String) {
        variable(text.utf8.count)
        raw(text.utf8)
    }

    /// A length, then the bytes.
    mutating func blob(_ more: [UInt8]) {
        variable(more.count)
        raw(more)
    }
}
