extension Secrets {
    /// Hides the digits of card numbers but for the last four.
    mutating func hideCards() {
        guard bytes.contains(where: Self.isDigit) else { return }
        var start = 0
        while start < bytes.count {
            guard Self.isDigit(bytes[start]) else {
                start += 1
                continue
            }
            var end = start
            var digits: [Int] = []
            while end < bytes.count, Self.isDigit(bytes[end]) || isGap(end) {
                if Self.isDigit(bytes[end]) { digits.append(end) }
                end += 1
            }
            if (13...19).contains(digits.count), Self.isCardNumber(digits.map { Int(bytes[$0]) - 48 }) {
                hide(digits.dropLast(4), as: .card)
            }
            start = max(end, start + 1)
        }
    }

    /// One blank or hyphen between digits.
    private func isGap(_ index: Int) -> Bool {
        (bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "-")) && index + 1 < bytes.count
            && Self.isDigit(bytes[index + 1])
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
