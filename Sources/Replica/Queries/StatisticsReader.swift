import Foundation
import GRDB
import Hub
import SyncProtocol

/// Walks once over all tickets' events and makes the figures of the windows that are asked for.
struct StatisticsReader {
    /// What the row of a ticket says beside its events.
    private struct Facts {
        let id: Identifier
        let topic: String?
        let tags: [String]
        let isLocked: Bool
        let resolver: String?
        let customer: Data?
        let isVerified: Bool
        let locale: String?
        let isSpam: Bool
        let created: Instant
        let status: TicketStatus
        let channel: String
    }

    /// The figures of one window.
    fileprivate struct Part {
        let window: MetricWindow?
        var figures = StatisticsFigures()
        var participants: Set<Author> = []

        func contains(_ instant: Instant) -> Bool { window?.contains(instant) ?? true }
    }

    private let request: StatisticsRequest
    private let db: Database
    private let now: Instant
    private let rules: WorkspaceRules
    private var parts: [Part]
    private var teammates: [String: Int] = [:]
    private var returns: [Int64: [IssueReturn]] = [:]
    private var labels: [Int64: String] = [:]

    init(_ request: StatisticsRequest, _ db: Database, _ rules: WorkspaceRules, at now: Instant) throws {
        self.request = request
        self.db = db
        self.now = now
        self.rules = rules
        var windows: [MetricWindow?] = request.window.map { [$0, $0.previous(in: rules.zone)] } ?? [nil]
        if let window = request.window, let step = request.step { windows += window.buckets(by: step, in: rules.zone) }
        parts = windows.map { Part(window: $0) }
        let rows = try Row.fetchCursor(db, sql: "SELECT id, text FROM label")
        while let row = try rows.next() { labels[row[0]] = row[1] }
    }

    /// The figures of the window and, where there is one, of the window before and of the window's steps; and teammates
    /// with their messages.
    mutating func read() throws -> (figures: [StatisticsFigures], teammates: [String: Int]) {
        try readReturns()
        let facts = try Row.fetchCursor(
            db,
            sql: """
                SELECT t.row, r.id, t.topic, t.tags, t.is_locked, t.resolver, t.customer, t.is_verified, l.locale,
                    l.is_spam, l.created, l.status, l.channel
                FROM ticket t JOIN root r ON r.row = t.row
                JOIN ticket_list l ON l.updated = t.updated AND l.id = r.id ORDER BY t.row
                """)
        var next = try facts.next()
        try EventReader(db).forEachTicket { row, events in
            while let found = next, (found[0] as Int64) < row { next = try facts.next() }
            guard let found = next, (found[0] as Int64) == row else { return }
            add(events, try self.facts(found), row)
        }
        for index in parts.indices { parts[index].figures.participantCount = parts[index].participants.count }
        return (parts.map(\.figures), teammates)
    }

    private func facts(_ row: Row) throws -> Facts {
        Facts(
            id: try Identifier(data: row[1]), topic: row[2],
            tags: (row[3] as String).split(separator: "\n").map(String.init), isLocked: row[4], resolver: row[5],
            customer: row[6], isVerified: row[7], locale: (row[8] as Int64?).flatMap { labels[$0] }, isSpam: row[9],
            created: Instant(milliseconds: row[10]), status: TicketCode.status(row[11]) ?? .open,
            channel: labels[row[12]] ?? "")
    }

    /// Tickets of one verified person that were linked as the same issue: the later one is a return to the earlier.
    private mutating func readReturns() throws {
        let links = try Row.fetchAll(
            db, sql: "SELECT row, value, occurred FROM event WHERE kind = 'same_issue' AND NOT is_superseded")
        let select = try db.cachedStatement(
            sql: """
                SELECT t.row, r.id, t.customer, l.created FROM root r JOIN ticket t ON t.row = r.row
                JOIN ticket_list l ON l.updated = t.updated AND l.id = r.id
                WHERE (r.row = ? OR r.id = ?) AND t.is_verified AND t.customer IS NOT NULL
                """)
        for link in links {
            guard let other = Identifier(link[1] as String) else { continue }
            let tickets = try Row.fetchAll(select, arguments: [link[0] as Int64, other.data])
            guard tickets.count == 2, tickets[0][2] as Data == tickets[1][2] as Data else { continue }
            for (ticket, other) in [(tickets[0], tickets[1]), (tickets[1], tickets[0])] {
                returns[ticket[0], default: []].append(
                    IssueReturn(
                        ticket: try Identifier(data: other[1]), opened: Instant(milliseconds: other[3]),
                        linked: Instant(milliseconds: link[2])))
            }
        }
    }

    private mutating func add(_ events: [Event], _ facts: Facts, _ row: Int64) {
        if let channel = request.channel, Words.caseFolded(channel) != Words.caseFolded(facts.channel) { return }
        let figures = Hub.figures(
            of: events, rules: rules.metrics, configuration: rules.serviceLevels, returns: returns[row] ?? [],
            asOf: now)
        for index in parts.indices {
            if parts[index].contains(facts.created) {
                parts[index].count(events, figures, facts.created, now, request)
                parts[index].file(
                    channel: facts.channel, locale: facts.locale, topic: facts.topic, tags: facts.tags,
                    month: rules.zone.date(at: facts.created).month, status: facts.status)
                if facts.isSpam { parts[index].figures.spamCount += 1 }
                if facts.isLocked { parts[index].figures.lockedCount += 1 }
                if facts.resolver != nil { parts[index].figures.solvedCount += 1 }
            }
            for episode in figures.episodes where parts[index].contains(episode.start) {
                parts[index].count(episode, rules, now)
            }
        }
        guard parts[0].contains(facts.created) else { return }
        for event in events where event.author.kind == .teammate {
            if case .message = event.kind { teammates[event.author.id, default: 0] += 1 }
        }
    }
}

extension StatisticsReader.Part {
    fileprivate mutating func count(
        _ events: [Event], _ ticket: TicketFigures, _ created: Instant, _ now: Instant, _ request: StatisticsRequest
    ) {
        figures.conversationCount += 1
        for event in events {
            switch event.kind {
            case .message:
                figures.messageCount += 1
                participants.insert(event.author)
            case .note: figures.noteCount += 1
            default: break
            }
        }
        let state: Statistics.FinalState =
            switch ticket.lastAuthor {
            case _ where ticket.messages.isWithoutReply: .noReply
            case .teammate: .lastFromTeammate
            case .customer: .lastFromCustomer
            default: .lastFromOther
            }
        figures.finalStates[state, default: 0] += 1
        figures.firstReply.add(
            ticket.firstReplyMilliseconds, waitingSince: ticket.isOpen ? ticket.firstCustomerMessage : nil,
            channel: ticket.channel)
        let human = ticket.firstHumanReplyMilliseconds
        figures.firstHumanReply.add(human, waitingSince: ticket.waitingForHumanSince, channel: ticket.channel)
        if human.map({ $0 > request.replyTargetSeconds * 1000 }) ?? isOverdue(ticket, now, request) {
            figures.lateReplyCount += 1
        }
        for clock in ticket.clocks {
            figures.breaches.add(clock, asOf: now)
            if clock.breached(asOf: now) != nil { figures.breachesByClock[clock.clock, default: 0] += 1 }
        }
    }

    private func isOverdue(_ ticket: TicketFigures, _ now: Instant, _ request: StatisticsRequest) -> Bool {
        guard let since = ticket.firstHandOff ?? ticket.firstCustomerMessage else { return false }
        return since.advanced(bySeconds: request.replyTargetSeconds) < now
    }

    fileprivate mutating func file(
        channel: String, locale: String?, topic: String?, tags: [String], month: String, status: TicketStatus
    ) {
        figures.byChannel[channel, default: 0] += 1
        if let locale { figures.byLocale[locale, default: 0] += 1 }
        if let topic { figures.byTopic[topic, default: 0] += 1 }
        for tag in tags { figures.byTag[tag, default: 0] += 1 }
        figures.byMonth[month, default: 0] += 1
        figures.byStatus[status, default: 0] += 1
    }

    fileprivate mutating func count(_ episode: Episode, _ rules: WorkspaceRules, _ now: Instant) {
        figures.outcomes.add(episode, asOf: now, rules: rules.metrics)
        figures.reopenings.add(episode, asOf: now)
        figures.satisfaction.add(episode, asOf: now)
        let volume = VolumeFigures(CollectionOfOne(episode))
        figures.volume.merge(volume.byChannel, uniquingKeysWith: +)
        figures.volumeExcludedCount += volume.excluded
        switch episode.closing {
        case .imported, .merged: return
        case .resolved, nil: break
        }
        let end = episode.end(asOf: now)
        let milliseconds = end.map { $0.milliseconds - episode.start.milliseconds }
        figures.resolution.add(milliseconds, waitingSince: episode.start, channel: episode.channel)
        let hours = rules.serviceLevels.openingHours
        figures.businessResolution.add(
            end.map { hours.openMilliseconds(from: episode.start, to: $0) }, waitingSince: episode.start)
    }
}

extension LocalDate {
    /// The month as `2024-01`.
    fileprivate var month: String {
        let (year, month, _) = components
        return "\(year)-\(month < 10 ? "0" : "")\(month)"
    }
}
