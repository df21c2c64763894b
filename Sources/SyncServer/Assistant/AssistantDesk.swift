import Assistant
import Hub
import Logging
import Replica
import Synchronization

/// What the assistant has before it: tickets in which a customer may wait for a decision, and the library it decides
/// with.
///
/// It remembers nothing that matters. Whether a turn is decided stands in the ticket; which tickets changed is asked of
/// the replica by sequence; a process that starts looks through what was active of late. So a crash at any instant leads
/// to one decision.
final class AssistantDesk: Sendable {
    /// What one pass did.
    struct Pass {
        var hasWritten = false
        var hasMore = false
    }

    /// How much and how long; smaller in tests.
    struct Limits: Sendable {
        /// Tickets that are decided about before the log is written to.
        var ticketCountMax = 20
        /// Changes of the log that are looked at in a pass.
        var changeCountMax = 5000
        /// Seconds that a turn waits here before people get it: a long queue becomes theirs.
        var waitSecondsMax: Int64 = 600
        /// Seconds after which a turn is history that nobody expects an answer to.
        var turnSecondsMax: Int64 = 86_400
        /// Seconds after which a ticket is tried again whose decision the log refused, doubled each time.
        var retrySeconds: Int64 = 1
    }

    private struct State {
        /// Up to which sequence the replica's changes were looked at; nil at the start.
        var sequence: UInt64?
        var waiting: [Identifier: Waiting] = [:]
        let library: AssistantLibrary
        var budget = AssistantBudget()
    }

    private struct Waiting {
        let since: Instant
        var attempts: Int64 = 0
        var notBefore: Instant
    }

    private let replica: ServerReplica
    private let limits: Limits
    private let presence: @Sendable (Identifier, Bool) -> Void
    private let pause: @Sendable (AssistantPause, Identifier) -> Void
    private let state: Mutex<State>

    /// Sits down at a server's replica.
    ///
    /// - Parameters:
    ///   - presence: Told when it begins with a ticket's turn, and when it is done with it.
    ///   - pause: Called at the places at which tests hold it, with the ticket.
    init(
        _ replica: ServerReplica, logger: Logger, limits: Limits = Limits(),
        presence: @escaping @Sendable (Identifier, Bool) -> Void = { _, _ in },
        pause: @escaping @Sendable (AssistantPause, Identifier) -> Void = { place, _ in place.hold() }
    ) {
        self.replica = replica
        self.limits = limits
        self.presence = presence
        self.pause = pause
        state = Mutex(State(library: AssistantLibrary(replica.store, logger: logger)))
    }

    /// Looks at what is new and decides about a bounded number of tickets, those that wait longest first.
    ///
    /// - Throws: What the database throws; nothing is lost by it.
    func pass(now: () -> Instant) throws -> Pass {
        // A restored log serves nobody until it has what it lost.
        guard try replica.log.read({ try $0.state }) == "open" else { return Pass() }
        return try state.withLock { state in
            var pass = Pass()
            let present = now()
            let isStart = state.sequence == nil
            pass.hasMore = try look(&state, at: present)
            let tickets = state.waiting.filter { $0.value.notBefore <= present }
                .sorted { ($0.value.since, $0.key) < ($1.value.since, $1.key) }.map(\.key)
            for ticket in tickets.prefix(limits.ticketCountMax) {
                if try decide(about: ticket, &state, at: now()) { pass.hasWritten = true }
            }
            if pass.hasWritten {
                // A decision that a crash kept from the log waits in the outbox like any other work.
                for ticket in tickets.prefix(limits.ticketCountMax) { pause(.written, ticket) }
                try replica.catchUp(now: now)
            }
            // What the log refused is decided anew; a process that ended may have left some.
            if pass.hasWritten || isStart {
                for ticket in try replica.store.discardRefused(of: .assistant, at: now()) {
                    state.budget.forget()
                    retry(ticket, &state, at: now())
                }
            }
            let end = now()
            pass.hasMore = pass.hasMore || state.waiting.values.contains { $0.notBefore <= end }
            return pass
        }
    }

    private func retry(_ ticket: Identifier, _ state: inout State, at now: Instant) {
        var waiting = state.waiting[ticket] ?? Waiting(since: now, notBefore: now)
        // The first time at once: somebody wrote in between, and now that is known.
        let delay = waiting.attempts == 0 ? 0 : limits.retrySeconds << min(waiting.attempts - 1, 6)
        waiting.attempts += 1
        waiting.notBefore = now.advanced(bySeconds: delay)
        state.waiting[ticket] = waiting
    }
}

// MARK: - Looking

extension AssistantDesk {
    /// Takes note of tickets that changed. Returns whether there is more to look at.
    private func look(_ state: inout State, at now: Instant) throws -> Bool {
        let feed = AssistantFeed(replica.store)
        let oldest = now.advanced(bySeconds: -limits.turnSecondsMax)
        guard let sequence = state.sequence else {
            state.sequence = try feed.sequence()
            for ticket in try feed.ticketsActive(since: oldest) { note(ticket, &state, at: now) }
            return false
        }
        let news = try feed.news(after: sequence, countMax: limits.changeCountMax, activeSince: oldest)
        if news.hasContent { state.library.forget() }
        for ticket in news.tickets {
            note(ticket, &state, at: now)
            state.library.noteAnswers(in: ticket)
        }
        state.sequence = news.sequence
        // What a closed gate left lying may be decided now.
        if news.hasSettings { for ticket in try feed.ticketsActive(since: oldest) { note(ticket, &state, at: now) } }
        return news.hasMore
    }

    private func note(_ ticket: Identifier, _ state: inout State, at now: Instant) {
        if state.waiting[ticket] == nil { state.waiting[ticket] = Waiting(since: now, notBefore: now) }
    }
}

// MARK: - Deciding

extension AssistantDesk {
    /// Decides about a ticket. Returns whether anything was written.
    private func decide(about ticket: Identifier, _ state: inout State, at now: Instant) throws -> Bool {
        guard let waiting = state.waiting[ticket] else { return false }
        let documents = try replica.store.documents(of: ticket)
        let settings = try AssistantSettings(replica.store)
        guard documents.documents[ticket]?.kind == .ticket else {
            state.waiting[ticket] = nil
            return false
        }
        let request = AssistantReading.request(documents, settings, at: now)
        guard !request.turn.isEmpty, isDue(request, settings, at: now) else {
            state.waiting[ticket] = nil
            return false
        }
        // Whoever waits sees it at work only where it may speak.
        let policy = settings.policy(of: request, isWithinBudget: true)
        let isAtWork = policy.isOn && policy.isChannelOn && policy.isInRollout && request.lease == .assistant
        if isAtWork { presence(ticket, true) }
        defer { if isAtWork { presence(ticket, false) } }
        let isLate = waiting.since.advanced(bySeconds: limits.waitSecondsMax) < now || isHistory(request, at: now)
        let runCount = try state.budget.runCount(at: now) { try decidedRuns(since: $0) }
        let plan = try AssistantPlan(
            request, settings, library: state.library, isWithinBudget: runCount < settings.runsPerHour,
            isLate: isLate, at: now)
        guard plan.hasSomethingToWrite else {
            state.waiting[ticket] = nil
            return false
        }
        pause(.decided, ticket)
        switch try AssistantCommit(replica.store, plan).write(at: now) {
        case .written:
            if plan.trace.decision.kind != nil { state.budget.spend() }
            state.waiting[ticket] = nil
            return true
        case .discarded:
            state.waiting[ticket] = nil
            return false
        case .outdated:
            retry(ticket, &state, at: now)
            return false
        }
    }

    /// Whether a turn is the assistant's to decide: it is of late, or the assistant had begun with the episode, and it
    /// came after the assistant was switched on.
    private func isDue(_ request: AssistantRequest, _ settings: AssistantSettings, at now: Instant) -> Bool {
        if request.assistance == true { return true }
        if request.assistance == false || isHistory(request, at: now) { return false }
        guard let accepted = request.accepted, let on = settings.switchedOn(request.channel) else { return true }
        return accepted >= on
    }

    private func isHistory(_ request: AssistantRequest, at now: Instant) -> Bool {
        request.asOf.map { $0 < now.advanced(bySeconds: -limits.turnSecondsMax) } ?? false
    }

    /// The runs that have decided since an instant, and others of the same tickets, as these have recorded them.
    func decidedRuns(since start: Instant) throws -> [Identifier] {
        var runs: [Identifier] = []
        for id in try AssistantFeed(replica.store).ticketsWritten(since: start) {
            let ticket = Ticket(id: id, document: try replica.store.documents(of: id).document(id))
            for case .decided(let decision) in ticket.log.map(\.entry) { runs.append(decision.run) }
        }
        return runs
    }
}
