extension ClockRun {
    /// Shares of days are sums of quotients; what is below a hundredth of a millisecond is rounding.
    private static let dayTolerance = 1e-10

    /// Where the clock runs within a span, its snooze and an endless pause taken off; nil when nowhere.
    private func activeStart(from: Instant, to: Instant) -> Instant? {
        guard !isPending else { return nil }
        let start = max(from, snoozedUntil ?? from)
        return start < to ? start : nil
    }

    /// Uses up the open time since the last accrual, and notes a breach that shows in it.
    mutating func accrue(to instant: Instant) {
        guard stopped == nil, instant > accrued else { return }
        let start = activeStart(from: accrued, to: instant)
        accrued = instant
        guard let start else { return }
        let (before, beforeDays) = (usedMilliseconds, usedDays)
        let added = schedule.openMilliseconds(from: start, to: instant)
        usedMilliseconds += added
        if tracksDays { usedDays += schedule.businessDays(from: start, to: instant) }
        guard let target, breached == nil else { return }
        if reached != nil {
            if added > 0 { breached = reached }
            return
        }
        guard isUsedUp(target) else { return }
        let due: Instant? =
            switch target {
            case .seconds(let seconds):
                schedule.instant(consumingMilliseconds: seconds * 1000 - before, from: start)
            case .businessDays(let days):
                schedule.instant(consumingBusinessDays: Double(days) - beforeDays, from: start)
            }
        let deadline = min(due ?? instant, instant)
        reached = deadline
        if schedule.openMilliseconds(from: deadline, to: instant) > 0 { breached = deadline }
    }

    private func isUsedUp(_ target: TargetDuration) -> Bool {
        switch target {
        case .seconds(let seconds): usedMilliseconds >= seconds * 1000
        case .businessDays(let days): usedDays >= Double(days) - Self.dayTolerance
        }
    }

    /// Puts the clock under another policy from `instant` on; what was used up stays used up.
    mutating func select(_ policy: ServiceLevelPolicy?, openingHours: ScheduleHistory, at instant: Instant) {
        accrue(to: instant)
        self.policy = policy?.id
        schedule = policy?.schedule ?? openingHours
        let selected = policy?.targets[clock]
        if selected == target, reached != nil { return }
        target = selected
        reached = nil
        guard let target, breached == nil, isUsedUp(target) else { return }
        // The new target is behind: used up exactly is met for as long as nothing more is used, otherwise this is the
        // first instant at which the target in force is exceeded.
        let isExact =
            switch target {
            case .seconds(let seconds): usedMilliseconds == seconds * 1000
            case .businessDays(let days): abs(usedDays - Double(days)) < Self.dayTolerance
            }
        if isExact { reached = instant } else { breached = instant }
    }

    /// Stops the clock.
    mutating func stop(at instant: Instant, by stop: Stop) {
        guard stopped == nil else { return }
        accrue(to: instant)
        stopped = instant
        self.stop = stop
    }

    /// Lets a stopped clock go on with what it had used up.
    mutating func resume(at instant: Instant) {
        stopped = nil
        stop = nil
        accrued = max(accrued, instant)
    }

    /// Finds when the target will be used up if nothing more happens.
    mutating func project() {
        deadline = breached ?? reached
        guard let target, breached == nil, stopped == nil, !isPending else { return }
        let start = max(accrued, snoozedUntil ?? accrued)
        if reached == nil { deadline = instant(using: 1, of: target, from: start) }
        lastMet = deadline.flatMap { schedule.nextOpen(atOrAfter: max($0, start)) }
        atRisk = instant(using: 0.8, of: target, from: start)
    }

    /// When a share of the target is used up if the clock runs from `start` on; `start` itself when it is by then.
    private func instant(using share: Double, of target: TargetDuration, from start: Instant) -> Instant? {
        switch target {
        case .seconds(let seconds):
            let amount = Int64((share * Double(seconds * 1000)).rounded(.up)) - usedMilliseconds
            return schedule.instant(consumingMilliseconds: amount, from: start)
        case .businessDays(let days):
            return schedule.instant(consumingBusinessDays: share * Double(days) - usedDays, from: start)
        }
    }
}
