/// Runs the four clocks over a ticket's events, one at a time and in order.
struct ServiceClocks {
    private let configuration: ServiceLevelConfiguration
    private var runs: [ClockRun] = []
    /// Positions in `runs` of what may still go on.
    private var first: Int?
    private var next: Int?
    private var handOff: Int?
    private var resolution: Int?
    /// True once the first response was given; what customers write then is for the next response.
    private var isAnswered = false
    private var policy: ServiceLevelPolicy?
    private var channel = ""
    private var segment: String?
    private var priority = Priority.normal
    private var isPending = false
    private var snoozedUntil: Instant?
    private var hasLeft = false

    init(configuration: ServiceLevelConfiguration) { self.configuration = configuration }

    /// Takes an event, with what it did to the episodes.
    mutating func consume(_ event: Event, step: EpisodeCutter.Step, in timeline: Timeline) {
        guard !hasLeft else { return }
        if let end = step.quietEnd { resolve(at: end, by: .resolved(by: .system)) }
        if let beginning = step.beginning { beginEpisode(beginning, at: event.occurred) }
        if step.isHandedOver { startHandOff(at: event.occurred) }
        switch event.kind {
        case .opened(let channel): self.channel = channel
        case .priority(let priority):
            self.priority = priority
            if isRunning { selectPolicy(at: event.occurred) }
        case .segment(let segment):
            self.segment = segment
            if isRunning { selectPolicy(at: event.occurred) }
        case .message(let fact): consume(fact, of: event, in: timeline)
        case .status(let status):
            isPending = status == .pending
            pauseResolution(at: event.occurred)
        case .snoozed(let until):
            snoozedUntil = until
            pauseResolution(at: event.occurred)
        case .merged: leave(at: event.occurred)
        default: break
        }
        if let closing = step.closing { resolve(at: event.occurred, by: closing) }
    }

    /// The runs that are under a policy or were breached under one, in the order of their start.
    ///
    /// `quietEnd` is the system's resolution that is due and not written yet.
    func finished(quietEnd: Instant?) -> [ClockRun] {
        var clocks = self
        if let quietEnd, !hasLeft { clocks.resolve(at: quietEnd, by: .resolved(by: .system)) }
        var finished: [ClockRun] = []
        finished.reserveCapacity(clocks.runs.count)
        for var run in clocks.runs where run.target != nil || run.breached != nil {
            run.project()
            finished.append(run)
        }
        return finished
    }
}

// MARK: - Starts and stops

extension ServiceClocks {
    private mutating func start(_ clock: ServiceClock, at instant: Instant) -> Int {
        // Edits of policies touch no clock that runs: a ticket keeps its policy until one of its properties changes,
        // or until its next clock starts.
        if !isRunning { selectPolicy(at: instant) }
        var run = ClockRun(
            clock: clock, started: instant, schedule: configuration.openingHours,
            tracksDays: configuration.usesBusinessDays
        )
        run.select(policy, openingHours: configuration.openingHours, at: instant)
        runs.append(run)
        return runs.count - 1
    }

    private var isRunning: Bool {
        func isRunning(_ index: Int?) -> Bool { index.map { runs[$0].stopped == nil } ?? false }
        return isRunning(first) || isRunning(next) || isRunning(handOff) || isRunning(resolution)
    }

    private mutating func selectPolicy(at instant: Instant) {
        policy = configuration.policy(at: instant, channel: channel, segment: segment, priority: priority)
        for index in [first, next, handOff, resolution] {
            guard let index, runs[index].stopped == nil else { continue }
            runs[index].select(policy, openingHours: configuration.openingHours, at: instant)
        }
    }

    private mutating func consume(_ fact: Event.MessageFact, of event: Event, in timeline: Timeline) {
        let kind = event.author.kind
        if kind == .customer {
            guard timeline.isMeaningful(fact) else { return }
            if !isAnswered {
                if first == nil { first = start(.firstResponse, at: event.occurred) }
            } else if next == nil {
                next = start(.nextResponse, at: event.occurred)
            }
            return
        }
        guard fact.isReply(by: kind) else { return }
        if kind == .teammate || policy?.countsAssistantReplies ?? true {
            if let first {
                runs[first].stop(at: event.occurred, by: .reply)
                isAnswered = true
            }
            stopNextResponse(at: event.occurred, by: .reply)
        }
        if kind == .teammate, let position = handOff {
            runs[position].stop(at: event.occurred, by: .reply)
            handOff = nil
        }
    }

    private mutating func startHandOff(at instant: Instant) {
        if handOff == nil { handOff = start(.handOffResponse, at: instant) }
    }

    private mutating func stopNextResponse(at instant: Instant, by stop: ClockRun.Stop) {
        guard let position = next else { return }
        runs[position].stop(at: instant, by: stop)
        next = nil
    }

    private mutating func leave(at instant: Instant) {
        hasLeft = true
        for index in runs.indices { runs[index].stop(at: instant, by: .left) }
    }
}

// MARK: - The resolution clock

extension ServiceClocks {
    private mutating func beginEpisode(_ beginning: Episode.Beginning, at instant: Instant) {
        isPending = false
        snoozedUntil = nil
        if beginning == .reopened, let position = resolution {
            if !isRunning { selectPolicy(at: instant) }
            if policy?.restartsWhenReopened != true {
                runs[position].resume(at: instant)
                runs[position].select(policy, openingHours: configuration.openingHours, at: instant)
                pauseResolution(at: instant)
                return
            }
        }
        resolution = start(.resolution, at: instant)
    }

    private mutating func pauseResolution(at instant: Instant) {
        guard let position = resolution, runs[position].stopped == nil else { return }
        runs[position].accrue(to: instant)
        runs[position].isPending = isPending
        runs[position].snoozedUntil = snoozedUntil
    }

    private mutating func resolve(at instant: Instant, by closing: Episode.Closing) {
        switch closing {
        case .resolved:
            if let position = resolution { runs[position].stop(at: instant, by: .resolution) }
        case .imported, .merged:
            if let position = resolution { runs[position].stop(at: instant, by: .left) }
        }
        stopNextResponse(at: instant, by: .resolution)
    }
}
