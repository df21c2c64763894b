/// Which episodes a rate is about; numerator and denominator always share it.
public enum CohortBasis: String, Hashable, Sendable, Codable, CaseIterable {
    /// Those that started in the window.
    case started
    /// Those that were closed in the window.
    case closed
}

extension Sequence<Episode> {
    /// The episodes of a window, as seen from `instant`.
    public func cohort(
        of window: MetricWindow, by basis: CohortBasis = .started, asOf instant: Instant
    ) -> [Episode] {
        filter { episode in
            switch basis {
            case .started: window.contains(episode.start)
            case .closed: episode.end(asOf: instant).map(window.contains) ?? false
            }
        }
    }
}
