/// Character references of HTML: `&amp;`, `&#233;`, `&#xE9;`.
enum HTMLEntity {
    private static let named: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ensp": " ", "emsp": " ",
        "thinsp": " ",
        "copy": "©", "reg": "®", "trade": "™", "euro": "€", "pound": "£", "yen": "¥", "cent": "¢", "sect": "§",
        "deg": "°", "middot": "·", "bull": "•", "hellip": "…", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’",
        "sbquo": "‚", "ldquo": "“", "rdquo": "”", "bdquo": "„", "laquo": "«", "raquo": "»", "lsaquo": "‹",
        "rsaquo": "›", "times": "×", "divide": "÷", "plusmn": "±", "frac12": "½", "frac14": "¼", "iexcl": "¡",
        "iquest": "¿", "para": "¶", "shy": "", "zwnj": "", "zwj": "\u{200D}", "larr": "←", "rarr": "→", "check": "✓",
        "agrave": "à", "aacute": "á", "acirc": "â", "atilde": "ã", "auml": "ä", "aring": "å", "aelig": "æ",
        "ccedil": "ç", "egrave": "è", "eacute": "é", "ecirc": "ê", "euml": "ë", "igrave": "ì", "iacute": "í",
        "icirc": "î", "iuml": "ï", "ntilde": "ñ", "ograve": "ò", "oacute": "ó", "ocirc": "ô", "otilde": "õ",
        "ouml": "ö", "oslash": "ø", "ugrave": "ù", "uacute": "ú", "ucirc": "û", "uuml": "ü", "yacute": "ý",
        "yuml": "ÿ", "szlig": "ß", "oelig": "œ", "scaron": "š", "Agrave": "À", "Aacute": "Á", "Acirc": "Â",
        "Atilde": "Ã", "Auml": "Ä", "Aring": "Å", "AElig": "Æ", "Ccedil": "Ç", "Egrave": "È", "Eacute": "É",
        "Ecirc": "Ê", "Euml": "Ë", "Iacute": "Í", "Ntilde": "Ñ", "Oacute": "Ó", "Ocirc": "Ô", "Otilde": "Õ",
        "Ouml": "Ö", "Oslash": "Ø", "Uacute": "Ú", "Uuml": "Ü", "OElig": "Œ", "Scaron": "Š",
    ]

    /// The text of the reference at `start`, and where to go on; an ampersand that begins none stands for itself.
    static func read(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (text: String, next: Int) {
        var end = start + 1
        while end < bytes.count, end - start < 12, isLetterOrDigit(bytes[end]) || bytes[end] == UInt8(ascii: "#") {
            end += 1
        }
        let name = String(decoding: bytes[start + 1..<end], as: UTF8.self)
        let next = end < bytes.count && bytes[end] == UInt8(ascii: ";") ? end + 1 : end
        if name.hasPrefix("#") {
            let isHexadecimal = name.dropFirst().first == "x" || name.dropFirst().first == "X"
            let digits = name.dropFirst(isHexadecimal ? 2 : 1)
            if let value = UInt32(digits, radix: isHexadecimal ? 16 : 10) { return (character(value), next) }
        } else if next > end, let text = named[name] {
            return (text, next)
        }
        return ("&", start + 1)
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 32) || (48...57).contains(byte)
    }

    private static func character(_ value: UInt32) -> String {
        if value == 0xA0 { return " " }
        guard value >= 32 || value == 9 || value == 10, let scalar = Unicode.Scalar(value) else { return "" }
        return String(Character(scalar))
    }
}
