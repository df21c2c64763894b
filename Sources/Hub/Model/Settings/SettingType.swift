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
    /// A span of time as `TargetDuration` reads it: `45s`, `1h30m` of the clock, or `1bd` for open days of the schedule.
    case duration
    /// A colour: `#rrggbb`.
    case color
    /// Opening times: `09:00-17:00`, several joined by commas, or `closed`.
    case openingTimes

    /// Whether `value` is of this type and in its range.
    public func accepts(_ value: Value) -> Bool {
        switch self {
        case .bool: return value.bool != nil
        case .integer(let range): return value.integer.map(range.contains) ?? false
        case .number(let range): return value.double.map(range.contains) ?? false
        case .text(let scalarsMax): return value.string.map { $0.unicodeScalars.count <= scalarsMax } ?? false
        case .choice(let words): return value.string.map(words.contains) ?? false
        case .duration: return value.string.flatMap(TargetDuration.init) != nil
        case .color:
            guard let bytes = value.string.map({ Array($0.utf8) }) else { return false }
            return bytes.count == 7 && bytes[0] == UInt8(ascii: "#") && bytes.dropFirst().allSatisfy(Self.isHexadecimal)
        case .openingTimes: return value.string.flatMap(OpeningHours.hours) != nil
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
        case .duration: "a duration such as 45s, 1h30m, 24h or 1bd (one open day)"
        case .color: "a colour such as #1a2b3c"
        case .openingTimes: "opening times such as 09:00-12:00,13:00-17:00, or closed"
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte >= 97 && byte <= 102) || (byte >= 65 && byte <= 70)
    }
}
