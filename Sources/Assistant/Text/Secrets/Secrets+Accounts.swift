extension Secrets {
    /// Hides the numbers of bank accounts but for the country and the last four characters.
    mutating func hideAccounts() {
        var start = 0
        while start + Self.accountLengthMin <= bytes.count {
            guard isAccountStart(start), let length = Self.accountLengths[country(at: start)],
                let places = accountPlaces(from: start, count: length)
            else {
                start += 1
                continue
            }
            hide(places.dropFirst(2).dropLast(4), as: .account)
            start = places[places.count - 1] + 1
        }
    }

    /// Two letters of a country and two digits, where a word begins.
    private func isAccountStart(_ start: Int) -> Bool {
        Self.isLetter(bytes[start]) && Self.isLetter(bytes[start + 1]) && Self.isDigit(bytes[start + 2])
            && Self.isDigit(bytes[start + 3]) && (start == 0 || !Self.isWord(bytes[start - 1]))
    }

    private func country(at start: Int) -> UInt16 {
        UInt16(bytes[start] & 0xDF) << 8 | UInt16(bytes[start + 1] & 0xDF)
    }

    /// Where the characters of a number stand that begins here, single blanks between them left out; nil when there is
    /// none of that length, or its check digits are wrong.
    private func accountPlaces(from start: Int, count: Int) -> [Int]? {
        var places: [Int] = []
        var place = start
        while places.count < count {
            guard place < bytes.count else { return nil }
            if Self.isDigit(bytes[place]) || Self.isLetter(bytes[place]) {
                places.append(place)
            } else if bytes[place] != UInt8(ascii: " ") || bytes[place - 1] == UInt8(ascii: " ") {
                return nil
            }
            place += 1
        }
        guard place == bytes.count || !Self.isWord(bytes[place]), hasCheckDigits(places) else { return nil }
        return places
    }

    /// The check of ISO 13616: the number, its first four characters last and letters as numbers, leaves one over 97.
    private func hasCheckDigits(_ places: [Int]) -> Bool {
        var rest = 0
        for place in places.dropFirst(4) + places.prefix(4) {
            let byte = bytes[place]
            rest = Self.isDigit(byte) ? rest * 10 + Int(byte) - 48 : rest * 100 + Int(byte & 0xDF) - 55
            rest %= 97
        }
        return rest == 1
    }

    private static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || byte >= 0x80 }

    private static let accountLengthMin = 15

    /// How long the number of an account is, by country, from the register of ISO 13616.
    private static let accountLengths: [UInt16: Int] = {
        let register = """
            AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 \
            FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 \
            LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 \
            SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20
            """
        return Dictionary(
            uniqueKeysWithValues: register.split(separator: " ").map { entry in
                let bytes = Array(entry.utf8)
                return (UInt16(bytes[0]) << 8 | UInt16(bytes[1]), Int(entry.dropFirst(2)) ?? 0)
            })
    }()
}
