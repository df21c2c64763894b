/// What a clock shows at an instant.
public struct ClockReading: Hashable, Sendable {
    /// The states of a clock.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// It runs.
        case running
        /// It stands still for closed hours, or because the ticket is pending or snoozed.
        case paused
        /// It was stopped in time; equal to the target is in time.
        case met
        /// The target was exceeded, whether or not it was answered since.
        case breached
        /// The ticket left all clocks before the target was exceeded.
        case left
    }

    /// The state.
    public let state: State
    /// Whole open seconds used up.
    public let usedSeconds: Int64
    /// Whole open seconds left, negative after a breach; nil for targets in business days and without a target.
    public let remainingSeconds: Int64?
    /// Used up by target, 1 at the deadline; at least 1 once breached. Nil without a target.
    public let usedShare: Double?
    /// The deadline that was missed; nil unless breached.
    public let breached: Instant?
}

extension ClockRun {
    /// The deadline that was missed as seen from `instant`; nil while the target is not exceeded.
    ///
    /// `instant` is not before the events that the run was made of.
    public func breached(asOf instant: Instant) -> Instant? {
        if let breached { return breached }
        guard stopped == nil, let lastMet, instant > lastMet else { return nil }
        return deadline
    }

    /// What the clock shows at `instant`, which is not before the events that the run was made of.
    public func reading(asOf instant: Instant) -> ClockReading {
        var run = self
        run.accrue(to: instant)
        let breached = breached(asOf: instant)
        let used = run.usedMilliseconds
        var share: Double?
        var remaining: Int64?
        switch target {
        case .seconds(let seconds):
            share = Double(used) / Double(seconds * 1000)
            remaining = (seconds * 1000 - used).floorDivided(by: 1000)
        case .businessDays(let days): share = run.usedDays / Double(days)
        case nil: break
        }
        return ClockReading(
            state: state(asOf: instant, isBreached: breached != nil), usedSeconds: used / 1000,
            remainingSeconds: remaining, usedShare: breached == nil ? share : max(1, share ?? 1), breached: breached
        )
    }

    /// True when 80 % of the target is used at `instant` and the clock goes on.
    public func isAtRisk(asOf instant: Instant) -> Bool { stopped == nil && (atRisk.map { $0 <= instant } ?? false) }

    /// The state at `instant`, as `reading(asOf:)` has it.
    public func state(asOf instant: Instant) -> ClockReading.State {
        state(asOf: instant, isBreached: breached(asOf: instant) != nil)
    }

    private func state(asOf instant: Instant, isBreached: Bool) -> ClockReading.State {
        if isBreached { return .breached }
        if stopped != nil { return stop == .left ? .left : .met }
        if isPending { return .paused }
        if let snoozedUntil, snoozedUntil > instant { return .paused }
        return schedule.isOpen(at: instant) ? .running : .paused
    }
}
