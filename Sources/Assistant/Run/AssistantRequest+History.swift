import CRDT
public import Hub

extension AssistantRequest {
    /// Reads a ticket as it stands.
    ///
    /// A turn is what the customer said that the assistant has not decided about and that nobody answered: the log says
    /// so, and a process that starts again reads the same. Imported messages are history and belong to no turn. The
    /// context begins with the episode, or where people gave the conversation back, so that what was settled before does
    /// not decide again.
    ///
    /// - Parameters:
    ///   - history: The ticket's documents and what is known of their changes.
    ///   - rules: What cuts its life into episodes.
    ///   - instant: The present.
    /// - Complexity: O(history of the documents).
    public init(
        _ history: TicketHistory, rules: MetricRules = MetricRules(), at instant: Instant,
        regions: RegionHierarchy = .none
    ) {
        let ticket = Ticket(id: history.root, document: history.ticket)
        let events = Hub.events(of: history)
        let reading = ConversationReading(ticket, history, events)
        let start = Self.start(of: events, rules, at: instant)
        let turn = reading.turn
        let current = reading.entries.filter { $0.occurred >= start || turn.contains($0.message.id) }
        let spoken = current.filter { $0.message.author?.kind == .ai }
        let heads = history.ticket.heads + (history.publicDiscussion?.heads ?? [])
        let asked = current.filter { turn.contains($0.message.id) && !$0.message.body.isEmpty }.map(\.message.body)
        self.init(
            ticket: ticket.id, revision: heads.map(\.description).sorted(), channel: ticket.channel,
            lease: Lease(after: events),
            isInReach: !ticket.isSpam && !ticket.isLocked && ticket.mergedInto == nil, subject: ticket.subject ?? "",
            turn: current.map(\.message.id).filter(turn.contains),
            asked: asked.isEmpty ? nil : asked.joined(separator: "\n\n"),
            earlier: current.filter { !turn.contains($0.message.id) && !$0.message.body.isEmpty }.map(\.message.body),
            conversation: current.map(\.line), clarificationCount: spoken.count { $0.message.role == .clarify },
            assistantTurnCount: spoken.count,
            reader: Reader(
                traits: AudienceTraits(verified: ticket.verified, claimed: ticket.claimed), regions: regions),
            locale: ticket.source.locale,
            customer: ticket.customer.person?.description ?? reading.customer ?? ticket.id.description,
            assistance: Self.assistance(of: events, since: start),
            asOf: reading.entries.filter { turn.contains($0.message.id) }.map(\.occurred).max(),
            accepted: reading.entries.filter { turn.contains($0.message.id) }.compactMap(\.accepted).max()
        )
    }

    /// Where the context begins.
    private static func start(of events: [Event], _ rules: MetricRules, at instant: Instant) -> Instant {
        let latest = max(instant, events.last?.occurred ?? instant)
        let episode = Hub.episodes(of: events, asOf: latest, rules: rules).last?.start
        let returned = events.last { $0.kind == .leaseReturned }?.occurred
        return max(episode ?? Instant(milliseconds: .min), returned ?? Instant(milliseconds: .min))
    }

    /// Whether the assistant was recorded as on or off since an instant.
    private static func assistance(of events: [Event], since start: Instant) -> Bool? {
        for event in events where event.occurred >= start {
            if case .assistance(let isOn, _) = event.kind { return isOn }
        }
        return nil
    }
}

/// The public messages of a ticket that somebody wrote, and which of them wait for a decision.
private struct ConversationReading {
    struct Entry {
        let message: Message
        let occurred: Instant
        /// When the log took it; nil while it is not sent.
        let accepted: Instant?
        let isImported: Bool

        var line: AssistantRequest.Line {
            .init(
                message: message.id, author: message.author?.kind ?? .observer, role: message.role, body: message.body)
        }
    }

    /// By the time at which they occurred.
    let entries: [Entry]
    /// The customer's messages that wait.
    let turn: Set<OperationID>
    /// The name of the first customer who wrote.
    let customer: String?

    init(_ ticket: Ticket, _ history: TicketHistory, _ events: [Event]) {
        var entries: [Entry] = []
        if let document = history.publicDiscussion {
            let discussion = Discussion(id: history.root.publicDiscussion, document: document)
            let times = Dictionary(events.map { ($0.id, $0.occurred) }, uniquingKeysWith: min)
            for message in discussion.messages where !message.isAutomatic && !message.isDeleted && !message.isErased {
                guard let occurred = times[message.id] else { continue }
                let metadata = history.metadata(message.id.change)
                entries.append(
                    Entry(
                        message: message, occurred: occurred, accepted: metadata?.accepted,
                        isImported: metadata?.assurance == .vouched))
            }
        }
        entries.sort { ($0.occurred, $0.message.id) < ($1.occurred, $1.message.id) }
        self.entries = entries
        customer = entries.first { $0.message.author?.kind == .customer }?.message.author?.id
        let settled = Self.settled(ticket)
        // What the assistant answered it has named; for what others answered, the time at which the log took it decides,
        // because what comes late was not seen by who answered before.
        let answered = entries.filter { entry in
            guard let author = entry.message.author, author != .assistant else { return false }
            return author.kind == .teammate || author.kind == .ai
        }.map { $0.accepted ?? Instant(milliseconds: .max) }.max()
        turn = Set(
            entries.filter { entry in
                entry.message.author?.kind == .customer && !entry.isImported && !settled.contains(entry.message.id)
                    && !(answered.map { (entry.accepted ?? Instant(milliseconds: .max)) < $0 } ?? false)
                    && (!entry.message.body.isEmpty || !entry.message.attachments.isEmpty)
            }.map(\.message.id))
    }

    /// The messages that the assistant has decided about, or that somebody judged to ask for nothing.
    private static func settled(_ ticket: Ticket) -> Set<OperationID> {
        var settled: Set<OperationID> = []
        for record in ticket.log {
            switch record.entry {
            case .decided(let decision): settled.formUnion(decision.messages)
            case .judgement(let judgement):
                guard let message = judgement.message else { continue }
                if judgement.finding == .notMeaningful || judgement.finding == .thanks { settled.insert(message) }
            default: continue
            }
        }
        return settled
    }
}
