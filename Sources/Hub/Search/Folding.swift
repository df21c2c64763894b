/// The folding of case and diacritics that searches compare by.
enum Folding {
    /// The lower case of an ASCII byte; other bytes as they are.
    static func lowercasedASCII(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

    /// Full case folding, scalar by scalar: `Straße` and `STRASSE`, `ς` and `Σ` become one.
    ///
    /// Lower, upper and lower case again reaches every pair that Unicode's case folding joins; only the dotless `ı`,
    /// whose upper case is a plain `I`, has to be kept from joining `i`.
    static func caseFolded(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var result = String.UnicodeScalarView()
        for scalar in scalars {
            if scalar.isASCII {
                result.append(Unicode.Scalar(lowercasedASCII(UInt8(truncatingIfNeeded: scalar.value))))
            } else if scalar == "ı" || !scalar.properties.isCased && !scalar.properties.changesWhenCaseFolded {
                result.append(scalar)
            } else {
                for lower in scalar.properties.lowercaseMapping.unicodeScalars {
                    for upper in lower.properties.uppercaseMapping.unicodeScalars {
                        result.append(each: upper.properties.lowercaseMapping.unicodeScalars)
                    }
                }
            }
        }
        return String(result)
    }

    /// `text` without the marks that searches pass over: accents of Latin, Greek and Cyrillic letters, Hebrew points,
    /// Arabic vowel marks. Vowel signs of Indic scripts and the voicing marks of kana are letters to their readers and
    /// stay.
    ///
    /// - Parameter text: case-folded and canonically composed.
    static func withoutDiacritics(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value >= 0xC0 }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isPassedOver(scalar) {
            switch scalar {
            case "æ", "ǽ", "ǣ": result.append(each: "ae".unicodeScalars)
            case "œ": result.append(each: "oe".unicodeScalars)
            case "þ": result.append(each: "th".unicodeScalars)
            default: result.append(plainLetter(of: scalar))
            }
        }
        return String(result)
    }

    private static func isPassedOver(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x0300: false
        case 0x0300...0x036F, 0x0483...0x0487: true  // Latin, Greek, Cyrillic
        case 0x0591...0x05BD, 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7: true  // Hebrew
        case 0x0610...0x061A, 0x064B...0x065F, 0x0670: true  // Arabic
        case 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true  // marks of any script
        case 0xFE00...0xFE0F: true  // variation selectors
        default: false
        }
    }

    private static func plainLetter(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        let index = Int(scalar.value)
        guard index < plainLetters.count, let plain = Unicode.Scalar(plainLetters[index]) else { return scalar }
        return plain
    }

    /// The plain letter of each scalar below U+2000.
    private static let plainLetters: [UInt32] = {
        var table = (0..<UInt32(0x2000)).map { $0 }
        for family in families {
            guard let plain = family.unicodeScalars.first else { continue }
            for letter in family.unicodeScalars.dropFirst() { table[Int(letter.value)] = plain.value }
        }
        return table
    }()

    /// Each plain letter, followed by the composed letters that its readers take for it with a mark: the canonical
    /// decompositions of the Unicode Character Database (Latin, Greek, Cyrillic; lower case), and the stroked letters,
    /// which have none.
    private static let families: [String] = [
        "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ", "bḃḅḇ", "cçćĉċčḉ", "dðďđḋḍḏḑḓ", "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ", "fḟ",
        "gĝğġģǧǵḡ", "hĥħȟḣḥḧḩḫẖ", "iìíîïĩīĭįıǐȉȋḭḯỉị", "jĵǰ", "kķǩḱḳḵ", "lĺļľłḷḹḻḽ", "mḿṁṃ", "nñńņňǹṅṇṉṋ",
        "oòóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ", "pṕṗ", "rŕŗřȑȓṙṛṝṟ", "sśŝşšșṡṣṥṧṩ", "tţťŧțṫṭṯṱẗ",
        "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự", "vṽṿ", "wŵẁẃẅẇẉẘ", "xẋẍ", "yýÿŷȳẏẙỳỵỷỹ", "zźżžẑẓẕ", "ʒǯ", "αάἀἁἂἃἄἅἆἇὰᾰᾱᾶ",
        "εέἐἑἒἓἔἕὲ", "ηήἠἡἢἣἤἥἦἧὴῆ", "ιΐίϊἰἱἲἳἴἵἶἷὶῐῑῒῖῗ", "οόὀὁὂὃὄὅὸ", "ρῤῥ", "υΰϋύὐὑὒὓὔὕὖὗὺῠῡῢῦῧ", "ωώὠὡὢὣὤὥὦὧὼῶ",
        "ϒϓϔ", "аӑӓ", "гѓ", "еѐёӗ", "жӂӝ", "зӟ", "ийѝӣӥ", "кќ", "оӧ", "уўӯӱӳ", "чӵ", "ыӹ", "эӭ", "ії", "ѵѷ", "әӛ",
        "өӫ",
    ]
}
