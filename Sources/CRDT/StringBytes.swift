/// Swift compares strings by canonical equivalence, under which two replicas could keep different spellings of one key.
/// Everything that decides order or identity in this module compares UTF-8 bytes instead.
extension String {
    /// The text of bytes; nil when they are not UTF-8. ASCII, which most text is, needs no more than a look.
    init?(checking bytes: ArraySlice<UInt8>) {
        if bytes.allSatisfy({ $0 < 0x80 }) {
            self.init(decoding: bytes, as: UTF8.self)
        } else {
            self.init(validating: bytes, as: UTF8.self)
        }
    }

    /// How many scalars bytes hold; nil when they are not UTF-8.
    static func scalarCount(_ bytes: ArraySlice<UInt8>) -> Int? {
        bytes.allSatisfy { $0 < 0x80 } ? bytes.count : String(validating: bytes, as: UTF8.self)?.unicodeScalars.count
    }

    /// Whether both have the same UTF-8 bytes.
    func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && compareBytes(other) == 0
    }

    /// Below, at or above 0 as the bytes of this come before, are or come after those of `other`.
    private func compareBytes(_ other: String) -> Int {
        let fast = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in
                for position in 0..<min(left.count, right.count) where left[position] != right[position] {
                    return Int(left[position]) - Int(right[position])
                }
                return left.count - right.count
            }
        }
        if case .some(.some(let order)) = fast { return order }
        return utf8.elementsEqual(other.utf8) ? 0 : utf8.lexicographicallyPrecedes(other.utf8) ? -1 : 1
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
