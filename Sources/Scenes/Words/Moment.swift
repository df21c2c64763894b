package import Hub

/// An instant of a view: `2026-01-02T10:00:00Z` in JSON, with milliseconds where there are any.
package struct Moment: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The instant.
    package let instant: Instant

    /// Takes an instant.
    package init(_ instant: Instant) { self.instant = instant }

    /// Takes an instant, if there is one.
    package init?(_ instant: Instant?) {
        guard let instant else { return nil }
        self.instant = instant
    }

    /// The moment in Coordinated Universal Time.
    package var description: String {
        let day: Int64 = 86_400_000
        let milliseconds = instant.milliseconds
        let date = Int(milliseconds / day) - (milliseconds % day < 0 ? 1 : 0)
        let rest = (milliseconds % day + day) % day
        func digits(_ number: Int64, _ count: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let time = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { digits($0, 2) }
        let fraction = rest % 1000 == 0 ? "" : "." + digits(rest % 1000, 3)
        return "\(LocalDate(dayNumber: date))T\(time.joined(separator: ":"))\(fraction)Z"
    }

    /// Reads what `description` prints.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Self.instant(of: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time in UTC")
        }
        self.instant = instant
    }

    /// Writes `description`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    private static func instant(of text: String) -> Instant? {
        let parts = text.split(separator: "T")
        guard parts.count == 2, parts[1].last == "Z", let date = LocalDate(String(parts[0])) else { return nil }
        let time = parts[1].dropLast().split(separator: ":")
        guard time.count == 3, let hours = Int64(time[0]), let minutes = Int64(time[1]) else { return nil }
        let seconds = time[2].split(separator: ".")
        guard let whole = seconds.first.flatMap({ Int64($0) }) else { return nil }
        let milliseconds = seconds.count == 2 ? Int64(seconds[1]) ?? 0 : 0
        let clock = ((hours * 60 + minutes) * 60 + whole) * 1000 + milliseconds
        return Instant(milliseconds: Int64(date.dayNumber) * 86_400_000 + clock)
    }
}
