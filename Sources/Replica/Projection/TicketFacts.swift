import Hub

/// What a list row says of a ticket, with the instants at which it changes by itself.
struct TicketFacts {
    let created: Instant
    let updated: Instant
    let waitingSince: Instant?
    let escalated: Instant?
    let reasons: [FallbackReason]
    /// The service-level state as of the writing of the row, until `serviceUntil`.
    let service: TicketSummary.SLAState
    let serviceUntil: Instant?
    let serviceAtRisk: Instant?
    let serviceLastMet: Instant?
    let serviceDue: Instant?
    /// The earliest missed deadline that the events prove.
    let breached: Instant?
    let badge: TicketSummary.Resolution
    let badgeChange: Instant?
    let badgeLater: TicketSummary.Resolution?

    init(_ figures: TicketFigures, of content: TicketContent, _ rules: WorkspaceRules, _ now: Instant) {
        let first = content.events.first?.occurred
        created = figures.opened ?? first ?? Instant(milliseconds: Int64(content.ticket.id.high >> 16))
        updated = figures.lastActivity ?? created
        waitingSince = figures.waitingSince
        escalated = figures.escalation?.instant
        reasons = figures.escalation.map { [$0.handOff.reason] + $0.handOff.secondaryReasons } ?? []
        let present = max(now, content.events.last?.occurred ?? now)
        service = figures.serviceState(asOf: present)
        let isOngoing = service == .running || service == .paused
        serviceUntil = isOngoing ? Self.nextTurn(content.ticket, rules.serviceLevels, after: present) : nil
        serviceAtRisk = figures.serviceAtRisk
        serviceLastMet = figures.serviceLastMet
        serviceDue = figures.serviceDue
        breached = figures.clocks.compactMap(\.breached).min()
        // Before the quiet period ends nothing but events decides the badge.
        badge = figures.badge(asOf: figures.badgeChange.map { Instant(milliseconds: $0.milliseconds - 1) } ?? present)
        badgeChange = figures.badgeChange
        badgeLater = figures.badgeChange.map { figures.badge(asOf: $0) }
    }

    /// When running may become paused, or paused running, without anything happening: at the end of a snooze, or when
    /// hours that a policy counts in open or close; nil: never.
    private static func nextTurn(
        _ ticket: Ticket, _ configuration: ServiceLevelConfiguration, after instant: Instant
    ) -> Instant? {
        var schedules: Set<ScheduleHistory> = []
        for version in configuration.versions { schedules.formUnion(version.policies.map(\.schedule)) }
        schedules.remove(.always)
        var turns = schedules.compactMap { $0.nextTurn(after: instant) }
        if let snooze = ticket.snoozedUntil, snooze > instant { turns.append(snooze) }
        return turns.min()
    }
}

extension ScheduleHistory {
    /// When it opens, if it is closed at `instant`, or closes, if it is open; nil: not within two weeks.
    fileprivate func nextTurn(after instant: Instant) -> Instant? {
        guard isOpen(at: instant) else { return nextOpen(atOrAfter: instant) }
        let horizon: Int64 = 14 * 86_400_000
        func isOpenThroughout(_ length: Int64) -> Bool {
            openMilliseconds(from: instant, to: Instant(milliseconds: instant.milliseconds + length)) == length
        }
        guard !isOpenThroughout(horizon) else { return nil }
        var (open, closed) = (Int64(0), horizon)
        while closed - open > 1 {
            let middle = (open + closed) / 2
            if isOpenThroughout(middle) { open = middle } else { closed = middle }
        }
        return Instant(milliseconds: instant.milliseconds + open)
    }
}

/// The numbers that stand for closed vocabularies in the table `ticket_list`; ascending in what they mean.
enum TicketCode {
    private static let services: [TicketSummary.SLAState] = [.none, .met, .paused, .running, .atRisk, .breached]
    private static let badges: [TicketSummary.Resolution] = [
        .open, .aiConfirmed, .aiAssumed, .mixed, .human, .abandoned, .unanswered, .smallTalk,
    ]

    static func code(of status: TicketStatus) -> Int { position(of: status, in: TicketStatus.allCases) }
    static func code(of service: TicketSummary.SLAState) -> Int { position(of: service, in: services) }
    static func code(of badge: TicketSummary.Resolution) -> Int { position(of: badge, in: badges) }

    static func status(_ code: Int) -> TicketStatus? { value(code, in: TicketStatus.allCases) }
    static func service(_ code: Int) -> TicketSummary.SLAState? { value(code, in: services) }
    static func badge(_ code: Int) -> TicketSummary.Resolution? { value(code, in: badges) }

    private static func position<Element: Equatable>(of element: Element, in list: [Element]) -> Int {
        guard let index = list.firstIndex(of: element) else { preconditionFailure("every value has a code") }
        return index
    }

    private static func value<Element>(_ code: Int, in list: [Element]) -> Element? {
        list.indices.contains(code) ? list[code] : nil
    }
}
