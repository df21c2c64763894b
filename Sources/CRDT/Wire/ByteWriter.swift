/// Takes the primitives of the binary format one after another.
protocol ByteSink: ~Copyable {
    mutating func byte(_ value: UInt8)
    mutating func raw(_ more: UnsafeBufferPointer<UInt8>)
}

extension ByteSink where Self: ~Copyable {
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
        withUnsafeBytes(of: value.bigEndian) { bytes in
            bytes.withMemoryRebound(to: UInt8.self) { raw($0) }
        }
    }

    mutating func actor(_ actor: ActorID) {
        fixed(actor.high)
        fixed(actor.low)
    }

    mutating func raw(_ more: [UInt8]) { more.withUnsafeBufferPointer { raw($0) } }
    mutating func raw(_ more: ArraySlice<UInt8>) { more.withUnsafeBufferPointer { raw($0) } }

    /// The bytes of a text, without their number.
    mutating func letters(_ text: String) {
        var text = text
        text.withUTF8 { raw($0) }
    }

    /// A length in bytes, then the bytes.
    mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            variable(bytes.count)
            raw(bytes)
        }
    }

    /// A length, then the bytes.
    mutating func blob(_ more: [UInt8]) {
        variable(more.count)
        raw(more)
    }
}

/// Appends the primitives of the binary format to a buffer, which keeps its room when it is emptied.
///
/// In memory of its own that nothing else can hold, so that no byte asks whether it is shared.
struct ByteWriter: ByteSink, ~Copyable, @unchecked Sendable {
    /// Room for what most changes take, so that the buffer is not moved while they are written.
    private static let firstCapacity = 96

    private var memory = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
    /// How many bytes were written.
    private(set) var count = 0

    deinit { memory.deallocate() }

    /// How many bytes there is room for.
    var capacity: Int { memory.count }
    /// What was written, without a copy; of use until more is written.
    var written: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: memory[..<count]) }
    /// What was written.
    var bytes: [UInt8] { Array(written) }

    /// Forgets everything but the room it took.
    mutating func removeAll() { count = 0 }

    private mutating func grow(by more: Int) {
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(
            capacity: max(Self.firstCapacity, 2 * memory.count, count + more)
        )
        if let source = memory.baseAddress { larger.baseAddress?.update(from: source, count: count) }
        memory.deallocate()
        memory = larger
    }

    mutating func byte(_ value: UInt8) {
        if count == memory.count { grow(by: 1) }
        memory[count] = value
        count += 1
    }

    mutating func raw(_ more: UnsafeBufferPointer<UInt8>) {
        guard let source = more.baseAddress else { return }
        if more.count > memory.count - count { grow(by: more.count) }
        memory.baseAddress?.advanced(by: count).update(from: source, count: more.count)
        count += more.count
    }
}

/// Writes into memory that is there already and large enough.
struct FixedByteWriter: ByteSink {
    private let memory: UnsafeMutableBufferPointer<UInt8>
    private var count = 0

    private init(_ memory: UnsafeMutableBufferPointer<UInt8>) { self.memory = memory }

    /// What `write` writes, which takes at most `limit` bytes.
    static func bytes(atMost limit: Int, _ write: (inout FixedByteWriter) -> Void) -> [UInt8] {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: limit) { memory in
            var writer = FixedByteWriter(memory)
            write(&writer)
            return Array(memory[..<writer.count])
        }
    }

    mutating func byte(_ value: UInt8) {
        precondition(count < memory.count, "what is written has room")
        memory[count] = value
        count += 1
    }

    mutating func raw(_ more: UnsafeBufferPointer<UInt8>) {
        guard let source = more.baseAddress else { return }
        precondition(more.count <= memory.count - count, "what is written has room")
        memory.baseAddress?.advanced(by: count).update(from: source, count: more.count)
        count += more.count
    }
}

/// Compares what is written with bytes that are there already.
struct ByteMatcher: ByteSink {
    private let expected: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var isSame = true

    private init(_ expected: UnsafeBufferPointer<UInt8>) { self.expected = expected }

    /// Whether `write` writes exactly the expected bytes.
    static func matches(_ expected: [UInt8], _ write: (inout ByteMatcher) -> Void) -> Bool {
        expected.withUnsafeBufferPointer { expected in
            var matcher = ByteMatcher(expected)
            write(&matcher)
            return matcher.isSame && matcher.position == expected.count
        }
    }

    mutating func byte(_ value: UInt8) {
        guard position < expected.count, expected[position] == value else { return isSame = false }
        position += 1
    }

    mutating func raw(_ more: UnsafeBufferPointer<UInt8>) { for value in more { byte(value) } }
}
