/// The chance that the next bit is 0, which learns from every bit (Martin, "Range encoding", 1979, in the binary form of
/// LZMA). It stays away from certainty, so that every bit costs something and no input can stand for endless output.
struct BitModel: Sendable {
    static let scaleBits: UInt32 = 15
    /// How far it stays away, of `1 << scaleBits`.
    private static let least: UInt16 = 64
    private static let slowest: UInt16 = 5

    private(set) var zero: UInt16 = 1 << 14
    /// By how many halvings of what is missing it moves: the more it has seen, the less.
    private var rate: UInt16 = 1

    /// Without branches, since what comes next cannot be foretold.
    @inline(__always)
    mutating func learn(_ bit: UInt32) {
        let mask = 0 &- UInt16(truncatingIfNeeded: bit)
        let missing = (1 << 15) &- zero
        let moved = zero &+ (missing &>> rate & ~mask) &- (zero &>> rate & mask)
        zero = min(max(moved, Self.least), (1 << 15) - Self.least)
        rate = min(rate &+ 1, Self.slowest)
    }
}

/// Writes bits by their chances.
struct BitEncoder {
    private var low: UInt64 = 0
    private var range: UInt32 = .max
    private var cache: UInt8 = 0
    private var pending = 0
    private var isFirst = true
    private var bytes: [UInt8] = []

    /// Writes a bit whose chance of being 0 is `zero` of `1 << scaleBits`.
    mutating func put(_ bit: UInt32, zero: UInt32, scaleBits: UInt32) {
        let bound = (range >> scaleBits) * zero
        if bit == 0 {
            range = bound
        } else {
            low += UInt64(bound)
            range -= bound
        }
        while range < 1 << 24 {
            range <<= 8
            shiftLow()
        }
    }

    mutating func put(_ bit: UInt32, _ model: inout BitModel) {
        put(bit, zero: UInt32(model.zero), scaleBits: BitModel.scaleBits)
        model.learn(bit)
    }

    private mutating func shiftLow() {
        if low < 0xFF00_0000 || low > 0xFFFF_FFFF {
            let carry = UInt8(truncatingIfNeeded: low >> 32)
            if !isFirst { bytes.append(cache &+ carry) }
            isFirst = false
            for _ in 0..<pending { bytes.append(0xFF &+ carry) }
            pending = 0
            cache = UInt8(truncatingIfNeeded: low >> 24)
        } else {
            pending += 1
        }
        low = (low & 0x00FF_FFFF) << 8
    }

    /// Ends and gives the bytes; zeros at their end are left out, since the reader takes what is missing for them.
    mutating func finish() -> [UInt8] {
        for _ in 0..<5 { shiftLow() }
        while bytes.last == 0 { bytes.removeLast() }
        return bytes
    }
}

/// Reads what `BitEncoder` wrote.
struct BitDecoder {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var code: UInt32 = 0
    private var range: UInt32 = .max
    private var missing = 0

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
        for _ in 0..<4 { code = code << 8 | UInt32(next()) }
    }

    private mutating func next() -> UInt8 {
        guard position < bytes.endIndex else {
            missing += 1
            return 0
        }
        defer { position += 1 }
        return bytes[position]
    }

    /// Whether far more was read than there is, which only damage explains. The writer leaves out zeros at the end.
    var isExhausted: Bool { missing > 64 }

    @inline(__always)
    mutating func bit(zero: UInt32, scaleBits: UInt32) -> UInt32 {
        let bound = (range >> scaleBits) &* zero
        let bit: UInt32 = code < bound ? 0 : 1
        let mask = 0 &- bit
        code = code &- bound & mask
        range = (bound & ~mask) | (range &- bound) & mask
        while range < 1 << 24 {
            range <<= 8
            code = code << 8 | UInt32(next())
        }
        return bit
    }

    @inline(__always)
    mutating func bit(_ model: inout BitModel) -> UInt32 {
        let bit = bit(zero: UInt32(model.zero), scaleBits: BitModel.scaleBits)
        model.learn(bit)
        return bit
    }
}
