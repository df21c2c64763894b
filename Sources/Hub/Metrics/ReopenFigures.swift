/// How often resolved episodes were reopened, by who resolved them.
public struct ReopenFigures: Hashable, Sendable {
    private var resolved: [Author.Kind: Int] = [:]
    private var reopened: [Author.Kind: Int] = [:]

    /// An empty cohort.
    public init() {}

    /// Counts episodes as seen from `instant`.
    public init(_ episodes: some Sequence<Episode>, asOf instant: Instant) {
        for episode in episodes { add(episode, asOf: instant) }
    }

    /// Counts an episode as seen from `instant`; imported closes and merges are no resolutions.
    public mutating func add(_ episode: Episode, asOf instant: Instant) {
        guard let end = episode.end(asOf: instant), end <= instant else { return }
        let resolver: Author.Kind
        switch episode.closing {
        case .resolved(let kind): resolver = kind
        case nil: resolver = .system
        case .imported, .merged: return
        }
        resolved[resolver, default: 0] += 1
        if let reopening = episode.reopened, reopening <= instant { reopened[resolver, default: 0] += 1 }
    }

    /// Reopened of the episodes that `resolver` resolved.
    public func rate(resolvedBy resolver: Author.Kind) -> Proportion {
        Proportion(reopened[resolver] ?? 0, of: resolved[resolver] ?? 0)
    }

    /// Reopened of all resolved episodes.
    public var rate: Proportion { Proportion(reopened.values.reduce(0, +), of: resolved.values.reduce(0, +)) }
}
