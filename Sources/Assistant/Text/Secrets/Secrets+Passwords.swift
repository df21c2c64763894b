extension Secrets {
    /// Hides the word behind “password:” and its like, in the languages of the fixed lists.
    ///
    /// A word that stands alone in its line is hidden whatever it is; before other words only one that no sentence begins
    /// with, so that “Password: how do I change it?” stays.
    mutating func hidePasswords() {
        var start = 0
        while let colon = bytes[start...].firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }) {
            start = colon + 1
            guard isBehindLabel(colon) else { continue }
            var word = colon + 1
            while word < bytes.count, Self.isBlank(bytes[word]) { word += 1 }
            var end = word
            while end < bytes.count, !Self.isBlank(bytes[end]), !Self.isBreak(bytes[end]) { end += 1 }
            guard end > word, isAlone(end) || Self.isNoWord(bytes[word..<end]) else { continue }
            hide(word..<end, as: .password)
            start = word + Self.starCount
        }
    }

    /// Whether a label ends right before a place, blanks and quotes aside.
    private func isBehindLabel(_ place: Int) -> Bool {
        var end = place
        while end > 0, Self.isBlank(bytes[end - 1]) || bytes[end - 1] == UInt8(ascii: "\"") { end -= 1 }
        return Self.labels.contains { label in
            guard end >= label.count else { return false }
            let start = end - label.count
            let isWhole = start == 0 || !(Self.isLetter(bytes[start - 1]) || bytes[start - 1] >= 0x80)
            return isWhole && zip(bytes[start..<end], label).allSatisfy { Self.lowercased($0) == $1 }
        }
    }

    private func isAlone(_ end: Int) -> Bool {
        let rest = bytes[end...].prefix { !Self.isBreak($0) }
        return rest.allSatisfy(Self.isBlank)
    }

    /// Whether a word has a digit, or a sign that words of sentences do not have inside.
    private static func isNoWord(_ word: ArraySlice<UInt8>) -> Bool {
        let core = word.reversed().drop { !isLetter($0) && !isDigit($0) && $0 < 0x80 }.reversed()
        let signs = Set("!#$%&*+/<=>?@\\^_|~".utf8)
        return core.contains { isDigit($0) || signs.contains($0) }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte | 0x20 : byte }

    private static let labels: [[UInt8]] = [
        "password", "passwort", "kennwort", "passphrase", "passwd", "pwd", "mot de passe", "contraseña", "wachtwoord",
        "senha",
    ].map { Array($0.utf8) }
}
