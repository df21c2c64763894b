/// The answer to the question for the background: `11;rgb:RRRR/GGGG/BBBB`, one to four hexadecimal digits each.
enum BackgroundReport {
    static func colour(in body: String) -> Colour? {
        guard body.hasPrefix("11;rgb:") || body.hasPrefix("11;rgba:") else { return nil }
        let parts = body.drop { $0 != ":" }.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return nil }
        let values = parts.prefix(3).compactMap(value)
        guard values.count == 3 else { return nil }
        return .rgb(values[0], values[1], values[2])
    }

    /// The value of a part, scaled to a byte.
    private static func value(_ digits: Substring) -> UInt8? {
        guard (1...4).contains(digits.count), digits.allSatisfy(\.isHexDigit), let value = Int(digits, radix: 16) else {
            return nil
        }
        let valueMax = (1 << (4 * digits.count)) - 1
        return UInt8(value * 255 / valueMax)
    }
}
