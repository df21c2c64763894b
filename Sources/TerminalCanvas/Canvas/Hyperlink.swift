/// Addresses that a terminal may be given as links.
enum Hyperlink {
    /// The longest address that is passed on, in bytes; terminals drop longer ones.
    static let bytesMax = 2000

    /// The address with all but visible ASCII percent-encoded; nil when its kind is not one that is safe to click.
    static func address(_ text: String) -> String? {
        let bytes = text.utf8
        guard bytes.count <= bytesMax else { return nil }
        let lowercased = text.prefix(8).lowercased()
        guard ["https://", "http://", "mailto:"].contains(where: lowercased.hasPrefix) else { return nil }
        var address = ""
        for byte in bytes {
            if (0x21...0x7E).contains(byte) {
                address.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                address += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return address.utf8.count <= bytesMax ? address : nil
    }
}
