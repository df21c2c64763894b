/// What a list shows of a ticket at an instant.
extension TicketFigures {
    /// How far a ticket has come.
    public enum Stage: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nobody took part yet.
        case new
        /// The AI is at it.
        case assistant = "ai_handling"
        /// Handed over, and no person took it yet.
        case escalated
        /// A person is at it.
        case human
        /// The last episode is closed.
        case resolved
    }

    /// The stage as seen from `instant`.
    public func stage(asOf instant: Instant) -> Stage {
        guard let last = episodes.last else { return .new }
        if last.end(asOf: instant) != nil { return .resolved }
        if last.touched != nil { return .human }
        if last.escalation != nil { return .escalated }
        return last.involved == nil ? .new : .assistant
    }

    /// The badge of the last episode as seen from `instant`.
    public func badge(asOf instant: Instant) -> TicketSummary.Resolution {
        guard !isMerged, let last = episodes.last, last.end(asOf: instant) != nil else { return .open }
        switch last.outcome(asOf: instant) {
        case .escalated: return .mixed
        case .humanOnly: return .human
        case .containedConfirmed: return .aiConfirmed
        case .containedAssumed: return .aiAssumed
        case .abandoned: return .abandoned
        case .unanswered: return .unanswered
        case nil: break
        }
        // Not eligible: the AI was off, there was nothing to answer, or an import closed it.
        if last.escalation != nil || last.touched != nil && last.involved != nil { return .mixed }
        if last.touched != nil || last.closing == .resolved(by: .teammate) { return .human }
        return last.isSmallTalk ? .smallTalk : .unanswered
    }

    /// When the badge changes by itself: the end of the quiet period; nil when only events change it.
    public var badgeChange: Instant? { isMerged ? nil : episodes.last?.systemResolution }

    /// How the most pressing clock stands at `instant`.
    public func serviceState(asOf instant: Instant) -> TicketSummary.SLAState {
        var worst = TicketSummary.SLAState.none
        for clock in clocks {
            switch clock.state(asOf: instant) {
            case .breached: return .breached
            case .running: worst = max(worst, clock.isAtRisk(asOf: instant) ? .atRisk : .running)
            case .paused: worst = max(worst, clock.isAtRisk(asOf: instant) ? .atRisk : .paused)
            case .met: worst = max(worst, .met)
            case .left: break
            }
        }
        return worst
    }

    private func max(_ left: TicketSummary.SLAState, _ right: TicketSummary.SLAState) -> TicketSummary.SLAState {
        func rank(_ state: TicketSummary.SLAState) -> Int {
            switch state {
            case .none: 0
            case .met: 1
            case .paused: 2
            case .running: 3
            case .atRisk: 4
            case .breached: 5
            }
        }
        return rank(left) < rank(right) ? right : left
    }

    /// When the next clock that goes on reaches its target if nothing happens; nil when none will.
    public var serviceDue: Instant? { goingOn.compactMap(\.deadline).min() }

    /// When the next clock that goes on has used 80 % of its target if nothing happens; nil when none will.
    public var serviceAtRisk: Instant? { goingOn.compactMap(\.atRisk).min() }

    /// After this instant a clock that goes on is breached if nothing happens; nil when none will be.
    public var serviceLastMet: Instant? { goingOn.compactMap(\.lastMet).min() }

    private var goingOn: some Sequence<ClockRun> { clocks.lazy.filter { $0.stopped == nil && $0.breached == nil } }

    /// The earliest missed deadline as seen from `instant`; nil when none was missed.
    public func breached(asOf instant: Instant) -> Instant? {
        clocks.compactMap { $0.breached(asOf: instant) }.min()
    }
}
