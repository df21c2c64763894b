/// CRC-32 (IEEE 802.3, reflected polynomial EDB88320), as zlib computes it, eight bytes at a step.
enum Checksum {
    /// Table `n` is of a byte that `n` zero bytes follow.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for index in 0..<256 {
            tables[index] = (0..<8).reduce(UInt32(index)) { value, _ in
                value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
            }
        }
        for position in 256..<8 * 256 {
            let former = tables[position - 256]
            tables[position] = former >> 8 ^ tables[Int(former & 0xFF)]
        }
        return tables
    }()

    /// The checksum of the bytes.
    static func crc32(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        tables.withUnsafeBufferPointer { tables in
            var checksum: UInt32 = ~0
            var position = 0
            while bytes.count - position >= 8 {
                var next: UInt32 = 0
                let low = checksum
                for offset in 0..<4 {
                    let byte = bytes[position + offset] ^ UInt8(truncatingIfNeeded: low >> UInt32(8 * offset))
                    next ^= tables[(7 - offset) * 256 + Int(byte)]
                    next ^= tables[(3 - offset) * 256 + Int(bytes[position + offset + 4])]
                }
                checksum = next
                position += 8
            }
            while position < bytes.count {
                checksum = tables[Int(UInt8(truncatingIfNeeded: checksum) ^ bytes[position])] ^ checksum >> 8
                position += 1
            }
            return ~checksum
        }
    }
}
