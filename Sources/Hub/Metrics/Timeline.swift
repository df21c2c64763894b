internal import CRDT

/// A ticket's events as every metric reads them: ordered by (`occurred`, id), without what lost to a concurrent write,
/// without what had not happened yet, and without merges that were taken back.
struct Timeline {
    /// What was judged about one message.
    private struct JudgedMessage {
        /// True when the last judgement says that there is nothing to answer.
        var isTrivial: Bool
        /// Where the message stands in `events`; nil when it is not among them.
        var index: Int?
    }

    /// The events that count.
    private(set) var events: [Event]
    private var judged: [OperationID: JudgedMessage] = [:]

    /// Takes events in any order; those after `instant` are left out.
    ///
    /// O(n) when they are in order already, as projections keep them, otherwise O(n log n).
    init(_ unordered: [Event], asOf instant: Instant) {
        var isClean = true
        var hasJudgements = false
        var hasUndoneMerges = false
        for index in unordered.indices {
            let event = unordered[index]
            if event.isSuperseded || event.occurred > instant { isClean = false }
            if index > 0, !Self.precedes(unordered[index - 1], event) { isClean = false }
            if case .judged = event.kind { hasJudgements = true }
            if event.kind == .merged(into: nil) { hasUndoneMerges = true }
        }
        events =
            isClean
            ? unordered
            : unordered.filter { !$0.isSuperseded && $0.occurred <= instant }.sorted(by: Self.precedes)
        if hasUndoneMerges { dropUndoneMerges() }
        if hasJudgements { indexJudgements() }
    }

    private mutating func dropUndoneMerges() {
        guard let undone = events.lastIndex(where: { $0.kind == .merged(into: nil) }) else { return }
        events =
            events[...undone].filter { event in if case .merged = event.kind { false } else { true } }
            + events[(undone + 1)...]
    }

    private static func precedes(_ left: Event, _ right: Event) -> Bool {
        left.occurred == right.occurred ? left.id < right.id : left.occurred < right.occurred
    }

    private mutating func indexJudgements() {
        for event in events {
            guard case .judged(let judgement) = event.kind, let message = judgement.message else { continue }
            let isTrivial = judgement.finding == .notMeaningful || judgement.finding == .thanks
            judged[message] = JudgedMessage(isTrivial: isTrivial, index: nil)
        }
        for (index, event) in events.enumerated() {
            guard let fact = event.publicMessage else { continue }
            judged[fact.message]?.index = index
        }
    }

    /// True for a customer's message that somebody should answer: neither automatic nor judged small talk or thanks.
    func isMeaningful(_ fact: Event.MessageFact) -> Bool {
        if fact.isNoise { return false }
        return judged.isEmpty || judged[fact.message]?.isTrivial != true
    }

    /// Where the message of a judgement at `index` stands; `index` itself when the whole episode was judged.
    func position(of judgement: Event.Judgement, at index: Int) -> Int {
        judgement.message.flatMap { judged[$0]?.index } ?? index
    }
}
