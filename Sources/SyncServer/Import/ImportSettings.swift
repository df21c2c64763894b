public import Hub

/// How an import is to be made.
public struct ImportSettings: Sendable {
    /// The queue that tickets are placed in; nil: `general`.
    public var queue: String?
    /// The instant that counts as now, for tickets that have been quiet for long.
    public var now: Instant
    /// Mail addresses and domains of the team.
    public var teamAddresses: [String]

    /// After how many days without a message an unsolved ticket is closed, outside of resolution figures.
    public static let quietDays: Int64 = 30
    /// Where tickets are placed when nobody says otherwise.
    public static let standardQueue = "general"
    /// Conversations that are written in one transaction.
    static let batchCount = 200

    /// Takes what differs from the usual.
    public init(queue: String? = nil, now: Instant, teamAddresses: [String] = []) {
        self.queue = queue
        self.now = now
        self.teamAddresses = teamAddresses
    }
}
