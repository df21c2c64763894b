@testable import Hub

/// The four clocks by brute force, minute by minute: knows of statuses, snoozes, priorities, replies and hand-offs of a
/// ticket without an AI, whose events all fall on whole minutes.
struct ClockSimulation {
    struct Run: Equatable {
        var clock: ServiceClock
        var started: Instant
        var isRunning = true
        var used: Int64 = 0
        var reached: Instant?
        var breached: Instant?
    }

    let schedule: ScheduleHistory
    /// Minutes by clock for the priority of the moment.
    let target: (ServiceClock, Priority) -> Int64
    private(set) var runs: [Run] = []
    private var priority = Priority.normal
    private var hasCustomer = false, isAnswered = false, isOpen = false, isPending = false
    private var snoozedUntil: Instant?

    init(schedule: ScheduleHistory, target: @escaping (ServiceClock, Priority) -> Int64) {
        self.schedule = schedule
        self.target = target
    }

    mutating func run(_ events: [Event], until end: Instant) {
        var (now, index) = (MetricsStory.base, 0)
        while now < end {
            while index < events.count, events[index].occurred <= now {
                apply(events[index])
                index += 1
            }
            tick(at: now)
            now = now.advanced(bySeconds: 60)
        }
        while index < events.count, events[index].occurred <= end {
            apply(events[index])
            index += 1
        }
    }

    private mutating func tick(at now: Instant) {
        guard schedule.isOpen(at: now) else { return }
        for index in runs.indices where runs[index].isRunning {
            let isPaused = isPending || (snoozedUntil.map { $0 > now } ?? false)
            if runs[index].clock == .resolution, isPaused { continue }
            runs[index].used += 1
            let target = target(runs[index].clock, priority)
            if runs[index].used == target { runs[index].reached = now.advanced(bySeconds: 60) }
            if runs[index].used > target, runs[index].breached == nil { runs[index].breached = runs[index].reached }
        }
    }

    private mutating func apply(_ event: Event) {
        let now = event.occurred
        switch event.kind {
        case .message where event.author.kind == .customer:
            if !isOpen {
                (isPending, snoozedUntil) = (false, nil)
                if let index = runs.firstIndex(where: { $0.clock == .resolution }) {
                    runs[index].isRunning = true
                    reselect(index, at: now)
                } else {
                    start(.resolution, at: now)
                }
            }
            isOpen = true
            if !hasCustomer { start(.firstResponse, at: now) }
            if isAnswered, !isRunning(.nextResponse) { start(.nextResponse, at: now) }
            hasCustomer = true
        case .message:
            guard hasCustomer else { return }
            isAnswered = true
            for clock in [ServiceClock.firstResponse, .nextResponse, .handOffResponse] { stop(clock) }
        case .handedOff:
            if isOpen, !isRunning(.handOffResponse) { start(.handOffResponse, at: now) }
        case .status(let status):
            if status != .resolved, !isOpen, hasCustomer {
                (isOpen, snoozedUntil) = (true, nil)
                if let index = runs.firstIndex(where: { $0.clock == .resolution }) {
                    runs[index].isRunning = true
                    reselect(index, at: now)
                }
            }
            isPending = status == .pending
            if status == .resolved, isOpen {
                isOpen = false
                stop(.resolution)
                stop(.nextResponse)
            }
        case .snoozed(let until): snoozedUntil = until
        case .priority(let priority):
            self.priority = priority
            for index in runs.indices where runs[index].isRunning { reselect(index, at: now) }
        default: break
        }
    }

    private func isRunning(_ clock: ServiceClock) -> Bool { runs.contains { $0.clock == clock && $0.isRunning } }

    private mutating func start(_ clock: ServiceClock, at now: Instant) { runs.append(Run(clock: clock, started: now)) }

    private mutating func stop(_ clock: ServiceClock) {
        for index in runs.indices where runs[index].clock == clock { runs[index].isRunning = false }
    }

    private mutating func reselect(_ index: Int, at now: Instant) {
        guard runs[index].breached == nil else { return }
        let target = target(runs[index].clock, priority)
        runs[index].reached = runs[index].used == target ? now : nil
        if runs[index].used > target { runs[index].breached = now }
    }
}
