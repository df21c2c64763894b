public import CRDT

/// What a setting takes.
public enum SettingType: Hashable, Sendable {
    /// On or off.
    case bool
    /// A whole number in a range.
    case integer(ClosedRange<Int64>)
    /// A number in a range.
    case number(ClosedRange<Double>)
    /// Text of at most so many scalars.
    case text(scalarsMax: Int)
    /// One of several words.
    case choice([String])
    /// A span of time: `30s`, `15m`, `8h` of the clock, or `1bd` for open days of the schedule. A bare day is ambiguous
    /// and refused.
    case duration
    /// A colour: `#rrggbb`.
    case color
    /// Opening times: `09:00-17:00`, several joined by commas, or `closed`.
    case openingTimes
    /// A date: `2026-12-24`.
    case date

    /// Whether `value` is of this type and in its range.
    public func accepts(_ value: Value) -> Bool {
        switch self {
        case .bool: return value.bool != nil
        case .integer(let range): return value.integer.map(range.contains) ?? false
        case .number(let range): return value.double.map(range.contains) ?? false
        case .text(let scalarsMax): return value.string.map { $0.unicodeScalars.count <= scalarsMax } ?? false
        case .choice(let words): return value.string.map(words.contains) ?? false
        case .duration: return value.string.map { Self.isDuration(Array($0.utf8)) } ?? false
        case .color:
            guard let bytes = value.string.map({ Array($0.utf8) }) else { return false }
            return bytes.count == 7 && bytes[0] == UInt8(ascii: "#") && bytes.dropFirst().allSatisfy(Self.isHexadecimal)
        case .openingTimes: return value.string.map(Self.isOpeningTimes) ?? false
        case .date: return value.string.map(Self.isDate) ?? false
        }
    }

    /// What the setting takes, for an error or a help text.
    public var explanation: String {
        switch self {
        case .bool: "true or false"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .text(let scalarsMax): "text of at most \(scalarsMax) characters"
        case .choice(let words): "one of " + words.joined(separator: ", ")
        case .duration: "a duration such as 30s, 15m, 8h or 1bd (one open day)"
        case .color: "a colour such as #1a2b3c"
        case .openingTimes: "opening times such as 09:00-12:00,13:00-17:00, or closed"
        case .date: "a date such as 2026-12-24"
        }
    }

    private static func isDuration(_ bytes: [UInt8]) -> Bool {
        let digits = bytes.prefix(while: isDigit)
        guard !digits.isEmpty, digits.count <= 7 else { return false }
        return ["s", "m", "h", "bd"].contains(String(decoding: bytes[digits.count...], as: UTF8.self))
    }

    private static func isOpeningTimes(_ text: String) -> Bool {
        if text == "closed" { return true }
        var end = -1
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let times = part.split(separator: "-", omittingEmptySubsequences: false).map(minutes)
            guard times.count == 2, let start = times[0], let stop = times[1], start > end, stop > start else {
                return false
            }
            end = stop
        }
        return true
    }

    /// Minutes since midnight of `hh:mm`, up to `24:00`.
    private static func minutes(_ time: Substring) -> Int? {
        let bytes = Array(time.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        let digits = [bytes[0], bytes[1], bytes[3], bytes[4]]
        guard digits.allSatisfy(isDigit) else { return nil }
        let numbers = digits.map { Int($0) - 48 }
        let (hour, minute) = (numbers[0] * 10 + numbers[1], numbers[2] * 10 + numbers[3])
        return minute < 60 && hour * 60 + minute <= 1440 ? hour * 60 + minute : nil
    }

    private static func isDate(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return false }
        func number(_ range: Range<Int>) -> Int? {
            guard bytes[range].allSatisfy(isDigit) else { return nil }
            return bytes[range].reduce(0) { $0 * 10 + Int($1) - 48 }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return false }
        guard (1...12).contains(month) else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(day)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte >= 97 && byte <= 102) || (byte >= 65 && byte <= 70)
    }
}
