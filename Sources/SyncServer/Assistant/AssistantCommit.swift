import Assistant
import CRDT
import Hub
import Replica
import SyncProtocol

/// Writes a decision into its ticket, all of it or nothing, if it still holds.
///
/// Whether it holds is asked twice. The transaction that writes compares the revision, the lease and the switches with
/// what the run read; and the log refuses the whole action when anybody wrote in the ticket behind what this replica had
/// seen, so that a teammate's reply that is on its way is never talked over.
struct AssistantCommit {
    /// What became of it.
    enum Outcome {
        /// It is in the replica, on its way to the log.
        case written
        /// Somebody wrote since; decide anew.
        case outdated
        /// It is not the assistant's turn any more.
        case discarded
    }

    private let store: ReplicaStore
    private let plan: AssistantPlan
    private let wording: AssistantWording
    /// The queue that the hand-off goes to; nil where the ticket stays.
    private let queue: Scope?
    private var request: AssistantRequest { plan.request }
    private var ticket: Identifier { plan.request.ticket }

    init(_ store: ReplicaStore, _ plan: AssistantPlan) throws {
        self.store = store
        self.plan = plan
        queue = try Self.queue(of: plan.trace.decision, store)
        wording = AssistantWording(plan.trace.language ?? plan.request.locale)
    }

    /// Writes it.
    func write(at now: Instant, randomness: any RandomNumberGenerator) throws -> Outcome {
        try store.write(at: now, randomness: randomness) { writer in
            let documents = try writer.documents(of: ticket)
            let settings = try AssistantSettings { try writer.documents(of: $0) }
            let present = AssistantReading.request(documents, settings, at: now)
            let policy = settings.policy(of: present, isWithinBudget: plan.isWithinBudget)
            if plan.reasonOff == nil {
                let check = CommitCheck(plan.trace, present: present, policy: policy)
                switch PlantedDefect.current == .uncheckedCommit ? .commit : check {
                case .discard: return .discarded
                case .rerun: return .outdated
                case .commit: break
                }
            } else if plan.trace.revision != present.revision {
                return .outdated
            }
            try write(&writer, Ticket(id: ticket, document: documents.document(ticket)))
            return .written
        }
    }

    private var origin: ChangeWriter.Origin {
        ChangeWriter.Origin(
            onBehalfOf: OnBehalfOf(assurance: .vouched, kind: Author.assistant.kind, id: Author.assistant.id))
    }

    /// In the order in which people read it: what the customer sees, what happened, how it came about, the summary.
    private func write(_ writer: inout ChangeWriter, _ ticket: Ticket) throws {
        try writeMessage(&writer)
        try writer.edit(.ticket, ticket.id, root: ticket.id, origin: origin) { try writeFacts(ticket, in: &$0) }
        guard plan.reasonOff == nil else { return }
        try writeRun(&writer)
        guard case .handOff = plan.trace.decision else { return }
        try writeSummary(&writer)
        if let queue { try writer.place(ticket.id, in: queue, origin: origin) }
    }

    private func writeMessage(_ writer: inout ChangeWriter) throws {
        let draft: MessageDraft
        switch plan.trace.decision {
        case .silent: return
        case .answer(let answer): draft = MessageDraft(author: .assistant, role: .answer, body: wording.message(answer))
        case .offer(let articles):
            draft = MessageDraft(author: .assistant, role: .offer, body: wording.message(articles))
        case .clarify(let question, _):
            draft = MessageDraft(author: .assistant, role: .clarify, body: wording.message(asking: question))
        case .handOff:
            let policy = plan.trace.policy
            guard policy.isNoticeVisible, policy.fallback != .staySilent else { return }
            draft = MessageDraft(
                author: .assistant, role: .handOffNotice,
                body: wording.notice(asksForContact: policy.fallback == .collectContact), isAutomatic: true)
        }
        let discussion = ticket.publicDiscussion
        try writer.edit(.discussion, discussion, root: ticket, origin: origin) { transaction in
            Discussion.post(draft, in: &transaction)
        }
    }

    /// Facts that hold nobody's words, in a change of their own: figures stand on them after the words are erased.
    private func writeFacts(_ ticket: Ticket, in transaction: inout Transaction) throws {
        if request.assistance == nil {
            Ticket.record(.assistance(isOn: plan.reasonOff == nil, reason: plan.reasonOff), in: &transaction)
        }
        guard let kind = plan.trace.decision.kind else { return }
        if let failure = plan.failure { Ticket.record(.assistantFailed(failure), in: &transaction) }
        for (message, finding) in findings(ticket) {
            let judgement = Event.Judgement(message: message, finding: finding, classifier: TurnReading.classifier)
            Ticket.judge(judgement, in: &transaction)
        }
        if case .handOff(let handOff) = plan.trace.decision {
            Ticket.handOff(handOff, confidence: plan.trace.confidence?.probability, in: &transaction)
        }
        Ticket.setAssistant(metadata, in: &transaction)
        let decision = AssistantDecision(run: plan.trace.run, kind: kind, messages: request.turn)
        Ticket.record(.decided(decision), in: &transaction)
        // Who asks again after the end has opened the matter again; a bare thanks has not.
        if ticket.status == .resolved, kind != .silent { try Ticket.setStatus(.open, in: &transaction) }
    }

    /// What the fixed lists say about the messages of the turn that nobody has judged: the inlet has those that came after
    /// the end.
    private func findings(_ ticket: Ticket) -> [(OperationID, Event.Judgement.Finding)] {
        let judged = Set(
            ticket.log.compactMap { record in
                if case .judgement(let judgement) = record.entry { judgement.message } else { nil }
            })
        let turn = request.turn.filter { !judged.contains($0) }
        return switch plan.trace.reading {
        case .courtesy: turn.map { ($0, ticket.status == .resolved ? .thanks : .notMeaningful) }
        case .confirmation: turn.suffix(1).map { ($0, .affirmation) }
        case .rejection: turn.suffix(1).map { ($0, .negative) }
        case .question, .person, nil: []
        }
    }

    private var metadata: AssistantMetadata {
        let decision = plan.trace.decision
        let reason: FallbackReason? = if case .handOff(let handOff) = decision { handOff.reason } else { nil }
        return AssistantMetadata(
            confidence: plan.trace.confidence?.probability, fallbackReason: reason, references: decision.references)
    }

    /// The trace quotes the customer, so it is a change of its own, which goes when the workspace keeps traces no longer.
    private func writeRun(_ writer: inout ChangeWriter) throws {
        let trace = try plan.trace.stored()
        try writer.edit(.ticket, ticket, root: ticket, origin: origin) { transaction in
            Ticket.recordRun(plan.trace.run, trace: trace, in: &transaction)
        }
    }

    private func writeSummary(_ writer: inout ChangeWriter) throws {
        let body = HandOffSummary(plan.trace, of: request).markdown { plan.titles[$0.id] }
        try writer.edit(.discussion, ticket.internalDiscussion, root: ticket, origin: origin) { transaction in
            try Discussion.begin(visibility: .internal, in: &transaction)
            Discussion.post(MessageDraft(author: .assistant, body: body), in: &transaction)
        }
    }

    /// The queue that a rule names, where there is such a one: in any other nobody would find the ticket. Every other
    /// destination is for whoever reads the hand-off.
    private static func queue(of decision: Decision, _ store: ReplicaStore) throws -> Scope? {
        guard case .handOff(let handOff) = decision, let destination = handOff.destination else { return nil }
        do {
            return try store.queue(named: destination, isNew: false)
        } catch is ReplicaError {
            return nil
        }
    }
}
