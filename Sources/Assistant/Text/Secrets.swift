/// Hides what nobody should keep: numbers of payment cards, which customers write into messages.
enum Secrets {
    /// The text with the digits of card numbers hidden but for the last four. O(text).
    static func masked(_ text: String) -> String {
        guard text.utf8.contains(where: isDigit) else { return text }
        var bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            guard isDigit(bytes[start]) else {
                start += 1
                continue
            }
            var end = start
            var digits: [Int] = []
            while end < bytes.count, isDigit(bytes[end]) || isGap(bytes, end) {
                if isDigit(bytes[end]) { digits.append(end) }
                end += 1
            }
            if (13...19).contains(digits.count), isCardNumber(digits.map { Int(bytes[$0]) - 48 }) {
                for digit in digits.dropLast(4) { bytes[digit] = UInt8(ascii: "*") }
            }
            start = max(end, start + 1)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    /// One blank or hyphen between digits.
    private static func isGap(_ bytes: [UInt8], _ index: Int) -> Bool {
        (bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "-")) && index + 1 < bytes.count
            && isDigit(bytes[index + 1])
    }

    /// Whether digits end in the check digit of ISO/IEC 7812 (the algorithm of Luhn).
    private static func isCardNumber(_ digits: [Int]) -> Bool {
        var sum = 0
        for (position, digit) in digits.reversed().enumerated() {
            let doubled = position.isMultiple(of: 2) ? digit : digit * 2
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return sum.isMultiple(of: 10)
    }
}
