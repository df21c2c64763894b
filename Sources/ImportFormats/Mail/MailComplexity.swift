/// Keeps mails away from the parser that would take it too deep.
///
/// GMime reads groups of addresses (`name: a, b;`) by recursion without a limit, so that a header of nested groups can
/// exhaust the stack. No real mail has more than a few colons in one address header.
enum MailComplexity {
    static let colonsMax = 256

    private static let addressFields: [[UInt8]] = [
        "from", "to", "cc", "bcc", "sender", "reply-to", "resent-from", "resent-to", "resent-cc", "resent-bcc",
        "resent-sender", "resent-reply-to", "disposition-notification-to", "return-receipt-to", "errors-to",
    ].map { Array($0.utf8) }

    /// True when a header with addresses, anywhere in the mail, holds more colons than any real one.
    /// - Complexity: O(bytes).
    static func isExcessive(_ mail: ArraySlice<UInt8>) -> Bool {
        mail.withUnsafeBufferPointer { bytes in
            var isAddressField = false
            var colons = 0
            var line = 0
            while line < bytes.count {
                let isContinuation = bytes[line] == 32 || bytes[line] == 9
                if !isContinuation {
                    isAddressField = addressFields.contains { matches($0, in: bytes, at: line) }
                    colons = 0
                }
                while line < bytes.count, bytes[line] != UInt8(ascii: "\n") {
                    if bytes[line] == UInt8(ascii: ":") { colons += 1 }
                    line += 1
                }
                if isAddressField && colons > colonsMax { return true }
                line += 1
            }
            return false
        }
    }

    private static func matches(_ field: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        guard start + field.count < bytes.count, bytes[start] | 32 == field[0] else { return false }
        for offset in field.indices where bytes[start + offset] | 32 != field[offset] | 32 { return false }
        var end = start + field.count
        while end < bytes.count, bytes[end] == 32 || bytes[end] == 9 { end += 1 }
        return end < bytes.count && bytes[end] == UInt8(ascii: ":")
    }
}
