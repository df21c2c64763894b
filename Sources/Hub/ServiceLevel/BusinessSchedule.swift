/// A span of opening within one local day.
public struct OpeningHours: Hashable, Sendable {
    /// Seconds after the day's midnight on the wall clock, 0…86399.
    public let opens: Int
    /// Seconds after midnight, exclusive, 1…86400.
    public let closes: Int

    /// Takes seconds after midnight.
    public init(opens: Int, closes: Int) {
        self.opens = opens
        self.closes = closes
    }
}

/// Weekly opening hours and holidays in one zone: open is whatever the local wall clock says is open.
///
/// A clock change therefore makes a day shorter or longer exactly when the hours touch the changed hour.
public struct BusinessSchedule: Hashable, Sendable {
    /// The zone of the wall clock.
    public let zone: LocalZone
    /// Seven lists, Monday first, each ascending and without overlap.
    public let week: [[OpeningHours]]
    /// Days without opening, ascending.
    public let holidays: [LocalDate]
    /// Open milliseconds of each weekday, holidays aside.
    let openPerWeekday: [Int64]
    let openPerWeek: Int64
    let isAlwaysOpen: Bool

    /// Open at all times.
    public static let always = BusinessSchedule(
        zone: .utc, sorted: Array(repeating: [OpeningHours(opens: 0, closes: 86_400)], count: 7), holidays: []
    )

    /// Assembles a schedule from seven lists of hours, Monday first.
    ///
    /// Throws `HubError` when there are not seven lists, hours lie outside the day, are empty or overlap, or
    /// the week has no opening at all.
    public init(zone: LocalZone, week: [[OpeningHours]], holidays: [LocalDate] = []) throws {
        guard week.count == 7 else {
            throw HubError(.invalidValue, "opening hours need seven days, Monday first; \(week.count) were given")
        }
        let sorted = week.map { $0.sorted { $0.opens < $1.opens } }
        for day in sorted {
            guard day.allSatisfy({ $0.opens >= 0 && $0.opens < $0.closes && $0.closes <= 86_400 }) else {
                throw HubError(.invalidValue, "opening hours must open before they close, between 00:00 and 24:00")
            }
            guard zip(day, day.dropFirst()).allSatisfy({ $0.closes <= $1.opens }) else {
                throw HubError(.invalidValue, "opening hours of one day must not overlap")
            }
        }
        guard sorted.contains(where: { !$0.isEmpty }) else {
            throw HubError(.invalidValue, "a week without opening hours would stop every clock; open at least one day")
        }
        self.init(zone: zone, sorted: sorted, holidays: Set(holidays).sorted())
    }

    private init(zone: LocalZone, sorted week: [[OpeningHours]], holidays: [LocalDate]) {
        self.zone = zone
        self.week = week
        self.holidays = holidays
        openPerWeekday = week.map { $0.reduce(0) { $0 + Int64($1.closes - $1.opens) * 1000 } }
        openPerWeek = openPerWeekday.reduce(0, +)
        isAlwaysOpen = holidays.isEmpty && openPerWeekday.allSatisfy { $0 == LocalZone.dayMilliseconds }
    }

    /// True when an instant is within opening hours.
    public func isOpen(at instant: Instant) -> Bool {
        if isAlwaysOpen { return true }
        let local = zone.localMilliseconds(at: instant)
        let day = local.floorDivided(by: LocalZone.dayMilliseconds)
        let millisecond = local - day * LocalZone.dayMilliseconds
        return hours(ofDay: day).contains {
            millisecond >= Int64($0.opens) * 1000 && millisecond < Int64($0.closes) * 1000
        }
    }

    /// The hours of a day of the local calendar; none on holidays.
    func hours(ofDay day: Int64) -> [OpeningHours] {
        let date = LocalDate(dayNumber: Int(day))
        return isHoliday(date) ? [] : week[date.weekday]
    }

    private func isHoliday(_ date: LocalDate) -> Bool {
        guard !holidays.isEmpty else { return false }
        let index = holidayIndex(notBefore: date)
        return index < holidays.count && holidays[index] == date
    }

    /// Index of the first holiday that is not before `date`. O(log of holidays).
    func holidayIndex(notBefore date: LocalDate) -> Int {
        var (low, high) = (0, holidays.count)
        while low < high {
            let middle = (low + high) / 2
            if holidays[middle] < date { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
