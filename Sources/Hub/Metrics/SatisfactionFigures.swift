/// What customers said of closed episodes, by who handled them; each episode counts once, by its last rating.
public struct SatisfactionFigures: Hashable, Sendable {
    /// Who handled an episode.
    public enum Handling: String, Hashable, Sendable, Codable, CaseIterable {
        /// The AI alone: contained, whether or not the credit was taken back.
        case ai
        /// People alone.
        case human
        /// The AI, then people.
        case mixed
        /// Nobody, or the AI without an end.
        case other
    }

    /// The figures of one handling, or of all.
    public struct Group: Hashable, Sendable {
        /// Ratings of 4 and 5.
        public fileprivate(set) var satisfied = 0
        /// All ratings.
        public fileprivate(set) var rated = 0
        /// Closed episodes, rated or not.
        public fileprivate(set) var closed = 0

        /// CSAT: ratings of 4 and 5 of all ratings, with its Wilson interval.
        public var satisfaction: Proportion { Proportion(satisfied, of: rated) }
        /// Rated of the closed episodes.
        public var response: Proportion { Proportion(rated, of: closed) }
    }

    /// The figures of each handling.
    public private(set) var groups: [Handling: Group] = [:]
    /// The figures of all episodes.
    public private(set) var total = Group()

    /// An empty cohort.
    public init() {}

    /// Counts episodes as seen from `instant`.
    public init(_ episodes: some Sequence<Episode>, asOf instant: Instant) {
        for episode in episodes { add(episode, asOf: instant) }
    }

    /// Counts an episode as seen from `instant`; open, merged and import-closed ones do not count.
    public mutating func add(_ episode: Episode, asOf instant: Instant) {
        guard episode.end(asOf: instant) != nil, episode.closing != .merged, episode.closing != .imported else {
            return
        }
        let handling = episode.handling(asOf: instant)
        total.count(episode.rating)
        groups[handling, default: Group()].count(episode.rating)
    }

    /// The figures of one handling.
    public func group(_ handling: Handling) -> Group { groups[handling] ?? Group() }
}

extension SatisfactionFigures.Group {
    fileprivate mutating func count(_ rating: Int?) {
        closed += 1
        guard let rating else { return }
        rated += 1
        if rating >= 4 { satisfied += 1 }
    }
}

extension Episode {
    /// Who handled the episode as seen from `instant`; people count where the AI is off, too.
    public func handling(asOf instant: Instant) -> SatisfactionFigures.Handling {
        switch outcome(asOf: instant) {
        case .escalated: .mixed
        case .humanOnly: .human
        case .containedConfirmed, .containedAssumed: .ai
        case .abandoned, .unanswered: .other
        case nil: touched == nil ? .other : involved == nil && escalation == nil ? .human : .mixed
        }
    }
}
