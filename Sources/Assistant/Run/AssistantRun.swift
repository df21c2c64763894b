public import Hub

/// One run of the assistant: gate, normalise, rules, retrieve, answer, check, decide. A function without side effects:
/// the same request, stack and policy give the same trace.
///
/// The ticket's words are searched for and compared with fixed lists, and nothing else. No step follows an instruction in
/// them; what is recognised as one is not even searched for. What may be said, to whom and at which probability is the
/// stack's alone.
public struct AssistantRun {
    private let request: AssistantRequest
    private let stack: AssistantStack
    private let policy: AssistantStack.Policy
    private let keptView: ((_ isVisible: [Bool]) -> LibraryView)?
    private var trace: Trace

    /// How often the assistant asks back in an episode.
    private static let clarificationCountMax = 2
    /// How many articles are offered.
    private static let offerCount = 3

    /// Runs.
    ///
    /// - Parameters:
    ///   - run: The run's identifier.
    ///   - request: The ticket at a revision.
    ///   - stack: Content and guidance at their versions.
    ///   - policy: What holds on the channel.
    ///   - view: Gives the stack's library as far as it is visible, where the caller keeps such views; else it is made.
    /// - Complexity: that of a ranking, and without `view` linear in the library.
    public static func trace(
        run: Identifier, _ request: AssistantRequest, stack: AssistantStack, policy: AssistantStack.Policy,
        view: ((_ isVisible: [Bool]) -> LibraryView)? = nil
    ) -> Trace {
        var runner = AssistantRun(run: run, request, stack, policy, view)
        runner.trace.decision = runner.decide()
        return runner.trace
    }

    private init(
        run: Identifier, _ request: AssistantRequest, _ stack: AssistantStack, _ policy: AssistantStack.Policy,
        _ view: ((_ isVisible: [Bool]) -> LibraryView)?
    ) {
        self.request = request
        self.stack = stack
        self.policy = policy
        keptView = view
        trace = Trace(run: run, request, stack: stack.hash, policy: policy, decision: .silent(.nothingAsked))
    }

    private mutating func decide() -> Decision {
        if let gate { return .silent(gate) }
        // An attachment alone, which nobody here can read.
        guard let asked = request.asked else { return handOff(.unsupportedRequest) }
        let question = normalise(asked)
        trace.question = question
        if let decision = read(question.text) { return decision }
        guard policy.isWithinBudget else { return handOff(.budgetLimit) }
        guard request.assistantTurnCount < policy.turnCountMax else { return handOff(.maximumTurns) }
        if let decision = applyRules(to: question) { return decision }

        let (heard, orderCount) = question.withoutOrders()
        guard orderCount == 0 || !"\(heard.subject)\(heard.text)".allSatisfy(\.isWhitespace) else {
            return handOff(.unsupportedRequest)
        }
        let language = Language.guess("\(heard.subject)\n\(heard.text)") ?? request.locale.map(Language.base)
        trace.language = language
        let isVisible = filterItems(language)
        guard isVisible.contains(true) else { return handOff(reasonNothingIsVisible) }
        let view = keptView?(isVisible) ?? LibraryView(stack.index, isVisible: isVisible)
        precondition(view.isVisible == isVisible, "a kept view is used only for readers who see the same")
        let (ranking, focus) = Ranking.focused(on: heard, orderCount: orderCount, in: view, weights: stack.weights)
        trace.focus = focus
        trace.candidates = ranking.candidates.map { candidate in
            Trace.Candidate(
                source: stack.index.items[candidate.item].reference, score: candidate.score,
                evidence: candidate.evidence)
        }
        let features = ConfidenceFeatures(ranking, in: view)
        let probability = stack.model.probability(features)
        let outcome = policy.thresholds.outcome(at: probability)
        trace.confidence = Trace.Confidence(
            model: stack.model.version, features: features, probability: probability, outcome: outcome)
        return decide(outcome, ranking, in: view)
    }

    /// The question as it is searched for, secrets hidden; the trace says of which kinds.
    private mutating func normalise(_ asked: String) -> Question {
        let subject = Normalization.withoutSecrets(request.subject)
        let text = Normalization.withoutSecrets(asked)
        let earlier = request.earlier.suffix(1).map(Normalization.withoutSecrets)
        let hidden = earlier.reduce(subject.kinds.union(text.kinds)) { $0.union($1.kinds) }
        if !hidden.isEmpty { trace.hiddenSecrets = SecretKind.allCases.filter(hidden.contains) }
        return Question(subject: subject.text, text: text.text, earlier: earlier.map(\.text))
    }

    private var gate: Decision.Gate? { Self.gate(before: request, policy: policy, hasContent: stack.hasContent) }

    /// What keeps the assistant out of a conversation, before anything of it is read; nil when nothing does.
    ///
    /// - Parameter hasContent: Whether there is anything published that it may answer from.
    public static func gate(
        before request: AssistantRequest, policy: AssistantStack.Policy, hasContent: Bool
    ) -> Decision.Gate? {
        if !policy.isOn { return .killSwitch }
        if !policy.isChannelOn { return .channelOff }
        if !policy.isInRollout { return .holdout }
        if !hasContent { return .noContent }
        if !request.isInReach { return .outOfReach }
        if request.lease == .person { return .lease }
        return request.turn.isEmpty && request.asked == nil ? .nothingAsked : nil
    }

    /// The decision of the fixed lists; nil where the turn is a question.
    private mutating func read(_ text: String) -> Decision? {
        let isReply = request.spoken.last.map { $0.role == .answer || $0.role == .offer } ?? false
        let reading = TurnReading(text, isReply: isReply)
        trace.reading = reading
        return switch reading {
        case .question: nil
        case .courtesy: .silent(.courtesy)
        case .confirmation: .silent(.confirmed)
        case .rejection: handOff(.lowConfidence)
        case .person: handOff(.customerRequest)
        }
    }

    /// The decision of the strongest rule that fires and decides by itself. Rules that forbid are for answers; policy and
    /// tone are for whoever words an answer, and an article's own words are not worded.
    private mutating func applyRules(to question: Question) -> Decision? {
        var decision: Decision?
        for rule in stack.guidance.rules where rule.kind != .forbid {
            guard rule.holds(for: request.reader, channel: request.channel) else { continue }
            let fired = rule.fires(on: [question.subject, question.text])
            trace.rules.append(Trace.RuleResult(rule: rule.reference, kind: rule.kind, fired: fired))
            guard fired, decision == nil else { continue }
            switch rule.kind {
            case .escalate:
                decision = handOff(.policyRule(rule.reference.id), rule)
            case .clarify where request.clarificationCount < Self.clarificationCountMax:
                decision = .clarify(question: rule.text, rule: rule.reference)
            case .forbid, .clarify, .policy, .tone:
                continue
            }
        }
        return decision
    }

    /// Which items the reader may see; the trace takes the others. An item that states a language is for those who write
    /// in it; where nothing says which language that is, all are.
    private mutating func filterItems(_ language: String?) -> [Bool] {
        var reader = request.reader
        if let language, reader.languages == nil { reader.languages = [language] }
        var isVisible: [Bool] = []
        for item in stack.index.items {
            let reason = reader.exclusion(of: item)
            isVisible.append(reason == nil)
            guard let reason else { continue }
            trace.excludedCount += 1
            guard trace.exclusions.count < Trace.exclusionCountMax else { continue }
            trace.exclusions.append(Trace.ExcludedItem(source: item.reference, reason: reason))
        }
        return isVisible
    }

    private var reasonNothingIsVisible: FallbackReason {
        if trace.exclusions.contains(where: { $0.reason == .language }) { return .unsupportedLanguage }
        return trace.exclusions.contains { $0.reason == .audience } ? .audienceExcluded : .missingKnowledge
    }

    private mutating func decide(_ outcome: AnswerOutcome, _ ranking: Ranking, in view: LibraryView) -> Decision {
        guard !ranking.candidates.isEmpty else { return handOff(.missingKnowledge) }
        switch outcome {
        case .answer:
            guard let answer = ExtractiveAnswer(ranking, in: view) else { fallthrough }
            if let rule = check(answer, in: view) { return handOff(.policyRule(rule.reference.id), rule) }
            guard trace.checks.allSatisfy(\.passed) else { return handOff(.lowConfidence) }
            // Who asks again after an answer was not helped by it, and is not told the same once more.
            return wasSaid(answer) ? handOff(.loopDetected) : .answer(answer)
        case .offer:
            return hasOffered ? handOff(.lowConfidence) : offer(ranking, in: view)
        case .handOver:
            switch policy.fallback {
            case .clarifyOnce where request.clarificationCount == 0:
                return .clarify(question: AssistantWording(trace.language).clarification, rule: nil)
            case .suggestArticles where !hasOffered: return offer(ranking, in: view)
            default: return handOff(.lowConfidence)
            }
        }
    }

    private func offer(_ ranking: Ranking, in view: LibraryView) -> Decision {
        .offer(
            ranking.candidates.prefix(Self.offerCount).map { candidate in
                let item = view.index.items[candidate.item]
                return Decision.ArticleOffer(source: item.reference, title: item.title)
            })
    }

    private var hasOffered: Bool { request.spoken.contains { $0.role == .offer } }

    private func wasSaid(_ answer: ExtractiveAnswer) -> Bool {
        let body = AssistantWording(trace.language).message(answer)
        return request.spoken.contains { $0.role == .answer && $0.body == body }
    }

    /// Checks an answer; gives the rule that forbids it.
    private mutating func check(_ answer: ExtractiveAnswer, in view: LibraryView) -> Guidance.Rule? {
        let cited = view.index.items.indices.first { view.index.items[$0].reference == answer.source }
        let isVisible = cited.map { view.isVisible[$0] } ?? false
        let supports = cited.map { answer.isQuoted(from: view.index.items[$0]) } ?? false
        let forbidding = stack.guidance.rules.first { rule in
            // A rule that always holds forbids something that only its words say; there is nothing to find by it.
            rule.kind == .forbid && rule.matcher != nil && rule.holds(for: request.reader, channel: request.channel)
                && rule.fires(on: [answer.text])
        }
        trace.checks = [
            Trace.Check(name: .citationExists, passed: isVisible),
            Trace.Check(name: .citationSupports, passed: supports),
            Trace.Check(name: .nothingForbidden, passed: forbidding == nil),
        ]
        return forbidding
    }

    private func handOff(_ reason: FallbackReason, _ rule: Guidance.Rule? = nil) -> Decision {
        .handOff(
            Event.HandOff(
                reason: reason, destination: rule?.destination,
                rule: rule.map { "\($0.reference.id) \($0.reference.version)" }))
    }
}
