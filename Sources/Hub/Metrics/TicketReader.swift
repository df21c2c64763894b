/// Walks once over a ticket's events and makes all its figures.
struct TicketReader {
    private var figures = TicketFigures()
    private var cutter: EpisodeCutter
    private var clocks: ServiceClocks
    private let openingHours: ScheduleHistory

    init(rules: MetricRules, configuration: ServiceLevelConfiguration) {
        cutter = EpisodeCutter(rules: rules)
        clocks = ServiceClocks(configuration: configuration)
        openingHours = configuration.openingHours
    }

    mutating func consume(_ event: Event, at index: Int, in timeline: Timeline) {
        cutter.consume(event, at: index, in: timeline)
        clocks.consume(event, step: cutter.step, in: timeline)
        if cutter.step.isHandedOver, figures.firstHandOff == nil {
            figures.firstHandOff = event.occurred
            figures.firstHumanReply = nil
        }
        switch event.kind {
        case .opened: figures.opened = event.occurred
        case .message(let fact): consume(fact, of: event, in: timeline)
        default: break
        }
    }

    private mutating func consume(_ fact: Event.MessageFact, of event: Event, in timeline: Timeline) {
        let kind = event.author.kind
        figures.messages[kind] += 1
        guard !fact.isNoise else { return }
        figures.lastActivity = event.occurred
        figures.lastAuthor = kind
        guard !cutter.isMerged else { return }
        if kind == .customer {
            if figures.firstCustomerMessage == nil, timeline.isMeaningful(fact) {
                figures.firstCustomerMessage = event.occurred
            }
            return
        }
        if kind == .ai, fact.isAssistance { figures.wasAssisted = true }
        guard figures.firstCustomerMessage != nil, fact.isReply(by: kind) else { return }
        if figures.firstReply == nil { figures.firstReply = event.occurred }
        if kind == .teammate, figures.firstHumanReply == nil { figures.firstHumanReply = event.occurred }
    }

    func finished(asOf instant: Instant?, returns: [IssueReturn]) -> TicketFigures {
        var figures = figures
        figures.channel = cutter.channel
        figures.queue = cutter.queue
        figures.isMerged = cutter.isMerged
        figures.isSpam = cutter.isSpam
        // Without a present nothing falls due by itself, and every return that is known counts.
        let due = cutter.isMerged ? nil : cutter.episodes.last?.systemResolution
        let quietEnd = due.flatMap { due in instant.flatMap { due <= $0 ? due : nil } }
        figures.episodes = cutter.finished(quietEnd: quietEnd, returns: returns, asOf: instant)
        figures.clocks = clocks.finished(quietEnd: quietEnd)
        if let last = figures.resolvedEpisode, let end = last.end {
            figures.businessResolutionSeconds = openingHours.businessSeconds(from: last.start, to: end)
        }
        return figures
    }
}
