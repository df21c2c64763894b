/// The versions of a business schedule, each in force from an instant; the first also holds for all time before it.
public struct ScheduleHistory: Hashable, Sendable {
    /// One version.
    public struct Version: Hashable, Sendable {
        /// When it comes into force.
        public let from: Instant
        /// The schedule.
        public let schedule: BusinessSchedule

        /// Assembles a version.
        public init(from: Instant, schedule: BusinessSchedule) {
            self.from = from
            self.schedule = schedule
        }
    }

    /// Ascending by `from`, at least one.
    public let versions: [Version]

    /// Open at all times.
    public static let always = ScheduleHistory(.always)

    /// How far ahead an instant is looked for: ten years of milliseconds.
    private static let horizon: Int64 = 3653 * 86_400_000

    /// A schedule that never changed.
    public init(_ schedule: BusinessSchedule) {
        versions = [Version(from: Instant(milliseconds: .min), schedule: schedule)]
    }

    /// Takes versions in any order; of two with the same instant the later in the list holds.
    ///
    /// Throws `HubError` when there are none.
    public init(versions: [Version]) throws {
        guard !versions.isEmpty else { throw HubError(.invalidValue, "a schedule needs at least one version") }
        self.versions = versions.enumerated()
            .sorted { ($0.element.from, $0.offset) < ($1.element.from, $1.offset) }
            .map(\.element)
    }

    private func index(at milliseconds: Int64) -> Int {
        var index = versions.count - 1
        while index > 0, versions[index].from.milliseconds > milliseconds { index -= 1 }
        return index
    }

    /// The schedule in force at an instant.
    public func schedule(at instant: Instant) -> BusinessSchedule { versions[index(at: instant.milliseconds)].schedule }

    /// True when an instant is within the opening hours then in force.
    public func isOpen(at instant: Instant) -> Bool { schedule(at: instant).isOpen(at: instant) }

    /// Open milliseconds in `start ..< end`, each part by the version then in force; 0 when the span is empty.
    public func openMilliseconds(from start: Instant, to end: Instant) -> Int64 {
        guard start < end else { return 0 }
        if versions.count == 1 {
            return versions[0].schedule.openMilliseconds(from: start.milliseconds, to: end.milliseconds)
        }
        var sum: Int64 = 0
        forEachVersion(from: start.milliseconds, to: end.milliseconds) { schedule, from, to in
            sum += schedule.openMilliseconds(from: from, to: to)
            return true
        }
        return sum
    }

    /// Whole open seconds in `start ..< end`.
    public func businessSeconds(from start: Instant, to end: Instant) -> Int64 {
        openMilliseconds(from: start, to: end) / 1000
    }

    /// The first instant at which `amount` open milliseconds have passed since `start`; nil when that is more than ten
    /// years ahead.
    public func instant(consumingMilliseconds amount: Int64, from start: Instant) -> Instant? {
        guard amount > 0 else { return start }
        let (sum, overflow) = start.milliseconds.addingReportingOverflow(Self.horizon)
        var (left, found): (Int64, Int64?) = (amount, nil)
        forEachVersion(from: start.milliseconds, to: overflow ? .max : sum) { schedule, from, to in
            found = schedule.instant(consuming: left, from: from, limit: to)
            if found == nil { left -= schedule.openMilliseconds(from: from, to: to) }
            return found == nil
        }
        return found.map(Instant.init(milliseconds:))
    }

    /// The first instant at which `seconds` open seconds have passed since `start`; nil when that is more than ten
    /// years ahead.
    public func instant(consumingSeconds seconds: Int64, from start: Instant) -> Instant? {
        let (amount, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return overflow ? nil : instant(consumingMilliseconds: amount, from: start)
    }

    /// The first open instant at or after `start`; nil when the next ten years have none.
    public func nextOpen(atOrAfter start: Instant) -> Instant? {
        instant(consumingMilliseconds: 1, from: start).map { Instant(milliseconds: $0.milliseconds - 1) }
    }

    private func forEachVersion(
        from start: Int64, to end: Int64, _ body: (borrowing BusinessSchedule, Int64, Int64) -> Bool
    ) {
        var (position, index) = (start, index(at: start))
        while position < end {
            let next = index + 1 < versions.count ? min(end, versions[index + 1].from.milliseconds) : end
            if position < next, !body(versions[index].schedule, position, next) { return }
            position = max(position, next)
            index += 1
        }
    }
}
