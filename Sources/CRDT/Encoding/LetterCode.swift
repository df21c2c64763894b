/// A code of fixed lengths for short texts of no more than a few sentences, from which nothing could be learned in time
/// (Huffman, 1952; canonical: codes of one length count up in the order of their bytes).
enum LetterCode {
    /// The length of each byte's code, in hexadecimal: short for what is frequent in European text and names of keys.
    private static let lengthDigits =
        "ffffeeeeee9eeeeeeeeeeeeeeeeeeeee399bbbb999bb797988888888889bbbb9"
        + "99baa8ab99bbaa99bb999abbbabbbbb9b46654665497564469544676969bbbbe"
        + "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
        + "eecccccccccccccccccccccccccccccccccccccccccccccceeeeeeeeeeeeeeee"
    private static let longest = 15
    /// How many bits are looked at once: most codes are no longer.
    private static let quickBits = 9

    private struct Tables {
        var lengths: [UInt8] = []
        var codes = [UInt16](repeating: 0, count: 256)
        /// For each length the first code, shifted to the longest, that is longer, and where its bytes begin.
        var limits = [UInt32](repeating: 0, count: longest + 2)
        var offsets = [Int](repeating: 0, count: longest + 2)
        var bytes: [UInt8] = []
        /// For the next bits the code's length and, above it, its byte; 0 where the code is longer.
        var quick = [UInt16](repeating: 0, count: 1 << quickBits)

        init() {
            lengths = lengthDigits.utf8.map { $0 < 58 ? $0 - 48 : $0 - 87 }
            var code: UInt32 = 0
            for length in 1...longest {
                offsets[length] = bytes.count - Int(code)
                for byte in 0..<256 where lengths[byte] == UInt8(length) {
                    codes[byte] = UInt16(code)
                    code += 1
                    bytes.append(UInt8(byte))
                }
                limits[length] = code << UInt32(longest - length)
                code <<= 1
            }
            for byte in 0..<256 where lengths[byte] <= quickBits {
                let spare = quickBits - Int(lengths[byte])
                let first = Int(codes[byte]) << spare
                for index in first..<first + 1 << spare { quick[index] = UInt16(byte) << 8 | UInt16(lengths[byte]) }
            }
        }

        /// The byte that the next bits, as many as the longest code has, begin with, and its code's length.
        func letter(_ window: UInt32) -> (UInt8, length: Int) {
            var length = 3
            while length < longest, window >= limits[length] { length += 1 }
            return (bytes[offsets[length] + Int(window >> UInt32(longest - length))], length)
        }
    }

    private static let tables = Tables()

    /// The coded form.
    static func encode(_ text: [UInt8]) -> [UInt8] {
        let tables = tables
        var result: [UInt8] = []
        var (pending, count): (UInt32, UInt32) = (0, 0)
        for byte in text {
            let length = UInt32(tables.lengths[Int(byte)])
            pending = pending << length | UInt32(tables.codes[Int(byte)])
            count += length
            while count >= 8 {
                result.append(UInt8(truncatingIfNeeded: pending >> (count - 8)))
                count -= 8
            }
        }
        if count > 0 { result.append(UInt8(truncatingIfNeeded: pending << (8 - count))) }
        return result
    }

    /// The text of `count` bytes that was coded.
    static func decode(_ bytes: ArraySlice<UInt8>, count: Int) throws(CRDTError) -> [UInt8] {
        guard count <= bytes.count * 8 else { throw .malformed("a text is longer than it can be") }
        return try bytes.withUnsafeBufferPointer { bytes throws(CRDTError) in
            try tables.quick.withUnsafeBufferPointer { quick throws(CRDTError) in
                try decode(bytes, count: count, quick)
            }
        }
    }

    private static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, count: Int, _ quick: UnsafeBufferPointer<UInt16>
    ) throws(CRDTError) -> [UInt8] {
        var (pending, available): (UInt64, Int) = (0, 0)
        var position = 0
        let result = [UInt8](unsafeUninitializedCapacity: count) { letters, initializedCount in
            for index in 0..<count {
                while available < longest {
                    let next = position < bytes.count ? UInt64(bytes[position]) : 0
                    pending = pending << 8 | next
                    available += 8
                    position += 1
                }
                let found = quick[Int(pending >> UInt64(available - quickBits)) & (1 << quickBits - 1)]
                if found != 0 {
                    letters[index] = UInt8(found >> 8)
                    available -= Int(found & 0xFF)
                } else {
                    let window = UInt32(truncatingIfNeeded: pending >> UInt64(available - longest)) & 0x7FFF
                    let (letter, length) = tables.letter(window)
                    letters[index] = letter
                    available -= length
                }
            }
            initializedCount = count
        }
        guard position - available / 8 <= bytes.count else { throw .malformed("it ends too early") }
        return result
    }
}
