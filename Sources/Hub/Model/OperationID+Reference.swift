public import CRDT

extension ChangeReference {
    /// Reads the form that `description` prints; nil when it is anything else.
    public init?(reference: String) {
        self.init(bytes: Array(reference.utf8)[...])
    }

    fileprivate init?(bytes: ArraySlice<UInt8>) {
        let start = bytes.startIndex
        guard
            bytes.count > 33, bytes[start + 32] == UInt8(ascii: "@"),
            let high = decimalOrHexadecimal(bytes[start..<(start + 16)], radix: 16),
            let low = decimalOrHexadecimal(bytes[(start + 16)..<(start + 32)], radix: 16),
            let number = decimalOrHexadecimal(bytes[(start + 33)...], radix: 10)
        else { return nil }
        self.init(actor: ActorID(high: high, low: low), number: number)
    }

    /// Several references as one register holds them: joined by spaces, ascending.
    static func stored(_ references: [ChangeReference]) -> String {
        references.sorted().map(\.description).joined(separator: " ")
    }

    /// Reads the stored form; nil when any of it is something else, or when there is none.
    static func references(stored: String) -> [ChangeReference]? {
        let parts = stored.split(separator: " ")
        let references = parts.compactMap { ChangeReference(reference: String($0)) }
        return references.count == parts.count && !parts.isEmpty ? references : nil
    }
}

extension OperationID {
    /// Reads the form that `description` prints, in which documents refer to messages; nil when it is anything else.
    public init?(reference: String) {
        let bytes = Array(reference.utf8)
        guard
            let dot = bytes.lastIndex(of: UInt8(ascii: ".")), let change = ChangeReference(bytes: bytes[..<dot]),
            let index = decimalOrHexadecimal(bytes[(dot + 1)...], radix: 10).flatMap({ UInt32(exactly: $0) })
        else { return nil }
        self.init(change: change, index: index)
    }
}

/// Reads lower-case digits, checked; nil when there are none, others, or too many.
private func decimalOrHexadecimal(_ digits: ArraySlice<UInt8>, radix: UInt64) -> UInt64? {
    guard !digits.isEmpty else { return nil }
    var number: UInt64 = 0
    for digit in digits {
        let value: UInt64
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt64(digit - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): value = UInt64(digit - UInt8(ascii: "a")) + 10
        default: return nil
        }
        guard value < radix else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: radix)
        let (sum, carry) = product.addingReportingOverflow(value)
        guard !overflow, !carry else { return nil }
        number = sum
    }
    return number
}
