@testable import Hub

extension MetricsStory {
    /// A random life of up to `count` events, with everything that can happen and many ties of time.
    ///
    /// Without `revisesJudgements` nobody says later that a message was, or was not, small talk.
    static func random(
        _ count: Int, revisesJudgements: Bool = true, using random: inout MetricsSeed
    ) -> MetricsStory {
        let channels = ["widget", "email", "slack"]
        var story = MetricsStory(
            channel: channels.randomElement(using: &random) ?? "widget",
            assistance: [true, true, true, false, nil].randomElement(using: &random) ?? nil
        )
        var (seconds, last) = (Int64(0), story.customer(0))
        for _ in 0..<Int.random(in: 0...count, using: &random) {
            let steps: [Int64] = [0, 1, 60, 3600, 20 * hour, 30 * hour, 8 * day, 20 * day]
            seconds += steps.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<20, using: &random) {
            case 0...3: last = story.customer(seconds)
            case 4...6: story.answer(seconds)
            case 7: story.message(seconds, .ai, Event.MessageRole.allCases.randomElement(using: &random) ?? .offer)
            case 8: story.teammate(seconds)
            case 9: story.handOff(seconds, [.frustration, .toolFailure].randomElement(using: &random) ?? .timeout)
            case 10: story.resolve(seconds, by: Author.Kind.allCases.randomElement(using: &random) ?? .system)
            case 11: story.status(seconds, Bool.random(using: &random) ? .open : .pending)
            case 12...13:
                var finding = Event.Judgement.Finding.allCases.randomElement(using: &random) ?? .thanks
                let isTrivial = finding == .thanks || finding == .notMeaningful
                if !revisesJudgements {
                    if isTrivial { last = story.customer(seconds) } else { finding = .negative }
                }
                let isOfMessage = isTrivial || revisesJudgements && Bool.random(using: &random)
                story.judge(seconds, isOfMessage ? last : nil, finding)
            case 14: story.rate(seconds, Int.random(in: 1...5, using: &random))
            case 15: story.add(seconds, .teammate, .priority(Priority.allCases.randomElement(using: &random) ?? .low))
            case 16:
                story.add(seconds, .teammate, .snoozed(until: Bool.random(using: &random) ? at(seconds + day) : nil))
            case 17: story.add(seconds, .teammate, isSuperseded: true, .status(.resolved))
            case 18: story.add(seconds, .teammate, .spam(Bool.random(using: &random)))
            default:
                let other = Identifier(high: UInt64.random(in: 0...3, using: &random), low: 4)
                story.add(seconds, .teammate, .linkedAsSameIssue(with: other))
            }
        }
        return story
    }

    /// When the last event happened, in seconds after the start.
    var length: Int64 {
        events.reduce(0) { max($0, ($1.occurred.milliseconds - Self.base.milliseconds) / 1000) }
    }
}
