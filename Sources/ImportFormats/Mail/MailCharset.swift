import Hub

/// Makes text of a mail's bytes.
enum MailCharset {
    /// The text in the charset that the mail claims; when it claims none, or one that cannot be, UTF-8 where it is
    /// valid and Windows-1252 otherwise, which is what such mail is written in.
    ///
    /// Line ends become "\n"; NUL and a byte order mark are taken away.
    static func text(of bytes: [UInt8], charset: String?) -> String {
        let claimed = charset?.trimmingBlanks.lowercased() ?? ""
        if ["utf-8", "utf8"].contains(claimed) { return normalized(String(decoding: bytes, as: UTF8.self)) }
        if ["", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "default"].contains(claimed) {
            return guessed(bytes)
        }
        guard let converted = GMimeBytes.utf8(bytes, charset: claimed) else { return guessed(bytes) }
        return normalized(String(decoding: converted, as: UTF8.self))
    }

    private static func guessed(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return normalized(text) }
        let converted = GMimeBytes.utf8(bytes, charset: "windows-1252")
        return normalized(String(decoding: converted ?? bytes, as: UTF8.self))
    }

    private static func normalized(_ text: String) -> String {
        var text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        guard text.utf8.contains(where: { $0 == 13 || $0 == 0 }) else { return text }
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        text.withUTF8 { bytes in
            for (index, byte) in bytes.enumerated() where byte != 0 {
                if byte != 13 {
                    result.append(byte)
                } else if index + 1 == bytes.count || bytes[index + 1] != 10 {
                    result.append(10)
                }
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
