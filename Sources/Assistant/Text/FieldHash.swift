/// FNV-1a over fields; tells stacks apart in traces and is no proof of anything.
struct FieldHash {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Takes the next record.
    mutating func add(_ fields: [String]) {
        for field in fields {
            for byte in field.utf8 { mix(byte) }
            mix(0xFF)
        }
        mix(0xFE)
    }

    /// The hash as a number.
    var value: UInt64 { state }

    /// The hash, as 16 hexadecimal digits.
    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private mutating func mix(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
