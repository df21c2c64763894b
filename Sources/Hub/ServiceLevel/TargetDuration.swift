/// How long a clock may run: seconds of its schedule, or business days.
public enum TargetDuration: Hashable, Sendable {
    /// Open seconds.
    case seconds(Int64)
    /// Open days of the schedule, whatever their length.
    case businessDays(Int)

    private static let secondsMax: Int64 = 10 * 366 * 86_400
}

extension TargetDuration: LosslessStringConvertible {
    /// `8h`, `1h30m`, `45s`, `2bd`.
    public var description: String {
        switch self {
        case .businessDays(let days): return "\(days)bd"
        case .seconds(let seconds):
            let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")]
            let text = parts.filter { $0.0 != 0 }.map { "\($0.0)\($0.1)" }.joined()
            return text.isEmpty ? "0s" : text
        }
    }

    /// Reads what `init(parsing:)` reads; nil when that throws.
    public init?(_ description: String) {
        guard let parsed = try? TargetDuration(parsing: description) else { return nil }
        self = parsed
    }

    /// Reads `8h`, `30m`, `1h30m`, `45s` or `1bd`.
    ///
    /// Throws `HubError` for anything else, and for `1 day` above all: a day of the clock and an open day of
    /// the schedule are different promises.
    public init(parsing text: String) throws {
        var (rest, units) = (Substring(text.lowercased()), [(Int64, Substring)]())
        while !rest.isEmpty {
            let digits = rest.prefix { ("0"..."9").contains($0) }
            let unit = rest.dropFirst(digits.count).prefix { !("0"..."9").contains($0) }
            guard let number = Int64(digits), number > 0 else { throw Self.unreadable }
            units.append((number, unit))
            rest = rest.dropFirst(digits.count + unit.count)
        }
        guard let first = units.first else { throw Self.unreadable }
        if units.count == 1, first.1 == "bd" {
            guard first.0 <= 3653 else { throw Self.tooLong }
            self = .businessDays(Int(first.0))
            return
        }
        var (total, previous) = (Int64(0), Int64.max)
        for (number, unit) in units {
            if let day = ["d", "day", "days"].first(where: { unit.trimmingSpaces == $0 }) {
                throw HubError(
                    .malformed,
                    "“\(day)” is ambiguous: write 24h for a day of the clock or 1bd for an open day of the schedule"
                )
            }
            guard let size: Int64 = ["h": 3600, "m": 60, "s": 1][unit], size < previous else { throw Self.unreadable }
            let (product, overflow) = number.multipliedReportingOverflow(by: size)
            guard !overflow, product <= Self.secondsMax - total else { throw Self.tooLong }
            total += product
            previous = size
        }
        self = .seconds(total)
    }

    private static var unreadable: HubError {
        HubError(.malformed, "a target is written like 8h, 30m, 1h30m, 45s or 1bd, and is more than nothing")
    }
    private static var tooLong: HubError { HubError(.invalidValue, "a target is at most ten years") }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}
