/// When something happened, as a search says it: kept as it was written, so that a saved «today» stays today.
public enum TimeCondition: Hashable, Sendable {
    /// Within a period: `2024`, `2024-01`, `2024-01-15`, `2024-01-15T10:30`, `today`, `yesterday`.
    case during(Period)
    /// From the end of a period on: `>2024-01-01` begins with the 2nd of January.
    case after(Period)
    /// From the start of a period on: `>=2024-01-01`.
    case from(Period)
    /// Up to the start of a period: `<2024-01-01`.
    case before(Period)
    /// Up to the end of a period: `<=2024-01-01`.
    case through(Period)
    /// From the start of the first period to the end of the second: `2024-01..2024-02`.
    case between(Period, Period)
    /// Within the last so many units: `7d`, `36h`, `2w`.
    case last(Int64, Unit)

    /// A stretch of the workspace's calendar.
    public enum Period: Hashable, Sendable {
        /// A calendar year, 1…9999.
        case year(Int)
        /// A month of such a year, 1…12.
        case month(Int, Int)
        /// A day.
        case day(LocalDate)
        /// A minute of a day: hour 0…23, minute 0…59.
        case minute(LocalDate, hour: Int, minute: Int)
        /// The day of the search.
        case today
        /// The day before the day of the search.
        case yesterday
    }

    /// A unit of relative time; each is a fixed number of seconds.
    public enum Unit: String, Hashable, Sendable, CaseIterable {
        /// 60 seconds.
        case minutes = "min"
        /// 3,600 seconds.
        case hours = "h"
        /// 86,400 seconds.
        case days = "d"
        /// 604,800 seconds.
        case weeks = "w"

        /// The length in seconds.
        public var seconds: Int64 {
            switch self {
            case .minutes: 60
            case .hours: 3600
            case .days: 86_400
            case .weeks: 604_800
            }
        }
    }

    /// A half-open stretch of time: `from ≤ t < to`; a missing end is open.
    public struct Interval: Hashable, Sendable {
        /// The first instant inside; nil: no start.
        public let from: Instant?
        /// The first instant after; nil: no end.
        public let to: Instant?

        /// Assembles an interval.
        public init(from: Instant?, to: Instant?) {
            self.from = from
            self.to = to
        }

        /// True when `instant` lies inside.
        public func contains(_ instant: Instant) -> Bool {
            (from.map { $0 <= instant } ?? true) && (to.map { instant < $0 } ?? true)
        }
    }

    /// The instants that the condition means in the context's zone and at its time.
    public func interval(in context: SearchContext) -> Interval {
        switch self {
        case .during(let period): Interval(from: period.start(in: context), to: period.end(in: context))
        case .after(let period): Interval(from: period.end(in: context), to: nil)
        case .from(let period): Interval(from: period.start(in: context), to: nil)
        case .before(let period): Interval(from: nil, to: period.start(in: context))
        case .through(let period): Interval(from: nil, to: period.end(in: context))
        case .between(let first, let last): Interval(from: first.start(in: context), to: last.end(in: context))
        case .last(let count, let unit):
            Interval(from: context.now.advanced(bySeconds: -count * unit.seconds), to: nil)
        }
    }
}

extension TimeCondition.Period {
    /// The first instant of the period.
    func start(in context: SearchContext) -> Instant { context.zone.instant(ofLocal: bounds(in: context).lowerBound) }

    /// The first instant after the period.
    func end(in context: SearchContext) -> Instant { context.zone.instant(ofLocal: bounds(in: context).upperBound) }

    /// The period in milliseconds of a clock that shows the workspace's local time.
    private func bounds(in context: SearchContext) -> Range<Int64> {
        let day = LocalZone.dayMilliseconds
        func midnight(_ date: LocalDate) -> Int64 { Int64(date.dayNumber) * day }
        switch self {
        case .year(let year):
            return midnight(Self.date(year, 1, 1))..<midnight(Self.date(year, 12, 31)) + day
        case .month(let year, let month):
            let next = month == 12 ? Self.date(year, 12, 31).advanced(byDays: 1) : Self.date(year, month + 1, 1)
            return midnight(Self.date(year, month, 1))..<midnight(next)
        case .day(let date):
            return midnight(date)..<midnight(date) + day
        case .minute(let date, let hour, let minute):
            let start = midnight(date) + Int64(hour * 60 + minute) * 60_000
            return start..<start + 60_000
        case .today:
            let start = midnight(context.zone.date(at: context.now))
            return start..<start + day
        case .yesterday:
            let start = midnight(context.zone.date(at: context.now))
            return start - day..<start
        }
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> LocalDate {
        guard let date = LocalDate(year: year, month: month, day: day) else {
            preconditionFailure("a period's year lies in 1…9999 and its month in 1…12")
        }
        return date
    }
}
