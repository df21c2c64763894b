/// The settings that episodes and their outcomes depend on.
public struct MetricRules: Hashable, Sendable {
    /// Seconds without a public message after which an episode is timed out, by channel.
    public var quietSeconds: [String: Int64]
    /// The same for every other channel.
    public var quietSecondsDefault: Int64
    /// Seconds after a contained episode in which a return takes the credit back.
    public var retractionSeconds: Int64
    /// Seconds after a resolution in which a customer's message reopens the ticket, by channel.
    public var reopenSeconds: [String: Int64]
    /// The same for every other channel.
    public var reopenSecondsDefault: Int64

    /// The rules of a new workspace: quiet 24 h (email 72 h), retraction 7 days, reopening 14 days (email 30).
    public init(
        quietSeconds: [String: Int64] = ["email": 72 * 3600], quietSecondsDefault: Int64 = 24 * 3600,
        retractionSeconds: Int64 = 7 * 86_400,
        reopenSeconds: [String: Int64] = ["email": 30 * 86_400], reopenSecondsDefault: Int64 = 14 * 86_400
    ) {
        self.quietSeconds = quietSeconds
        self.quietSecondsDefault = quietSecondsDefault
        self.retractionSeconds = retractionSeconds
        self.reopenSeconds = reopenSeconds
        self.reopenSecondsDefault = reopenSecondsDefault
    }

    /// Seconds without a public message after which an episode of `channel` is timed out.
    public func quietSeconds(onChannel channel: String) -> Int64 { quietSeconds[channel] ?? quietSecondsDefault }

    /// Seconds after a resolution in which a customer's message on `channel` reopens the ticket.
    public func reopenSeconds(onChannel channel: String) -> Int64 { reopenSeconds[channel] ?? reopenSecondsDefault }
}
