import Glibc
import Hub
import Replica

/// Reads times and spans as people type them.
enum TimeText {
    private static let explanation =
        "a time is a span such as 30m, 3h, 2d or 1w, or a moment on this machine's clock such as 2026-01-02T10:00"

    /// Reads a span from `now` on, or a moment after it.
    ///
    /// - Throws: `ReplicaError.invalidInput` when the text is neither, or the moment is past.
    static func future(_ text: String, from now: Instant) throws -> Instant {
        if let seconds = seconds(of: text) { return now.advanced(bySeconds: seconds) }
        guard let moment = moment(text) else { throw ReplicaError.invalidInput(explanation) }
        guard moment > now else { throw ReplicaError.invalidInput("that time is past; give one to come") }
        return moment
    }

    /// Reads a span before `now`, or a moment.
    ///
    /// - Throws: `ReplicaError.invalidInput`.
    static func past(_ text: String, from now: Instant) throws -> Instant {
        if let seconds = seconds(of: text) { return now.advanced(bySeconds: -seconds) }
        guard let moment = moment(text) else { throw ReplicaError.invalidInput(explanation) }
        return moment
    }

    /// The seconds of `30m`, `3h`, `2d` or `1w`; nil when the text is none of these or longer than ten years.
    static func seconds(of text: String) -> Int64? {
        let units: [Character: Int64] = ["m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count > 0,
            count <= 10 * 366 * 86_400 / unit
        else { return nil }
        return count * unit
    }

    /// Reads `2026-01-02`, `2026-01-02T10:00`, `2026-01-02T10:00:30`, on this machine's clock or, with `Z`, on UTC's.
    static func moment(_ text: String) -> Instant? {
        let isUniversal = text.hasSuffix("Z")
        var rest = Substring(isUniversal ? text.dropLast() : text[...])
        func number(_ digits: Int) -> Int32? {
            guard rest.utf8.count >= digits, rest.prefix(digits).utf8.allSatisfy({ (48...57).contains($0) }) else {
                return nil
            }
            defer { rest = rest.dropFirst(digits) }
            return Int32(rest.prefix(digits))
        }
        func skip(_ characters: Set<Character>) -> Bool {
            guard let first = rest.first, characters.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard let year = number(4), skip(["-"]), let month = number(2), skip(["-"]), let day = number(2) else {
            return nil
        }
        var (hour, minute, second): (Int32, Int32, Int32) = (0, 0, 0)
        if !rest.isEmpty {
            guard skip(["T", " "]), let hours = number(2), skip([":"]), let minutes = number(2) else { return nil }
            (hour, minute) = (hours, minutes)
            if !rest.isEmpty {
                guard skip([":"]), let seconds = number(2) else { return nil }
                second = seconds
            }
        }
        guard rest.isEmpty, (1...12).contains(month), hour < 24, minute < 60, second < 60 else { return nil }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (year - 1900, month - 1, day)
        (parts.tm_hour, parts.tm_min, parts.tm_sec, parts.tm_isdst) = (hour, minute, second, -1)
        let seconds = isUniversal ? timegm(&parts) : mktime(&parts)
        // A day that the month does not have is moved on by the C library; here it is an error.
        guard parts.tm_mday == day, parts.tm_mon == month - 1 else { return nil }
        return Instant(milliseconds: Int64(seconds) * 1000)
    }
}
