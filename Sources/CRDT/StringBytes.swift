/// Swift compares strings by canonical equivalence, under which two replicas could keep different spellings of one key.
/// Everything that decides order or identity in this module compares UTF-8 bytes instead.
extension String {
    /// The text of bytes; nil when they are not UTF-8. ASCII, which most text is, needs no more than a look.
    init?(checking bytes: some Collection<UInt8>) {
        if bytes.allSatisfy({ $0 < 0x80 }) {
            self.init(decoding: bytes, as: UTF8.self)
        } else {
            self.init(validating: bytes, as: UTF8.self)
        }
    }

    /// How many scalars bytes hold; nil when they are not UTF-8.
    static func scalarCount(_ bytes: some Collection<UInt8>) -> Int? {
        bytes.allSatisfy { $0 < 0x80 } ? bytes.count : String(validating: bytes, as: UTF8.self)?.unicodeScalars.count
    }

    /// Whether both have the same UTF-8 bytes.
    func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && (isSameStorage(other) || compareBytes(other) == 0)
    }

    /// Whether both are one in memory, as all short texts of the same bytes are.
    private func isSameStorage(_ other: String) -> Bool {
        unsafeBitCast(self, to: (UInt64, UInt64).self) == unsafeBitCast(other, to: (UInt64, UInt64).self)
    }

    /// Below, at or above 0 as the bytes of this come before, are or come after those of `other`.
    private func compareBytes(_ other: String) -> Int {
        let fast = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in
                Self.compare(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
            }
        }
        if case .some(.some(let order)) = fast { return order }
        return utf8.elementsEqual(other.utf8) ? 0 : utf8.lexicographicallyPrecedes(other.utf8) ? -1 : 1
    }

    private static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        let shared = Swift.min(left.count, right.count)
        var position = 0
        while shared - position >= 8 {
            let (one, other) = (
                left.loadUnaligned(fromByteOffset: position, as: UInt64.self).bigEndian,
                right.loadUnaligned(fromByteOffset: position, as: UInt64.self).bigEndian
            )
            if one != other { return one < other ? -1 : 1 }
            position += 8
        }
        while position < shared {
            if left[position] != right[position] { return Int(left[position]) - Int(right[position]) }
            position += 1
        }
        return left.count - right.count
    }

    /// Whether the bytes of this come before those of `other`.
    func precedesInBytes(_ other: String) -> Bool { compareBytes(other) < 0 }

    /// Feeds the bytes, and an end that no byte can be, to the hasher.
    func hashBytes(into hasher: inout Hasher) {
        var copy = self
        copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(0xFF as UInt8)
    }
}
