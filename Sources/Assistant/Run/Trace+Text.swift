public import Hub

extension Trace {
    /// The trace for people, one fact a line: what was decided and why, what was found and what was left out. It names
    /// articles and rules and holds none of the customer's words.
    ///
    /// - Parameter title: The title of an article or rule for its reference; nil shows its id.
    public func text(title: (ContentReference) -> String? = { _ in nil }) -> String {
        func name(_ reference: ContentReference) -> String { title(reference) ?? reference.id }
        var lines = ["decision: \(Self.explanation(of: decision, name))"]
        if let reading { lines.append("the turn is a \(reading.rawValue)" + (language.map { ", in \($0)" } ?? "")) }
        if let hiddenSecrets {
            lines.append("hidden in the question: \(hiddenSecrets.map(\.rawValue).joined(separator: ", "))")
        }
        if let focus, focus.orderCount > 0 {
            let sentences = focus.orderCount == 1 ? "1 sentence that gives" : "\(focus.orderCount) sentences that give"
            lines.append("set aside: \(sentences) the assistant orders")
        }
        if let focus, let paragraph = focus.paragraph {
            lines.append("searched for: paragraph \(paragraph) of \(focus.paragraphCount)")
        }
        if let confidence {
            lines.append(
                "confidence: \(Self.shown(confidence.probability)) by \(confidence.model); answers from "
                    + "\(Self.shown(policy.thresholds.answer)), offers from \(Self.shown(policy.thresholds.offer))")
            lines += confidence.features.named.map { "  \($0.name): \(Self.shown($0.value))" }
        }
        for rule in rules {
            lines.append("rule: \(rule.kind.rawValue) \(name(rule.rule)): \(rule.fired ? "fired" : "passed")")
        }
        for check in checks { lines.append("check: \(check.name.rawValue): \(check.passed ? "passed" : "failed")") }
        for candidate in candidates {
            lines.append("found: \(Self.shown(Double(candidate.score))) \(name(candidate.source))")
        }
        for item in exclusions { lines.append("left out: \(name(item.source)): \(item.reason.rawValue)") }
        if excludedCount > exclusions.count { lines.append("left out: \(excludedCount - exclusions.count) more") }
        lines.append("stack \(stack), channel \(channel), revision \(revision.joined(separator: " "))")
        return lines.map { $0 + "\n" }.joined()
    }

    private static func explanation(of decision: Decision, _ name: (ContentReference) -> String) -> String {
        switch decision {
        case .silent(let gate): "stay out: \(gate.explanation) (\(gate.rawValue))"
        case .answer(let answer): "answer from \(name(answer.source))"
        case .offer(let articles): "offer " + articles.map { name($0.source) }.joined(separator: "; ")
        case .clarify(_, let rule): rule.map { "ask back as \(name($0)) says" } ?? "ask back"
        case .handOff(let handOff):
            "hand over: \(handOff.reason.code)" + (handOff.destination.map { " to \($0)" } ?? "")
        }
    }

    /// Three digits after the point.
    private static func shown(_ number: Double) -> String {
        let thousandths = Int((abs(number) * 1000).rounded())
        return (number < 0 ? "-" : "") + "\(thousandths / 1000)." + String(1000 + thousandths % 1000).dropFirst()
    }
}

extension Decision.Gate {
    /// Why the assistant says nothing, for people.
    public var explanation: String {
        switch self {
        case .killSwitch: "the assistant is switched off"
        case .channelOff: "it is switched off on the channel"
        case .holdout: "the rollout leaves this customer out"
        case .noContent: "nothing is published that it could answer from"
        case .outOfReach: "the ticket is spam, is locked or was merged into another"
        case .lease: "people hold the conversation"
        case .nothingAsked: "nobody waits for an answer"
        case .courtesy: "the customer greets or thanks"
        case .confirmed: "the customer says that the answer was right"
        }
    }
}

extension ConfidenceFeatures {
    /// The features with their names, for people.
    fileprivate var named: [(name: String, value: Double)] {
        [
            ("share of the question's words in the article", documentCoverage),
            ("share of the title's words in the question", titleEcho),
            ("score over the best possible", relativeScore), ("likeness of letters", gramCosine),
            ("kinds of evidence that agree", agreement), ("share of unknown words", unknownWords),
            ("share of the votes of past questions", pastVotes), ("nearness of a past question", pastNearness),
            ("lead over the other articles", dominance),
        ]
    }
}
