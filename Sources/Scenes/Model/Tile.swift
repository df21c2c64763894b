package import Hub
package import Replica

/// One figure of the landing page, with how it changed and how it went.
package struct Tile: Hashable, Sendable {
    /// The figures.
    package enum Figure: String, Hashable, Sendable, Codable, CaseIterable {
        case containment
        case firstReply = "first_reply"
        case escalation
        case breaches

        /// Whether less is better.
        package var isLessBetter: Bool { self != .containment }
    }

    /// What a value counts.
    package enum Unit: String, Hashable, Sendable, Codable {
        /// A share, 0…1.
        case share
        /// Seconds.
        case seconds
        /// Things.
        case count
    }

    /// The figure.
    package let figure: Figure
    /// Its value; nil (shown as «—») where there is nothing to count.
    package let value: Double?
    /// What the value counts.
    package let unit: Unit
    /// How many it rests on.
    package let count: Int
    /// The change since the window before; nil where numbers are too small.
    package let delta: Delta?
    /// The values of the window's steps, the earliest first.
    package let trend: [Double?]
    /// Whether it may still change by the passing of time.
    package let isProvisional: Bool

    /// The four figures of the landing page.
    package static func all(of statistics: Statistics) -> [Tile] {
        let (now, rule) = (statistics.coverage.asOf, statistics.request.rule)
        func median(_ figures: StatisticsFigures) -> DurationFigures {
            figures.firstReply.all.figures(asOf: now, rule: rule)
        }
        let figures = statistics.figures
        return [
            Tile(
                figure: .containment, value: figures.outcomes.containment.rate, unit: .share,
                count: figures.outcomes.eligible, delta: statistics.containmentDelta,
                trend: statistics.trend.map(\.outcomes.containment.rate),
                isProvisional: figures.outcomes.isProvisional),
            Tile(
                figure: .firstReply, value: median(figures).medianSeconds, unit: .seconds,
                count: median(figures).count, delta: statistics.firstReplyDelta,
                trend: statistics.trend.map { median($0).medianSeconds }, isProvisional: median(figures).waiting > 0),
            Tile(
                figure: .escalation, value: figures.outcomes.escalation.rate, unit: .share,
                count: figures.outcomes.eligible, delta: statistics.escalationDelta,
                trend: statistics.trend.map(\.outcomes.escalation.rate),
                isProvisional: figures.outcomes.isProvisional),
            Tile(
                figure: .breaches, value: figures.breaches.underPolicy == 0 ? nil : Double(figures.breaches.breached),
                unit: .count, count: figures.breaches.underPolicy, delta: statistics.breachDelta,
                trend: statistics.trend.map { $0.breaches.underPolicy == 0 ? nil : Double($0.breaches.breached) },
                isProvisional: false),
        ]
    }
}
