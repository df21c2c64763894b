internal import CRDT
public import Hub

extension RunVerdict {
    /// What was said about the assistant's runs in a ticket, oldest run first. A run whose trace was erased, or that
    /// searched for nothing, has none.
    ///
    /// - Parameters:
    ///   - history: The ticket's documents and what is known of their changes.
    ///   - names: The library's articles, as teammates name them.
    /// - Complexity: O(history of the documents).
    public static func verdicts(in history: TicketHistory, _ names: ArticleNames) -> [RunVerdict] {
        let ticket = Ticket(id: history.root, document: history.ticket)
        guard !ticket.runs.isEmpty, let document = history.publicDiscussion else { return [] }
        let reading = VerdictReading(
            ticket, Discussion(id: history.root.publicDiscussion, document: document), history.metadata, names)
        return reading.verdicts
    }
}

/// The runs of one ticket and what came after each.
private struct VerdictReading {
    private struct Run {
        let decision: AssistantDecision
        let at: Instant
        /// The action that holds all that the run wrote.
        let action: Identifier?
    }

    private let ticket: Ticket
    private let messages: [Message]
    private let metadata: (ChangeReference) -> ChangeMetadata?
    private let names: ArticleNames
    private let traces: [Identifier: Trace]
    private let runs: [Run]

    init(
        _ ticket: Ticket, _ discussion: Discussion, _ metadata: @escaping (ChangeReference) -> ChangeMetadata?,
        _ names: ArticleNames
    ) {
        self.ticket = ticket
        self.metadata = metadata
        self.names = names
        messages = discussion.messages
        // A trace of another build may not be readable; what it rested on is not known then.
        traces = Dictionary(
            ticket.runs.compactMap { record in (try? Trace(stored: record.trace)).map { ($0.run, $0) } }
        ) {
            first, _ in first
        }
        runs = ticket.log.compactMap { record -> Run? in
            guard case .decided(let decision) = record.entry, let facts = metadata(record.id.change) else { return nil }
            return Run(decision: decision, at: facts.occurred, action: facts.action)
        }.sorted { ($0.at, $0.decision.run) < ($1.at, $1.decision.run) }
    }

    var verdicts: [RunVerdict] {
        runs.indices.compactMap { index in
            let run = runs[index]
            guard let trace = traces[run.decision.run], let features = trace.confidence?.features,
                let found = trace.candidates.first?.source.id
            else { return nil }
            let next = index + 1 < runs.count ? runs[index + 1] : nil
            let said = said(by: run)
            guard
                let (isRight, source) = teammate(on: said) ?? article(found, after: run, before: next)
                    ?? customer(run, next) ?? reaction(to: said, of: run)
            else { return nil }
            return RunVerdict(run: run.decision.run, isRight: isRight, source: source, features: features)
        }
    }

    /// What the customer read of a run.
    private func said(by run: Run) -> Message? {
        guard let action = run.action else { return nil }
        return messages.first { message in
            message.author == .assistant && !message.isAutomatic && metadata(message.id.change)?.action == action
        }
    }

    /// The last word counts, so that a verdict can be taken back by another.
    private func teammate(on said: Message?) -> (Bool, RunVerdict.Source)? {
        guard let said else { return nil }
        let judged = ticket.log.compactMap { record -> (at: Instant, isRight: Bool)? in
            guard case .judgement(let judgement) = record.entry, judgement.message == said.id,
                judgement.finding == .right || judgement.finding == .wrong,
                let facts = metadata(record.id.change), facts.author.kind == .teammate
            else { return nil }
            return (facts.occurred, judgement.finding == .right)
        }
        return judged.max { $0.at < $1.at }.map { ($0.isRight, .teammate) }
    }

    /// The first article that a teammate names before the assistant decides again.
    private func article(_ found: String, after run: Run, before next: Run?) -> (Bool, RunVerdict.Source)? {
        let replies = messages.compactMap { message -> (at: Instant, named: String)? in
            guard message.author?.kind == .teammate, let at = metadata(message.id.change)?.occurred, at >= run.at,
                next.map({ at < $0.at }) ?? true, let named = names.first(in: message.body)
            else { return nil }
            return (at, named)
        }
        return replies.min { $0.at < $1.at }.map { ($0.named == found, .article) }
    }

    /// A yes or no to an answer stands in the turn that follows it. After an offer it says nothing about its first article.
    private func customer(_ run: Run, _ next: Run?) -> (Bool, RunVerdict.Source)? {
        guard run.decision.kind == .answer, let next else { return nil }
        for case .judgement(let judgement) in ticket.log.map(\.entry) {
            guard let message = judgement.message, next.decision.messages.contains(message) else { continue }
            if judgement.finding == .affirmation { return (true, .customer) }
            if judgement.finding == .negative { return (false, .customer) }
        }
        return nil
    }

    private func reaction(to said: Message?, of run: Run) -> (Bool, RunVerdict.Source)? {
        guard let said, run.decision.kind == .answer else { return nil }
        let given = Set(
            said.reactions.compactMap { reaction in
                reaction.author.kind == .customer ? Self.thumbs[reaction.emoji] : nil
            })
        return given.count == 1 ? given.first.map { ($0, .reaction) } : nil
    }

    private static let thumbs = ["👍": true, "+1": true, "thumbsup": true, "👎": false, "-1": false, "thumbsdown": false]
}
