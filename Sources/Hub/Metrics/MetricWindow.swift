/// A half-open span of time that a figure is about.
public struct MetricWindow: Hashable, Sendable {
    /// The first instant within.
    public let start: Instant
    /// The first instant after.
    public let end: Instant

    /// Takes both ends; an end before the start makes an empty window.
    public init(start: Instant, end: Instant) {
        self.start = start
        self.end = max(start, end)
    }

    /// True when an instant is within.
    public func contains(_ instant: Instant) -> Bool { instant >= start && instant < end }

    /// The window to compare with: as long on the local calendar, on the same weekdays, and over before this one
    /// begins.
    public func previous(in zone: LocalZone) -> MetricWindow {
        let day = LocalZone.dayMilliseconds, week = 7 * day
        let (from, to) = (zone.localMilliseconds(at: start), zone.localMilliseconds(at: end))
        let shift = max(1, (to - from + week - 1) / week) * week
        return MetricWindow(start: zone.instant(ofLocal: from - shift), end: zone.instant(ofLocal: to - shift))
    }

    /// The lengths of a trendline's steps.
    public enum Step: String, Hashable, Sendable, Codable, CaseIterable {
        /// Local days.
        case day
        /// Local weeks, from Monday.
        case week
    }

    /// The window cut at local midnights, or at those of Mondays; the first and last part may be shorter.
    ///
    /// O(parts).
    public func buckets(by step: Step, in zone: LocalZone) -> [MetricWindow] {
        var (buckets, from) = ([MetricWindow](), start)
        while from < end {
            let date = zone.date(at: from)
            let next = date.advanced(byDays: step == .day ? 1 : 7 - date.weekday)
            let to = min(end, zone.start(of: next))
            buckets.append(MetricWindow(start: from, end: to))
            from = to
        }
        return buckets
    }
}

extension [MetricWindow] {
    /// The bucket of an ascending, gapless list that holds `instant`; nil when none does. O(log n).
    public func index(holding instant: Instant) -> Int? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].end <= instant { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].contains(instant) ? low : nil
    }
}
