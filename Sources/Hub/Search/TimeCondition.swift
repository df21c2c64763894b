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
        case year(Int64)
        /// A month.
        case month(Int64, Int64)
        /// A day.
        case day(Int64, Int64, Int64)
        /// A minute of a day.
        case minute(Int64, Int64, Int64, Int64, Int64)
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
    func start(in context: SearchContext) -> Instant { context.instant(of: bounds(in: context).start) }

    /// The first instant after the period.
    func end(in context: SearchContext) -> Instant { context.instant(of: bounds(in: context).end) }

    private func bounds(in context: SearchContext) -> (start: LocalTime, end: LocalTime) {
        switch self {
        case .year(let year):
            return (LocalTime(year: year), LocalTime(year: year + 1))
        case .month(let year, let month):
            let end = month == 12 ? LocalTime(year: year + 1) : LocalTime(year: year, month: month + 1)
            return (LocalTime(year: year, month: month), end)
        case .day(let year, let month, let day):
            let start = LocalTime(year: year, month: month, day: day)
            return (start, LocalTime(secondsSince1970: start.secondsSince1970 + 86_400))
        case .minute(let year, let month, let day, let hour, let minute):
            let start = LocalTime(year: year, month: month, day: day, hour: hour, minute: minute)
            return (start, LocalTime(secondsSince1970: start.secondsSince1970 + 60))
        case .today:
            return Self.day(context.local(at: context.now), plus: 0)
        case .yesterday:
            return Self.day(context.local(at: context.now), plus: -1)
        }
    }

    private static func day(_ local: LocalTime, plus days: Int64) -> (LocalTime, LocalTime) {
        let midnight = LocalTime(year: local.year, month: local.month, day: local.day).secondsSince1970
        return (
            LocalTime(secondsSince1970: midnight + days * 86_400),
            LocalTime(secondsSince1970: midnight + (days + 1) * 86_400)
        )
    }
}
