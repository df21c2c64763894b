import Assistant
import CRDT
import Hub
import Replica
import SyncProtocol
import SyncServer

// What must hold of the assistant once all is quiet.
extension World {
    func checkAssistant() throws {
        let store = server.replica
        guard try !store.hasUnsent(), try store.discardRefused(of: .assistant, at: serverTime).isEmpty else {
            throw violation("what the assistant wrote waits or is kept as refused")
        }
        let settings = try store.documents(of: SettingsSection.assistant.document)
        let switched = settings.metadata.values.compactMap(\.accepted).max()
        let read = Settings(section: .assistant, document: settings.document(SettingsSection.assistant.document))
        var spoken: [Int64: Int64] = [:]
        for ticket in try knownTickets(store) {
            let documents = try store.documents(of: ticket)
            let hub = Ticket(id: ticket, document: documents.document(ticket))
            for decision in try checkDecisions(hub, documents)
            where [.answer, .offer, .clarify].contains(decision.kind) {
                spoken[Int64(decision.run.high >> 16) / 3_600_000, default: 0] += 1
            }
            if read["assistant.on"].bool ?? true { try checkNobodyWaits(hub, documents, switched: switched) }
        }
        let budget = read["assistant.runs_per_hour"].integer ?? .max
        guard speech.excused.isEmpty, let most = spoken.values.max() else { return }
        guard most <= budget else {
            throw violation("the assistant answers \(most) times in an hour that has \(budget)")
        }
    }

    /// A turn is decided once, says what it decided once, and has its trace.
    private func checkDecisions(_ ticket: Ticket, _ documents: RootDocuments) throws -> [AssistantDecision] {
        let decisions = ticket.log.compactMap { record in
            if case .decided(let decision) = record.entry { decision } else { nil }
        }
        let runs = Dictionary(ticket.runs.map { ($0.run, $0.trace) }) { first, _ in first }
        guard Set(decisions.map(\.run)) == Set(runs.keys) else {
            throw violation("in \(ticket.id) the decisions and the traces are not of the same runs")
        }
        for decision in decisions {
            let trace = try runs[decision.run].map { try Trace(stored: $0) }
            guard trace?.run == decision.run, trace?.decision.kind == decision.kind else {
                throw violation("the trace of a decision in \(ticket.id) tells another story")
            }
        }
        guard !speech.excused.contains(ticket.id) else { return decisions }
        let decided = decisions.flatMap(\.messages)
        guard Set(decided).count == decided.count else { throw violation("a turn in \(ticket.id) is decided twice") }
        let discussion = Discussion(
            id: ticket.id.publicDiscussion, document: documents.document(ticket.id.publicDiscussion))
        for kind in [AssistantDecision.Kind.answer, .offer, .clarify] {
            // Erased words leave no author, so there may be fewer.
            let saidCount = discussion.messages.count { $0.author == .assistant && $0.role.rawValue == kind.rawValue }
            guard saidCount <= decisions.count(where: { $0.kind == kind }) else {
                throw violation("the assistant says more in \(ticket.id) than it decided")
            }
        }
        return decisions
    }

    /// A customer gets something unless a person holds the conversation, or it was not the assistant's to begin with.
    private func checkNobodyWaits(_ ticket: Ticket, _ documents: RootDocuments, switched: Instant?) throws {
        let events = Hub.events(of: documents.history)
        let wasOff = events.contains { if case .assistance(false, _) = $0.kind { true } else { false } }
        guard Lease(after: events) == .assistant, !wasOff else { return }
        var settled: Set<OperationID> = []
        for case .decided(let decision) in ticket.log.map(\.entry) { settled.formUnion(decision.messages) }
        let discussion = Discussion(
            id: ticket.id.publicDiscussion, document: documents.document(ticket.id.publicDiscussion))
        func accepted(_ message: Message) -> Instant {
            documents.metadata[message.id.change]?.accepted ?? Instant(milliseconds: .max)
        }
        let answered = discussion.messages.filter { $0.author?.kind == .teammate }.map(accepted).max()
        let yesterday = serverTime.advanced(bySeconds: -86_400)
        let waiting = discussion.messages.first { message in
            let since = accepted(message)
            return message.author?.kind == .customer && !message.body.isEmpty && !settled.contains(message.id)
                && since >= answered ?? since && since >= switched ?? since && since > yesterday
        }
        if let waiting { throw violation("the customer of \(ticket.id) waits, and nobody is to answer \(waiting.id)") }
    }
}
