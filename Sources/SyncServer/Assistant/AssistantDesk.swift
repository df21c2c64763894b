import Assistant
package import Hub
package import Logging
import Replica
import SyncProtocol

/// What the assistant has before it: tickets in which a customer may wait for a decision, and the library it decides
/// with. It works in steps, between which anything may happen: a person may write, the process may die.
///
/// It remembers nothing that matters. Whether a turn is decided stands in the ticket; which tickets changed is asked of
/// the replica by sequence; a process that starts looks through what was active of late. So a crash at any instant leads
/// to one decision.
package final class AssistantDesk {
    /// What one step did.
    package enum Step {
        /// It has decided about a ticket; nothing is written.
        case decided(Identifier)
        /// The decision is in the server's replica, on its way to the log.
        case written(Identifier)
        /// Somebody wrote since, or it is not the assistant's turn any more: the decision is forgotten.
        case givenUp(Identifier)
        /// Everything that was due is done, and the log has what was written.
        case rested(Pass)
    }

    /// What the steps from one rest to the next did.
    package struct Pass {
        /// Whether anything was written.
        package var hasWritten = false
        /// Whether there is more to do at once.
        package var hasMore = false
    }

    /// How much and how long; smaller in tests.
    package struct Limits: Sendable {
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

    private struct Waiting {
        let since: Instant
        var attempts: Int64 = 0
        var notBefore: Instant
    }

    private let replica: ServerReplica
    private let limits: Limits
    private let randomness: () -> any RandomNumberGenerator
    private let presence: (Identifier, Bool) -> Void
    private let pause: (AssistantPause, Identifier) -> Void

    /// Up to which sequence the replica's changes were looked at; nil at the start.
    private var sequence: UInt64?
    private var waiting: [Identifier: Waiting] = [:]
    private let library: AssistantLibrary
    private var budget = AssistantBudget()
    /// The tickets that the pass has still to decide about; nil between passes.
    private var agenda: ArraySlice<Identifier>?
    /// What was decided and is not written yet.
    private var plan: AssistantPlan?
    /// The ticket in which it is shown to be at work.
    private var shownTicket: Identifier?
    private var pass = Pass()
    private var isStart = true

    /// Sits down at a server's replica.
    ///
    /// - Parameters:
    ///   - randomness: Gives the generators of identifiers and salts; cryptographically secure outside of simulations.
    ///   - presence: Told when it begins with a ticket's turn, and when it is done with it.
    ///   - pause: Called by `pass` at the places at which tests hold it, with the ticket.
    package init(
        _ replica: ServerReplica, logger: Logger, limits: Limits = Limits(),
        randomness: @escaping () -> any RandomNumberGenerator = { SystemRandomNumberGenerator() },
        presence: @escaping (Identifier, Bool) -> Void = { _, _ in },
        pause: @escaping (AssistantPause, Identifier) -> Void = { place, _ in place.hold() }
    ) {
        self.replica = replica
        self.limits = limits
        self.randomness = randomness
        self.presence = presence
        self.pause = pause
        library = AssistantLibrary(replica.store, logger: logger)
    }

    /// Whether no ticket waits to be looked at, now or later.
    package var isClear: Bool { waiting.isEmpty && plan == nil && !isStart }

    /// Looks at what is new and decides about a bounded number of tickets, those that wait longest first.
    ///
    /// - Throws: What the database throws; nothing is lost by it.
    func pass(now: () -> Instant) throws -> Pass {
        while true {
            switch try step(at: now()) {
            case .decided(let ticket): pause(.decided, ticket)
            case .written(let ticket): pause(.written, ticket)
            case .givenUp: continue
            case .rested(let pass): return pass
            }
        }
    }

    /// Does the next thing: decides about a ticket, writes what was decided, or looks at what is new and sends.
    ///
    /// - Throws: What the database throws; nothing is lost by it.
    package func step(at now: Instant) throws -> Step {
        // A restored log serves nobody until it has what it lost.
        guard try replica.log.read({ try $0.state }) == "open" else { return .rested(Pass()) }
        if let plan {
            self.plan = nil
            return try commit(plan, at: now)
        }
        if agenda == nil { try beginPass(at: now) }
        while let ticket = agenda?.popFirst() {
            guard let plan = try decide(about: ticket, at: now) else { continue }
            self.plan = plan
            return .decided(ticket)
        }
        return .rested(try endPass(at: now))
    }

    private func beginPass(at now: Instant) throws {
        pass.hasMore = try look(at: now)
        agenda = waiting.filter { $0.value.notBefore <= now }
            .sorted { ($0.value.since, $0.key) < ($1.value.since, $1.key) }.map(\.key).prefix(limits.ticketCountMax)
    }

    private func endPass(at now: Instant) throws -> Pass {
        // What the log refused is decided anew. A process that ended may have left some, and some that it had not sent.
        if try pass.hasWritten || isStart && replica.hasUnsent() { try replica.catchUp { now } }
        if pass.hasWritten || isStart {
            for ticket in try replica.store.discardRefused(of: .assistant, at: now) {
                budget.forget()
                retry(ticket, at: now)
            }
        }
        defer { (agenda, pass, isStart) = (nil, Pass(), false) }
        return Pass(
            hasWritten: pass.hasWritten, hasMore: pass.hasMore || waiting.values.contains { $0.notBefore <= now })
    }

    private func retry(_ ticket: Identifier, at now: Instant) {
        var waiting = waiting[ticket] ?? Waiting(since: now, notBefore: now)
        // The first time at once: somebody wrote in between, and now that is known.
        let delay = waiting.attempts == 0 ? 0 : limits.retrySeconds << min(waiting.attempts - 1, 6)
        waiting.attempts += 1
        waiting.notBefore = now.advanced(bySeconds: delay)
        self.waiting[ticket] = waiting
    }
}

// MARK: - Looking

extension AssistantDesk {
    /// Takes note of tickets that changed. Returns whether there is more to look at.
    private func look(at now: Instant) throws -> Bool {
        let feed = AssistantFeed(replica.store)
        let oldest = now.advanced(bySeconds: -limits.turnSecondsMax)
        guard let sequence else {
            sequence = try feed.sequence()
            guard PlantedDefect.current != .forgottenTurn else { return false }
            for ticket in try feed.ticketsActive(since: oldest) { note(ticket, at: now) }
            return false
        }
        let news = try feed.news(after: sequence, countMax: limits.changeCountMax, activeSince: oldest)
        if news.hasContent { library.forget() }
        for ticket in news.tickets {
            note(ticket, at: now)
            library.noteAnswers(in: ticket)
        }
        self.sequence = news.sequence
        // What a closed gate left lying may be decided now.
        if news.hasSettings { for ticket in try feed.ticketsActive(since: oldest) { note(ticket, at: now) } }
        return news.hasMore
    }

    private func note(_ ticket: Identifier, at now: Instant) {
        if waiting[ticket] == nil { waiting[ticket] = Waiting(since: now, notBefore: now) }
    }
}

// MARK: - Deciding

extension AssistantDesk {
    /// Decides about a ticket; nil when there is nothing to decide or to write.
    private func decide(about ticket: Identifier, at now: Instant) throws -> AssistantPlan? {
        guard let waiting = waiting[ticket] else { return nil }
        let documents = try replica.store.documents(of: ticket)
        let settings = try AssistantSettings(replica.store)
        let request = AssistantReading.request(documents, settings, at: now)
        guard documents.documents[ticket]?.kind == .ticket, !request.turn.isEmpty, isDue(request, settings, at: now)
        else {
            self.waiting[ticket] = nil
            return nil
        }
        // Whoever waits sees it at work only where it may speak.
        let policy = settings.policy(of: request, isWithinBudget: true)
        let isAtWork = policy.isOn && policy.isChannelOn && policy.isInRollout && request.lease == .assistant
        if isAtWork { show(atWorkIn: ticket) }
        let isLate = waiting.since.advanced(bySeconds: limits.waitSecondsMax) < now || isHistory(request, at: now)
        let runCount = try budget.runCount(at: now) { try decidedRuns(since: $0) }
        let plan = try AssistantPlan(
            request, settings, library: library, isWithinBudget: runCount < settings.runsPerHour, isLate: isLate,
            at: now, randomness: randomness())
        guard plan.hasSomethingToWrite else {
            show(atWorkIn: nil)
            self.waiting[ticket] = nil
            return nil
        }
        return plan
    }

    private func show(atWorkIn ticket: Identifier?) {
        if let shownTicket { presence(shownTicket, false) }
        if let ticket { presence(ticket, true) }
        shownTicket = ticket
    }

    /// Writes a decision, if it still holds.
    private func commit(_ plan: AssistantPlan, at now: Instant) throws -> Step {
        let ticket = plan.request.ticket
        defer { show(atWorkIn: nil) }
        switch try AssistantCommit(replica.store, plan).write(at: now, randomness: randomness()) {
        case .written:
            if plan.trace.decision.kind != nil { budget.spend() }
            waiting[ticket] = nil
            pass.hasWritten = true
            return .written(ticket)
        case .discarded: waiting[ticket] = nil
        case .outdated: retry(ticket, at: now)
        }
        return .givenUp(ticket)
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
