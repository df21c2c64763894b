/// The envelope of a saved document: nine bytes of magic, version and CRC-32, then the payload that the CRC is of.
enum DamagedDocument {
    /// A document of a damaged payload whose checksum is right, so that the damage reaches the decoder.
    static func sealing(_ payload: [UInt8], like document: [UInt8]) -> [UInt8] {
        let checksum = crc32(payload)
        let bytes = stride(from: UInt32(24), through: 0, by: -8).map { UInt8(truncatingIfNeeded: checksum >> $0) }
        return document.prefix(5) + bytes + payload
    }

    /// CRC-32 (IEEE 802.3), bit by bit.
    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var checksum: UInt32 = ~0
        for byte in bytes {
            checksum ^= UInt32(byte)
            for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~checksum
    }
}
