/// One run of one service-level clock, from its start to what stopped it.
///
/// Holds what the ticket's events decide and, for a clock that still runs, when its target will be reached if nothing
/// more happens: what it says of an instant is then a matter of comparing.
public struct ClockRun: Hashable, Sendable {
    /// What stopped a clock.
    public enum Stop: Hashable, Sendable {
        /// A qualifying reply.
        case reply
        /// The resolution.
        case resolution
        /// The ticket was merged or closed by an import and left all clocks.
        case left
    }

    /// Which clock.
    public let clock: ServiceClock
    /// When it started.
    public let started: Instant
    /// The policy it is under; nil when none matches any more.
    public internal(set) var policy: String?
    /// The target; nil when the policy has none for this clock.
    public internal(set) var target: TargetDuration?
    /// When it was stopped; nil while it goes on.
    public internal(set) var stopped: Instant?
    /// What stopped it; nil while it goes on.
    public internal(set) var stop: Stop?
    /// The first instant at which the target was, or if nothing happens will be, used up; nil while it is paused
    /// without an end, or was stopped before.
    public internal(set) var deadline: Instant?
    /// The last instant at which the clock still counts as met: later than the deadline when that falls on closing
    /// time. Nil when `deadline` is, and for stopped clocks.
    public internal(set) var lastMet: Instant?
    /// When 80 % of the target was, or if nothing happens will be, used; nil when it is not known yet or no longer.
    public internal(set) var atRisk: Instant?
    /// The deadline that was missed, for breaches that the events so far prove; stays whatever happens later.
    public internal(set) var breached: Instant?

    var schedule: ScheduleHistory
    /// Milliseconds and business days used up to `accrued`.
    var usedMilliseconds: Int64 = 0
    var usedDays = 0.0
    var accrued: Instant
    /// True when some policy counts in business days, so that those are kept beside the milliseconds.
    let tracksDays: Bool
    /// When the target in force was used up exactly, while nothing more was used since.
    var reached: Instant?
    /// Paused without an end (pending), or until an instant (snoozed).
    var isPending = false
    var snoozedUntil: Instant?

    init(clock: ServiceClock, started: Instant, schedule: ScheduleHistory, tracksDays: Bool) {
        self.clock = clock
        self.started = started
        self.schedule = schedule
        self.tracksDays = tracksDays
        accrued = started
    }
}
