import Assistant
import Hub
import Replica

extension Card {
    /// How the assistant came to what it did last: the decision, the passage, the confidence, what was found and what
    /// was left out; then what it decided before, and where it handed over.
    ///
    /// - Parameter titles: The titles of articles and rules by identifier.
    static func trace(of detail: TicketDetail, names: Names, titles: [String: String]) -> Card {
        let runs = detail.ticket.runs
        var facts = runs.last.map { Self.facts(of: $0, titles) } ?? Self.facts(of: detail.ticket.assistant)
        for run in runs.dropLast().reversed() {
            guard let decision = (try? Trace(stored: run.trace))?.lines(titles).first else { continue }
            facts.append(Fact("before", decision.text, at: moment(of: run)))
        }
        facts += handOffs(of: detail, names: names).facts.filter { $0.mood == .assistant }
        for event in detail.events {
            if case .assistantFailed(let reason) = event.kind {
                facts.append(Fact("run failed", reason.code.replacing("_", with: " "), at: event.occurred, .bad))
            }
        }
        return Card(
            title: "AI trace", facts: facts,
            empty: "The assistant took no part, or no trace is kept on this device.")
    }

    /// When a run was made, which its identifier begins with.
    private static func moment(of run: AssistantRunRecord) -> Instant {
        Instant(milliseconds: Int64(run.run.high >> 16))
    }

    private static func facts(of run: AssistantRunRecord, _ titles: [String: String]) -> [Fact] {
        guard let trace = try? Trace(stored: run.trace) else {
            return [Fact("", "A newer version wrote the trace; upgrade to read it.", .warning)]
        }
        var facts: [Fact] = []
        for (index, line) in trace.lines(titles).enumerated() {
            let isFailure = line.label == "check" && line.text.hasSuffix("failed")
            let mood: Mood? = isFailure ? .bad : ["decision", "confidence"].contains(line.label) ? .assistant : nil
            facts.append(Fact(line.label, line.text, at: index == 0 ? moment(of: run) : nil, mood))
            guard index == 0, case .answer(let answer) = trace.decision else { continue }
            let place = answer.heading.isEmpty ? answer.title : "\(answer.title), \(answer.heading)"
            facts.append(Fact("passage", "“\(answer.text)” (\(place))", .good))
        }
        return facts
    }

    /// What is known of the assistant's part where no run is kept, as of tickets that were imported.
    private static func facts(of assistant: AssistantMetadata) -> [Fact] {
        var facts: [Fact] = []
        if let confidence = assistant.confidence {
            facts.append(Fact("confidence", "\(percent(confidence)) that its last answer was right", .assistant))
        }
        if let reason = assistant.fallbackReason {
            facts.append(Fact("did not finish", reason.code.replacing("_", with: " "), .warning))
        }
        return facts
            + assistant.references.map { Fact("used", "\($0.kind.rawValue) \($0.id) at version \($0.version)") }
    }
}

extension Trace {
    /// The trace for people as labels and texts.
    fileprivate func lines(_ titles: [String: String]) -> [(label: String, text: String)] {
        // A rule is named by its pack, as `<pack>/<rule>`.
        func title(_ id: String) -> String? {
            titles[id] ?? id.split(separator: "/").first.flatMap { titles[String($0)] }
        }
        return text { title($0.id).map { "“\($0)”" } }.split(separator: "\n").map { line in
            guard let colon = line.firstRange(of: ": ") else { return ("", String(line)) }
            return (String(line[..<colon.lowerBound]), String(line[colon.upperBound...]))
        }
    }
}

extension Model {
    /// The assistant's trace of a ticket.
    func trace(of detail: TicketDetail) -> Card {
        Card.trace(of: detail, names: Names(choices, detail), titles: choices.titles)
    }
}
