/// How far clocks got towards their targets, and what became of the breaches.
///
/// The first four stages are nested: each counts a part of the one before.
public struct BreachFunnel: Hashable, Sendable {
    /// Clocks with a target.
    public private(set) var underPolicy = 0
    /// Those that used half of it or more.
    public private(set) var halfUsed = 0
    /// Those that used 80 % or more.
    public private(set) var atRisk = 0
    /// Those that exceeded it.
    public private(set) var breached = 0
    /// Breached ones that were stopped after all.
    public private(set) var answeredAfterBreach = 0
    /// Breached ones that still go on.
    public private(set) var stillOpen = 0

    /// An empty funnel.
    public init() {}

    /// Counts runs as seen from `instant`.
    public init(_ runs: some Sequence<ClockRun>, asOf instant: Instant) {
        for run in runs { add(run, asOf: instant) }
    }

    /// Counts a run as seen from `instant`.
    public mutating func add(_ run: ClockRun, asOf instant: Instant) {
        let reading = run.reading(asOf: instant)
        guard let share = reading.usedShare else { return }
        underPolicy += 1
        if share >= 0.5 { halfUsed += 1 }
        if share >= 0.8 { atRisk += 1 }
        guard reading.breached != nil else { return }
        breached += 1
        switch run.stop {
        case .reply, .resolution: answeredAfterBreach += 1
        case .left: break
        case nil: stillOpen += 1
        }
    }
}
