extension TimeCondition: LosslessStringConvertible {
    /// The condition as it is written in a search.
    public var description: String {
        switch self {
        case .during(let period): period.description
        case .after(let period): ">\(period)"
        case .from(let period): ">=\(period)"
        case .before(let period): "<\(period)"
        case .through(let period): "<=\(period)"
        case .between(let first, let last): "\(first)..\(last)"
        case .last(let count, let unit): "\(count)\(unit.rawValue)"
        }
    }

    /// Reads a condition; nil when the text is none, or names a day that the calendar does not have.
    ///
    /// `A..*` and `*..B` are read as `>=A` and `<=B`.
    public init?(_ text: String) {
        if let dots = text.firstRange(of: "..") {
            self.init(first: text[..<dots.lowerBound], last: text[dots.upperBound...])
            return
        }
        typealias Wrap = (Period) -> TimeCondition
        let operators: [(String, Wrap)] = [
            (">=", TimeCondition.from), ("<=", TimeCondition.through), (">", TimeCondition.after),
            ("<", TimeCondition.before),
        ]
        for (symbol, wrap) in operators where text.hasPrefix(symbol) {
            guard let period = Period(String(text.dropFirst(symbol.count))) else { return nil }
            self = wrap(period)
            return
        }
        if let period = Period(text) {
            self = .during(period)
        } else if let (count, unit) = Self.span(text) {
            self = .last(count, unit)
        } else {
            return nil
        }
    }

    private init?(first: Substring, last: Substring) {
        switch (first, last) {
        case ("*", "*"): return nil
        case ("*", _):
            guard let period = Period(String(last)) else { return nil }
            self = .through(period)
        case (_, "*"):
            guard let period = Period(String(first)) else { return nil }
            self = .from(period)
        default:
            guard let start = Period(String(first)), let end = Period(String(last)) else { return nil }
            self = .between(start, end)
        }
    }

    private static func span(_ text: String) -> (Int64, Unit)? {
        for unit in Unit.allCases where text.hasSuffix(unit.rawValue) {
            guard let count = number(text.dropLast(unit.rawValue.count), digits: 1...5), count > 0 else { continue }
            return (Int64(count), unit)
        }
        return nil
    }

    /// Reads plain ASCII digits.
    fileprivate static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }
}

extension TimeCondition.Period: LosslessStringConvertible {
    /// The period as it is written in a search.
    public var description: String {
        switch self {
        case .year(let year): Self.padded(year, 4)
        case .month(let year, let month): "\(Self.padded(year, 4))-\(Self.padded(month, 2))"
        case .day(let date): date.description
        case .minute(let date, let hour, let minute): "\(date)T\(Self.padded(hour, 2)):\(Self.padded(minute, 2))"
        case .today: "today"
        case .yesterday: "yesterday"
        }
    }

    /// Reads a period; nil when the text is none, or names a day that the calendar does not have.
    public init?(_ text: String) {
        if text == "today" {
            self = .today
        } else if text == "yesterday" {
            self = .yesterday
        } else if let year = TimeCondition.number(text[...], digits: 4...4), year >= 1 {
            self = .year(year)
        } else if let date = LocalDate(text), date.components.year >= 1 {
            self = .day(date)
        } else if let minute = Self.minute(text) ?? Self.month(text) {
            self = minute
        } else {
            return nil
        }
    }

    private static func month(_ text: String) -> Self? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let year = TimeCondition.number(parts[0], digits: 4...4), year >= 1,
            let month = TimeCondition.number(parts[1], digits: 2...2), (1...12).contains(month)
        else { return nil }
        return .month(year, month)
    }

    private static func minute(_ text: String) -> Self? {
        let halves = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, let date = LocalDate(String(halves[0])), date.components.year >= 1 else { return nil }
        let clock = halves[1].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 2, let hour = TimeCondition.number(clock[0], digits: 2...2), hour < 24,
            let minute = TimeCondition.number(clock[1], digits: 2...2), minute < 60
        else { return nil }
        return .minute(date, hour: hour, minute: minute)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
