/// Hides what nobody should keep: secrets that are unmistakable by their form. What only may be one, such as a number
/// without a check digit, stays, because questions hold many numbers.
struct Secrets {
    /// The text, what was hidden replaced by asterisks.
    var text: String { String(decoding: bytes, as: UTF8.self) }
    /// What was hidden.
    private(set) var kinds: Set<SecretKind> = []
    private(set) var bytes: [UInt8]

    /// Hides the secrets of a text. O(text).
    init(hiding text: String) {
        bytes = Array(text.utf8)
        hidePrivateKeys()
        hideTokens()
        hidePasswords()
        hideAccounts()
        hideCards()
    }

    /// Replaces a stretch by four asterisks, whatever its length, or the bytes at some places by one each.
    mutating func hide(_ range: Range<Int>, as kind: SecretKind) {
        bytes.replaceSubrange(range, with: [UInt8](repeating: UInt8(ascii: "*"), count: Self.starCount))
        kinds.insert(kind)
    }

    /// Replaces single bytes by asterisks.
    mutating func hide(_ places: some Sequence<Int>, as kind: SecretKind) {
        for place in places { bytes[place] = UInt8(ascii: "*") }
        kinds.insert(kind)
    }

    /// How many asterisks stand for a secret.
    static let starCount = 4

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    static func isUpper(_ byte: UInt8) -> Bool { byte >= 65 && byte <= 90 }
    static func isLetter(_ byte: UInt8) -> Bool { isUpper(byte & 0xDF) }
    static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
    static func isBreak(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

    /// Where a text stands from a place on; nil when it does not.
    func place(of text: StaticString, from start: Int) -> Range<Int>? {
        text.withUTF8Buffer { wanted in
            var place = start
            while place + wanted.count <= bytes.count {
                if bytes[place] == wanted[0], bytes[place..<place + wanted.count].elementsEqual(wanted) {
                    return place..<place + wanted.count
                }
                place += 1
            }
            return nil
        }
    }
}
