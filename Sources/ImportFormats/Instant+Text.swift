import Hub

extension Instant {
    /// Reads a time in the form of RFC 3339: `2026-03-02T08:15:00Z`, with or without seconds, fractions and zone; no
    /// zone means UTC. A date may be followed by `+N` for N days later (`2026-03-02+1T00:10`), as logs write that count
    /// on past midnight. Nil when it is anything else.
    init?(text: String) {
        var reader = DigitReader(text)
        guard let year = reader.digits(4), reader.skip("-"), let month = reader.digits(2), reader.skip("-"),
            let day = reader.digits(2), (1...12).contains(month),
            (1...Self.days(ofMonth: month, year: year)).contains(day)
        else { return nil }
        var later = 0
        if reader.skip("+") {
            guard let count = reader.digits(1) else { return nil }
            later = count
        }
        guard reader.skip("T") || reader.skip("t") || reader.skip(" "), let hour = reader.digits(2), reader.skip(":"),
            let minute = reader.digits(2), hour < 24, minute < 60
        else { return nil }
        var (second, millisecond) = (0, 0)
        if reader.skip(":") {
            guard let count = reader.digits(2), count <= 60 else { return nil }
            second = count
            if reader.skip(".") {
                guard let fraction = reader.thousandths() else { return nil }
                millisecond = fraction
            }
        }
        guard let offsetMinutes = reader.zone(), reader.isAtEnd else { return nil }
        let days = Self.daysSince1970(year: year, month: month, day: day) + later
        let seconds = ((days * 24 + hour) * 60 + minute - offsetMinutes) * 60 + second
        self.init(milliseconds: Int64(seconds) * 1000 + Int64(millisecond))
    }

    private static func days(ofMonth month: Int, year: Int) -> Int {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Days from the civil date, after Howard Hinnant's `days_from_civil`.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

/// Reads digits and marks from the front of a text.
private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: mark) else { return false }
        rest.removeFirst()
        return true
    }

    /// Exactly `count` digits.
    mutating func digits(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let digit = rest.first, (48...57).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 48)
            rest.removeFirst()
        }
        return value
    }

    /// Any digits after the point, cut to thousandths.
    mutating func thousandths() -> Int? {
        var (value, scale, count) = (0, 100, 0)
        while let digit = rest.first, (48...57).contains(digit) {
            value += Int(digit - 48) * scale
            scale /= 10
            count += 1
            rest.removeFirst()
        }
        return count > 0 ? value : nil
    }

    /// `Z`, `+02:00`, `-0530` or nothing, in minutes east of UTC.
    mutating func zone() -> Int? {
        if isAtEnd || skip("Z") || skip("z") { return 0 }
        let isEast = skip("+")
        guard isEast || skip("-"), let hours = digits(2) else { return nil }
        _ = skip(":")
        guard let minutes = digits(2), hours < 24, minutes < 60 else { return nil }
        return (hours * 60 + minutes) * (isEast ? 1 : -1)
    }
}
