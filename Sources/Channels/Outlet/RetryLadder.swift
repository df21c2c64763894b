public import Hub

/// When a message that a channel did not take is sent again: ever more rarely, never all at once, for a day.
public struct RetryLadder: Hashable, Sendable {
    /// For how long it is tried, in seconds.
    public static let patienceSeconds: Int64 = 86_400
    /// The pause after the first attempt, in seconds.
    static let firstSeconds = 5.0
    /// The longest pause, in seconds.
    static let pauseSecondsMax = 3600.0

    /// The instant of the next attempt; nil when it has been tried for long enough.
    ///
    /// - Parameters:
    ///   - attemptCount: Attempts so far, from 1.
    ///   - first: When it was to be sent first.
    ///   - askedSeconds: What the channel asked for, if it did.
    ///   - jitter: 0…1: parts messages that failed together.
    public static func next(
        afterAttempt attemptCount: Int, first: Instant, askedSeconds: Int?, at now: Instant, jitter: Double
    ) -> Instant? {
        var pause = min(pauseSecondsMax, firstSeconds * Double(1 << UInt64(min(30, max(0, attemptCount - 1)))))
        pause *= 0.5 + jitter
        if let askedSeconds { pause = max(pause, min(Double(askedSeconds), Double(patienceSeconds))) }
        let next = Instant(milliseconds: now.milliseconds + Int64(pause * 1000))
        return next.milliseconds - first.milliseconds > patienceSeconds * 1000 ? nil : next
    }
}
