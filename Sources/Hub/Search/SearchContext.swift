public import Foundation

/// What a search means by «me», «today» and the workspace's clock.
public struct SearchContext: Sendable {
    /// The instant that relative times count from.
    public let now: Instant
    /// The identifier that `me` stands for; nil where nobody is signed in, and then `me` matches nothing.
    public let me: String?
    /// Seconds that the workspace's local time is ahead of UTC at an instant.
    public let secondsFromUTC: @Sendable (Instant) -> Int64

    /// Assembles a context from a zone's rule.
    public init(now: Instant, me: String? = nil, secondsFromUTC: @escaping @Sendable (Instant) -> Int64) {
        self.now = now
        self.me = me
        self.secondsFromUTC = secondsFromUTC
    }

    /// Assembles a context of a time zone.
    public init(now: Instant, me: String? = nil, zone: TimeZone) {
        self.init(now: now, me: me) { instant in
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000)))
        }
    }

    /// The first instant at which the zone's clocks show `local` or later.
    ///
    /// A time that the clocks show twice is taken the first time; one that they skip is the instant of the skip.
    func instant(of local: LocalTime) -> Instant {
        let seconds = local.secondsSince1970
        func offset(_ time: Int64) -> Int64 { secondsFromUTC(Instant(milliseconds: time * 1000)) }
        // No zone is further than a day from UTC, so both offsets that can apply stand a day to either side.
        let (before, after) = (offset(seconds - 86_400), offset(seconds + 86_400))
        let candidates = [seconds - before, seconds - after].filter { offset($0) == seconds - $0 }
        if let first = candidates.min() { return Instant(milliseconds: first * 1000) }
        var (low, high) = (seconds - after, seconds - before)
        guard low < high else { return Instant(milliseconds: high * 1000) }
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offset(middle) == after { high = middle } else { low = middle }
        }
        return Instant(milliseconds: high * 1000)
    }

    /// What the zone's clocks show at `instant`, to the second.
    func local(at instant: Instant) -> LocalTime {
        let seconds = Int64((Double(instant.milliseconds) / 1000).rounded(.down))
        return LocalTime(secondsSince1970: seconds + secondsFromUTC(instant))
    }
}
